"""What the studio shows while a show is on air."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mercery.claims.sentence import Sentence
from mercery.conversations.conversation import EvidenceOut
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.livestream.said import Run
from mercery.livestream.show import ItemKind, Show

Tone = Literal["good", "progress", "care", "stop", "quiet"]
NO_WORDS = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One entry of the running order as the studio shows it."""

    id: str
    kind: ItemKind
    title: Words
    detail: Words
    picture: str
    state: Literal["done", "now", "next", "skipped"]
    at: datetime | None = None
    """When it came up, or is to come up; None where nobody can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinkCard:
    """A place the programme goes to."""

    id: str
    name: Words
    state: Words
    tone: Tone
    settled: bool
    viewers: int | None
    """None: the platform tells nobody."""
    line: Sequence[float]
    """Frames a second, minute by minute."""
    foot: Words
    problem: str = ""
    table: Sequence[tuple[datetime, float]] = ()

    @property
    def points(self) -> str:
        """Of the line through its minutes, on a hundred across and twenty-eight down: 25 frames a second stand near the top."""
        values = list(self.line) if len(self.line) != 1 else [*self.line, *self.line]
        step = 100 / max(1, len(values) - 1)
        return " ".join(f"{at * step:.1f},{27 - min(value, 27) * 0.88:.1f}" for at, value in enumerate(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """A line that was said, cut at its claims."""

    at: datetime
    lang: str
    runs: Sequence[Run]
    answer: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCard:
    """A viewer's comment in the column."""

    id: str
    name: Words
    source: str
    at: datetime
    text: str
    lang: str
    state: Words
    tone: Tone
    mine: bool
    """Whether it waits for a person."""
    working: bool
    hidden: bool
    first: bool = False
    """Whether it may be answered before all others."""
    why: Words = NO_WORDS
    answer: str = ""
    answer_lang: str = ""
    by: str = ""
    evidence: Sequence[EvidenceOut] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Words a person wanted said, which may not go out."""

    text: str
    why: Words
    law: str = ""
    instead: Sequence[Sentence] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """The kill switch after somebody pulled it."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """Where a person's camera sends its stream."""

    address: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The piece on the counter."""

    picture: str = ""
    name: Words = NO_WORDS
    price: Money | None = None
    was: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioPage:
    """Everything on the page."""

    show: Show
    now: datetime
    directed: bool
    """Whether the director is there; without it nothing moves."""
    resting: bool
    held: bool
    presenter: Literal["host", "person"]
    host: Words
    host_line: Words
    person: str
    person_line: Words
    person_ready: bool
    watching: int
    peak: int
    orders: int
    money: Money | None
    bags: int
    order: Sequence[OrderLine]
    order_note: Words
    next_lines: Sequence[Sequence[Run]]
    engine: Words
    engine_tone: Tone
    sinks: Sequence[SinkCard]
    said: Sequence[SaidRow]
    lines: int
    claims: int
    without: int
    comments: Sequence[CommentCard]
    answered: int
    waiting: int
    pictures: str
    """Address of the programme's playlist."""
    still: str
    """A picture of the host, while there is no programme."""
    kill: Kill | None
    ingest: Ingest | None
    may_speak: bool
    may_publish: bool
    counter: Counter
    caption: Sequence[Run] = ()
    refused: Judged | None = None
    said_now: Words = NO_WORDS
    """What came of the act just done."""
    stopped: bool = False
    answers_ready: bool = True
    """Whether comments are answered already; a director that has just begun loads what that takes."""
    duration: Words = NO_WORDS
    """How long it has been on air."""
    lang: Lang = "en"
    replies: dict[str, Judged] = field(default_factory=dict)
    """Replies that were written but not spoken, by comment."""

    @property
    def sink_table(self) -> Sequence[tuple[datetime, Sequence[float | None]]]:
        """Minute by minute, the newest first: what each place took, frames a second."""
        by_sink = [dict(one.table) for one in self.sinks]
        moments = sorted({at for one in by_sink for at in one}, reverse=True)
        return [(at, [one.get(at) for one in by_sink]) for at in moments]
