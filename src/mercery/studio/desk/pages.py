"""What each page of the content studio shows: one frozen value, made of what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Lang, Words
from mercery.studio.brief import Channel
from mercery.studio.desk.piece_view import PieceView, Run
from mercery.studio.kept import Batch, Cost, PieceFilter
from mercery.studio.pictures.detail import DetailPage
from mercery.studio.piece import NO_WORDS

Tone = Literal["good", "progress", "care", "stop", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """How something stands, as a word with a colour."""

    words: Words
    tone: Tone
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product with its picture."""

    id: str
    name: Words
    picture: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A piece in the ledger."""

    id: str
    title: str
    goods: Goods | None
    channel: Words
    lang: Lang
    claims: int
    blocked: int
    badge: Badge
    note: Words
    """What needs somebody, or when it goes out."""
    by: str
    changed_at: datetime
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """Every piece, what waits and what is being written."""

    headline: Words
    sub: Words
    lines: Sequence[ListLine]
    total: int
    wanted: PieceFilter
    show: str
    counts: Mapping[str, int]
    channels: Sequence[tuple[str, Words]]
    of: Goods | None
    """The product the ledger is narrowed to."""
    running: Sequence[Batch]
    collections: Sequence[tuple[str, Words, int]]
    """Handle, name and number of products, to begin with."""
    current: int
    last: int
    may_write: bool
    problems: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was ever written."""
        return not any(self.counts.values())

    @property
    def narrowed(self) -> bool:
        """Whether the ledger shows some only."""
        return self.wanted != PieceFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same product on another channel."""

    id: str
    channel: Words
    lang: Lang
    opening: Sequence[Run]
    claims: int
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The piece of the other language, as it is read on a phone; while there is none, the piece itself."""

    id: str
    channel: Words
    view: PieceView
    pictures: Sequence[str]
    detail: DetailPage | None = None
    """Of a detail page: its blocks."""
    own: bool = False
    """Whether it is the piece itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotView:
    """One shot of a video: where it begins, its frame, what is said and which product is tagged."""

    starts: str
    picture: str
    lines: Sequence[Run]
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """When a product can be bought: shares of the whole."""

    name: str
    begins: float
    ends: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoStrip:
    """A video as its storyboard."""

    piece_id: str
    seconds: int
    shots: Sequence[ShotView]
    tags: Sequence[TagView]
    file: str = ""
    """Of the drawn draft; empty while there is none."""
    poster: str = ""
    drawing: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """Who did what."""

    at: datetime
    what: Words
    by: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecePage:
    """A piece with its facts, its channels and its acts."""

    id: str
    version: int
    live_version: int
    name: Words
    """The product it is about."""
    channel: Channel
    channel_name: Words
    lang: Lang
    sub: Words
    badge: Badge
    refusal: Words
    """Why it cannot be published by the reader; empty: it can."""
    standing: str
    view: PieceView
    sister: str
    """Id of the same channel in the other language; empty: not written."""
    elsewhere: Sequence[Elsewhere]
    preview: Preview | None
    video: VideoStrip | None
    steps: Sequence[StepLine]
    stale: Words
    publish_from: datetime | None
    may_edit: bool
    editing: int | None = None
    typed: str = ""
    """What was typed into the passage being edited, when it could not be saved."""
    schedule: str = ""
    error: str = ""
    said: Words = NO_WORDS
    goods: Goods | None = None
    address: str = ""
    """Where customers read it."""
    files: Sequence[tuple[Words, str]] = ()
    """What can be taken away."""
    draws: Sequence[tuple[str, Words]] = ()
    """What can be drawn of it: kind and label."""
    drawing: bool = False
    """Whether something is being drawn."""
    label: Words = NO_WORDS
    """What it says of who wrote it, where it is published."""

    @property
    def open(self) -> bool:
        """Whether there is a publication ahead of it."""
        return self.standing in ("draft", "review", "approved", "scheduled") or self.version != self.live_version


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareLine:
    """A passage of two versions: stretches of words that stayed, went or came."""

    before: Sequence[tuple[str, bool]]
    after: Sequence[tuple[str, bool]]
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version in the list."""

    version: int
    why: Words
    by: str
    at: datetime
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    """The versions of a piece, two of them side by side."""

    id: str
    name: Words
    channel_name: Words
    lang: Lang
    headline: Words
    versions: Sequence[VersionLine]
    before: int
    after: int
    lines: Sequence[CompareLine]
    version: int
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPage:
    """What is to be written, and what it comes to."""

    typed: Mapping[str, str]
    chosen: Sequence[Goods]
    found: Sequence[Goods]
    find: str
    collections: Sequence[tuple[str, Words, int]]
    channel_names: Sequence[tuple[str, Words]]
    channels: Mapping[str, bool]
    langs: Mapping[str, bool]
    voices: Sequence[tuple[str, Words]]
    attributes: Sequence[tuple[str, Words, bool]]
    """What the chosen products have: name, label, whether it has to be said."""
    cost: Cost | None
    goods_count: int
    time: Words
    price: Words
    model: bool
    """Whether one may write."""
    errors: Mapping[str, str]

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One piece of a batch."""

    name: Words
    channel: Words
    lang: Lang
    state: str
    piece_id: str
    title: str
    blocked: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """Pieces being written together."""

    batch: Batch
    headline: Words
    left: Words
    """How long it still takes."""
    items: Sequence[ItemLine]
    more: int
    expected: Words
    spent: Words
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchesPage:
    """What was written together before."""

    headline: Words
    batches: Sequence[Batch]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """What happened to one piece because a fact changed."""

    piece_id: str
    title: str
    channel: Words
    lang: Lang
    badge: Badge
    done: Words
    at: datetime
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact before and now."""

    label: Words
    before: Words
    after: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A product whose facts changed, and the pieces that stood on them."""

    goods: Goods | None
    name: Words
    facts: Sequence[FactChange]
    lines: Sequence[ChangeLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What changed since it was written."""

    headline: Words
    sub: Words
    changes: Sequence[Change]
    waits: int
    may_edit: bool
