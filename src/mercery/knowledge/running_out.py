"""What ends within the next ninety days, and how many answers hang on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.ledger import SOON
from mercery.policies.policy import Policy

DAYS: Final = SOON.days


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOut:
    """One thing that ends."""

    label: Words
    url: str
    until: datetime
    days: int
    """From now, counted up to a whole day."""
    answers: int
    """How many answers of today are not said any more then, or lose the policy they repeat."""


def running_out(
    answers: Sequence[ApprovedAnswer],
    policies: Sequence[Policy],
    documents: Mapping[str, str],
    moment: datetime,
    followed: Sequence[str] = (),
) -> list[RunningOut]:
    """Policies in force that end, and answers that end by themselves, put together by the document they stand on and the
    day; the soonest first. `documents`: names by id; `followed`: keys of policies whose next version is recorded already."""
    said = [one for one in answers if one.holds_at(moment)]
    found = [
        RunningOut(
            label=policy.title,
            url=f"/console/settings/policies/{policy.key}",
            until=policy.valid_to,
            days=_days(policy.valid_to, moment),
            answers=sum(policy.key in one.links for one in said),
        )
        for policy in policies
        if policy.valid_to is not None and policy.valid_to - moment <= SOON and policy.key not in followed
    ]
    groups: dict[tuple[str, date], list[ApprovedAnswer]] = {}
    for one in said:
        if one.valid_to is not None and one.valid_to - moment <= SOON:
            groups.setdefault((_belongs_to(one, documents), one.valid_to.date()), []).append(one)
    found += [_group(name, group, documents, moment) for (name, _), group in groups.items()]
    return sorted(found, key=lambda one: (one.until, -one.answers))


def _belongs_to(one: ApprovedAnswer, documents: Mapping[str, str]) -> str:
    document = next((source.document_id for source in one.sources if source.document_id in documents), "")
    return document or one.category or one.key


def _group(name: str, group: Sequence[ApprovedAnswer], documents: Mapping[str, str], moment: datetime) -> RunningOut:
    first = group[0]
    until = min(one.valid_to for one in group if one.valid_to is not None)
    if name in documents:
        label, url = Words(documents[name]), f"/console/documents/{name}"
    elif len(group) == 1:
        label, url = first.question, f"/console/answers/{first.key}"
    else:
        label, url = Words(name.capitalize()), f"/console/answers?show=ending&category={name}"
    return RunningOut(label=label, url=url, until=until, days=_days(until, moment), answers=len(group))


def _days(until: datetime, moment: datetime) -> int:
    return max(0, -(-int((until - moment).total_seconds()) // 86_400))
