"""A release: versions of answers and policies that become true together, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies.draft import PolicyDraft

ReleaseState = Literal["open", "held", "published", "rolled_back", "dropped"]
"""Gathers; waits for a person; is said; is taken back; never came to be."""
Stage = Literal["open", "checking", "checked", "held", "published", "rolled_back", "dropped"]
"""The state together with how far the check is."""
ItemKind = Literal["answer", "policy"]
ItemState = Literal["in", "out", "recorded", "restored", "left"]
"""`left`: the release was rolled back without it, because somebody recorded a newer version."""
Does = Literal["new", "change", "retire"]
Act = Literal[
    "begin", "put_in", "take_out", "check", "checked", "check_failed", "hold", "resume", "schedule", "unschedule",
    "publish", "publish_failed", "roll_back", "drop",
]  # fmt: skip
Content = ApprovedAnswer | PolicyDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One version that a release records."""

    id: str
    place: int
    content: Content
    after_version: int
    """The version it was prepared against; 0: there was none."""
    draft_id: str = ""
    origin: str = ""
    approved_by: tuple[str, ...] = ()
    put_in_at: datetime
    put_in_by: str
    state: ItemState = "in"
    recorded_version: int = 0

    @property
    def kind(self) -> ItemKind:
        """What it is a version of."""
        return "answer" if isinstance(self.content, ApprovedAnswer) else "policy"

    @property
    def key(self) -> str:
        """Key of the answer or policy."""
        return self.content.key

    @property
    def place_of(self) -> tuple[ItemKind, str]:
        """What two items of one release may not share."""
        return self.kind, self.key

    @property
    def title(self) -> Words:
        """The question, or the policy's title."""
        return self.content.question if isinstance(self.content, ApprovedAnswer) else self.content.title

    @property
    def does(self) -> Does:
        """What becomes of the answer or policy."""
        if isinstance(self.content, ApprovedAnswer) and self.content.status == "retired":
            return "retire"
        return "change" if self.after_version else "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Somebody did something with a release."""

    at: datetime
    by: str
    act: Act
    reason: str
    figures: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release with its items, those taken out included."""

    id: str
    number: int
    state: ReleaseState
    note: str
    begun_at: datetime
    begun_by: str
    changed_at: datetime
    changed_by: str
    reason: str
    publish_at: datetime | None
    published_at: datetime | None
    published_by: str
    items: tuple[Item, ...] = ()

    @property
    def inside(self) -> tuple[Item, ...]:
        """What it records, or has recorded."""
        return tuple(one for one in self.items if one.state != "out")

    @property
    def waiting(self) -> bool:
        """Whether it may still be published."""
        return self.state in ("open", "held")

    def count(self, kind: ItemKind, does: Does | None = None) -> int:
        """How many of its items are of this kind."""
        return sum(one.kind == kind and (does is None or one.does == does) for one in self.inside)

    @property
    def summary(self) -> Words:
        """What it holds: `5 answers changed, 1 new, 1 policy`."""
        counted = [
            (self.count("answer", "change"), ("answer changed", "answers changed"), "条答复更改"),
            (self.count("answer", "new"), ("new answer", "new answers"), "条新答复"),
            (self.count("answer", "retire"), ("answer withdrawn", "answers withdrawn"), "条答复停用"),
            (self.count("policy"), ("policy", "policies"), "条政策"),
        ]
        said = [(count, names, zh) for count, names, zh in counted if count]
        if not said:
            return Words("nothing yet", "暂无内容")
        return Words(
            ", ".join(f"{count} {names[count != 1]}" for count, names, _ in said),
            "，".join(f"{count} {zh}" for count, _, zh in said),
        )
