"""A draft in the queue: what it says, where it comes from, what it would change, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from mercery.core.i18n import LANGS, Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.drafts.draft import Draft, Thread
from mercery.policies.draft import PolicyDraft

State = Literal["waiting", "second", "approved", "rejected", "merged", "overtaken", "published"]
"""`second`: one person said yes and another has to. `approved`: waits for a release. `overtaken`: its passage changed or went."""
STATES: Final[tuple[State, ...]] = get_args(State)
OPEN: Final[tuple[State, ...]] = ("waiting", "second")
Kind = Literal["new", "change", "withdraw"]
"""`change` replaces a live answer, `withdraw` ends one whose passage is gone."""
Touch = Literal["money", "law", "category", "policy", "shop"]
"""Why two people are needed. `policy`: it is linked to a policy about money or law; `shop`: the shop wants it for all."""
Act = Literal[
    "take_in",
    "approve",
    "second",
    "edit",
    "mend",
    "reject",
    "merge",
    "undo",
    "publish",
    "give_back",
    "overtake",
    "return",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A yes that holds."""

    place: int
    by_id: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedDraft:
    """One draft as it stands now."""

    id: str
    draft: Draft
    made: Draft
    """As it came, before anybody edited it."""
    made_from: str
    """Digest of the passages it was made from."""
    kind: Kind
    state: State
    document_id: str
    document_name: str
    document_version: int
    place: int
    answer_key: str
    after_version: int
    threads: tuple[Thread, ...]
    differs: int
    exact: bool
    """Something is stated, and all of it agrees with the source."""
    touches: tuple[Touch, ...]
    twin: str = ""
    """`answer:KEY` or `draft:ID` that answers the same question."""
    merged_into: str = ""
    links: tuple[str, ...] = ()
    policy_key: str = ""
    policy_version: int = 0
    owner: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    asked: int = -1
    release_id: str = ""
    version: int = 1
    recorded_at: datetime
    changed_at: datetime
    approvals: tuple[Approval, ...] = ()

    @property
    def gaps(self) -> tuple[Lang, ...]:
        """The languages in which question or answer are not written."""
        return tuple(lang for lang in LANGS if not (self.draft.question.has(lang) and self.draft.answer.has(lang)))

    @property
    def needs_two(self) -> bool:
        """Whether a second person has to say yes."""
        return bool(self.touches)

    @property
    def plainly_exact(self) -> bool:
        """Matches its source in everything, and touches nothing that is live."""
        return self.exact and self.kind == "new" and not self.twin and self.policy_version == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedDraft:
    """What a release takes up: the answer to record (or to retire), and the policy that goes with it."""

    id: str
    kind: Kind
    answer: ApprovedAnswer
    """Ready to be recorded as the next version of its key; of a `withdraw` draft the live answer with status `retired`."""
    after_version: int
    """The version of the answer that was looked at; another one meanwhile means: look again. 0: there was none."""
    policy: PolicyDraft | None
    """To be recorded in the same transaction, before the answer."""
    policy_after_version: int
    document_id: str
    document_name: str
    document_version: int
    approved_by: tuple[str, ...]
    """Names, the first and the second person."""
    approved_at: datetime
    release_id: str = ""
