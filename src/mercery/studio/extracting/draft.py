"""A value on its way into the catalogue, as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from mercery.catalog.product import Attribute
from mercery.claims.values import Value
from mercery.core.i18n import Lang, Words
from mercery.studio.extracting.found import Field, Reader

State = Literal["proposed", "accepted", "changed", "refused", "gone"]
"""`changed`: accepted with another value; `gone`: the words no longer say it, and nobody had decided."""
STATES: Final[tuple[State, ...]] = get_args(State)
RunState = Literal["waiting", "learning", "reading", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A value that the words of a product name."""

    id: str
    product_id: str
    attribute: str
    label: Words
    value: Value
    read: Value
    """As it was read, whatever a person made of it."""
    reader: Reader
    field: Field
    lang: Lang
    start: int
    stop: int
    words: str
    score: float
    state: State
    version: int
    read_at: datetime
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A draft beside what is recorded of its attribute."""

    draft: Draft
    recorded: Attribute | None

    @property
    def conflicts(self) -> bool:
        """Whether accepting it would take another value's place."""
        return self.recorded is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One reading of the catalogue."""

    id: str
    state: RunState
    everything: bool
    total: int
    """Products; while it learns, the steps of that."""
    done: int
    found: int
    problem: str
    started_by: str
    started_at: datetime
    told_at: datetime
    ended_at: datetime | None

    @property
    def busy(self) -> bool:
        """Whether it goes on."""
        return self.state in ("waiting", "learning", "reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What accepting everything from a certainty on would do."""

    least: float
    drafts: Sequence[Draft]
    products: int
    conflicts: int
    """As sure, but another value is recorded: left to a person."""
