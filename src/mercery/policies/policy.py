"""What a policy is, and which version of it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from mercery.core.i18n import Words

Topic = Literal[
    "delivery",
    "returns",
    "warranty",
    "payment",
    "care",
    "gift",
    "privacy",
    "authenticity",
    "repair",
    "contact",
    "other",
]
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of one policy. A change is a new version; none is ever overwritten."""

    id: str
    key: str
    """Stable name of what it rules: `returns`, `delivery_france`."""
    topic: Topic
    title: Words
    statement: Words
    """What customers are told, in the shop's own words."""
    values: Mapping[str, Scalar]
    """What code may compute with, by the names of `computed.py`: `days`, `fee_eur`; and whatever else is kept with it."""
    regions: tuple[str, ...]
    """Where it applies; empty means everywhere."""
    valid_from: datetime
    valid_to: datetime | None
    """None: until a newer version begins."""
    version: int
    recorded_at: datetime
    recorded_by: str
    reason: str
    withdrawn: bool = False
    """This version ends the policy: from `valid_from` there is none."""

    @property
    def source(self) -> Words:
        """How a customer is told where a statement stands."""
        return Words(
            f"{self.title.text('en')}, version {self.version}", f"{self.title.text('zh')}，第 {self.version} 版"
        )

    def holds_at(self, moment: datetime) -> bool:
        """Whether `moment` lies within this version's own dates (from inclusive, to exclusive)."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)


def in_force(versions: Iterable[Policy], moment: datetime) -> list[Policy]:
    """For each key the newest version that has begun, unless it has ended or withdraws the policy. In order of key."""
    newest: dict[str, Policy] = {}
    for policy in versions:
        held = newest.get(policy.key)
        if policy.valid_from <= moment and (held is None or policy.version > held.version):
            newest[policy.key] = policy
    return [policy for _, policy in sorted(newest.items()) if policy.holds_at(moment) and not policy.withdrawn]


def ends(policy: Policy, later: Iterable[Policy]) -> datetime | None:
    """When `policy` stops to hold: its own end, or the beginning of a newer version, whichever is first."""
    begins = [other.valid_from for other in later if other.key == policy.key and other.version > policy.version]
    return min([moment for moment in (policy.valid_to, *begins) if moment is not None], default=None)
