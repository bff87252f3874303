"""Which policy a draft becomes, and what it would change of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.knowledge.drafts.draft import Draft, PolicyRow
from mercery.knowledge.review.nearness import nearness, tokens
from mercery.policies.computed import REGION
from mercery.policies.draft import PolicyDraft, plain_values
from mercery.policies.policy import TOPICS, Policy, Topic

_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 64
_IDLE: Final = frozenset(
    ("long", "much", "many", "often", "soon", "cost", "time", "know", "applies", "happens", "something")
)
"""Words of questions that say nothing of what they are about."""
_ABOUT_ONE: Final = 0.25
"""A statement and a policy's this near are about one thing; below, the draft becomes a policy of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChoice:
    """What is proposed for a draft that states a policy."""

    key: str = ""
    """The policy it is recorded as; empty: none, it only repeats what holds."""
    version: int = 0
    """The newest version of that policy; 0 when it is a new one."""
    link: str = ""
    """A policy in force that says so already."""


def topic_of(row: PolicyRow) -> Topic:
    """The closed topic; what is not one is `other`."""
    return row.topic if row.topic in TOPICS else "other"


def proposed(draft: Draft, policies: Sequence[Policy], taken: Collection[str] = ()) -> PolicyChoice:
    """A policy that says so already is linked; one about the same that says otherwise gets a next version; else a new one.

    `policies`: in force; `taken`: keys that other drafts are to become. Whoever approves sees what would change and may choose otherwise.
    """
    if draft.policy is None:
        return PolicyChoice()
    values = plain_values(draft.policy.values)
    regions = _regions(values.pop(REGION.name, None))
    same_topic = [one for one in policies if one.topic == topic_of(draft.policy) and _of_one_place(regions, one)]
    for policy in same_topic:
        shared = [name for name in values if name in policy.values]
        if shared and len(shared) == len(values) and all(policy.values[name] == values[name] for name in shared):
            return PolicyChoice(link=policy.key)
    against = [one for one in same_topic if any(one.values.get(name, value) != value for name, value in values.items())]
    near, nearest = max(
        ((_nearness(draft, one), one) for one in against), key=lambda pair: pair[0], default=(0.0, None)
    )
    if nearest is not None and near >= _ABOUT_ONE:
        return PolicyChoice(key=nearest.key, version=nearest.version)
    return PolicyChoice(key=new_key(draft, [*(one.key for one in policies), *taken]))


def _regions(named: object) -> frozenset[str]:
    return frozenset(part.strip().upper() for part in str(named or "").split(",") if part.strip())


def _places(policy: Policy) -> frozenset[str]:
    return _regions(REGION.of(policy.values)) or frozenset(one.upper() for one in policy.regions)


def _of_one_place(regions: frozenset[str], policy: Policy) -> bool:
    """Whether they can be about one thing: what holds for one country never takes the place of what holds for another."""
    return not regions or not (held := _places(policy)) or held == regions


def new_key(draft: Draft, taken: Sequence[str]) -> str:
    """A name such as `returns_gift` that no policy has."""
    topic = topic_of(draft.policy) if draft.policy else "other"
    words = [word for word in _KEY.split(draft.question.en.casefold()) if word in tokens(draft.question.en)]
    words = [one for one in words if one not in topic and topic.rstrip("s") not in one and one not in _IDLE][:3]
    base = "_".join([topic, *words])[: _LONGEST - 4].strip("_")
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def policy_draft(
    draft: Draft,
    key: str,
    current: Policy | None,
    *,
    valid_from: datetime | None,
    valid_to: datetime | None,
) -> PolicyDraft:
    """The version that is recorded. Values that the draft does not name stay as they are."""
    row = draft.policy
    values = plain_values(row.values) if row else {}
    # The innermost heading: a title of the whole document would have the policy said to whoever uses a word of it.
    above = max((source.anchor.headings for source in draft.sources), key=len, default=())
    own = above[-1] if len(above) > 1 else ""
    # Rows of a table stand under one question: each draft's own tells them apart.
    title = Words(own) if own and not own.rstrip().endswith(("?", "？")) else draft.question
    return PolicyDraft(
        key=key,
        topic=current.topic if current else (topic_of(row) if row else "other"),
        title=current.title if current else title,
        statement=_statement(draft.answer, current),
        values={**(current.values if current else {}), **values},
        regions=current.regions if current else (),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _statement(answer: Words, current: Policy | None) -> Words:
    """The answer's words. A language it is not written in is left empty: the old words might say otherwise now."""
    return answer if answer.en or answer.zh or current is None else current.statement


def _nearness(draft: Draft, policy: Policy) -> float:
    pairs: Mapping[str, str] = {draft.answer.en: policy.statement.en, draft.answer.zh: policy.statement.zh}
    asked = nearness(draft.question.en, policy.title.en) if draft.question.en else 0.0
    return max([asked, *(nearness(own, theirs) for own, theirs in pairs.items() if own and theirs)])
