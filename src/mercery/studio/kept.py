"""What is kept of content, as values: pieces with their state and history, batches, what is asked for and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.studio.brief import Brief, Channel, Length, Season
from mercery.studio.piece import NO_WORDS, Piece

Status = Literal["draft", "review", "approved", "scheduled", "published", "withdrawn"]
STATUS_NAMES: Final[dict[Status, Words]] = {
    "draft": Words("draft", "草稿"),
    "review": Words("in review", "待审"),
    "approved": Words("approved", "已核准"),
    "scheduled": Words("scheduled", "已排期"),
    "published": Words("published", "已发布"),
    "withdrawn": Words("withdrawn", "已撤下"),
}
Act = Literal[
    "write", "edit", "use_line", "remove", "ask", "approve", "send_back", "schedule", "publish", "refresh", "tell",
    "settle", "withdraw", "restore", "render",
]  # fmt: skip
"""`refresh`: rendered anew because a fact changed; `tell`: its owner was told that it needs somebody; `settle`: looked at."""
Why = Literal["written", "edited", "replaced", "removed", "refreshed", "restored"]
SecondPerson = Literal["never", "written", "always"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioSettings:
    """What a shop decides for all its content alike."""

    second_person: SecondPerson = "written"
    """Who may publish what they wrote: everybody (`never`), everybody as long as code wrote every sentence (`written`), or
    nobody (`always`)."""
    on_change: Literal["republish", "withdraw"] = "republish"
    """What happens to a published piece when a sentence no longer holds and cannot be rendered anew: `republish` it without
    that sentence, or `withdraw` it."""
    least_sentences: int = 2
    """A piece left with fewer is withdrawn in any case."""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLine:
    """A fact a piece stands on, as it was when that version was written."""

    fact_id: str
    attribute: str
    label: Words
    text: Words
    """Its value in words: `26 × 19 × 9 cm`."""
    source: Words
    digest: str
    """Of the value: another one means that the fact says something else now."""
    until: datetime | None = None
    """When it stops to hold by itself."""
    computed: bool = False
    """Whether some sentence says what was worked out from it."""
    silent: bool = False
    """Whether no sentence says it, though another value would make one untrue: the name of a product, the price of the
    variant beside. Not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceLine:
    """A piece in a list."""

    id: str
    number: int
    title: str
    channel: Channel
    lang: Lang
    product_ids: tuple[str, ...]
    status: Status
    version: int
    live_version: int
    """What customers see; 0: nothing."""
    owner_id: str
    owner: str
    author_id: str
    author: str
    claims: int
    """Sentences that stand on facts."""
    blocked: int
    publish_from: datetime | None
    stale: Words
    """Why it needs its owner; empty: it does not."""
    stale_at: datetime | None
    batch_id: str
    slug: str
    approved_by: str
    updated_at: datetime
    published_at: datetime | None

    @property
    def live(self) -> bool:
        """Whether customers see a version of it."""
        return self.live_version > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who did what with a piece."""

    number: int
    piece_id: str
    version: int
    act: Act
    by: str
    by_id: str
    reason: str
    about: Mapping[str, object]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file drawn of a piece. `path` lies below the media folder."""

    kind: str
    """`long_image`, `mp4`, `captions`, `chapters`, `tags`, `poster`, …"""
    path: str
    mime: str
    bytes: int
    width: int = 0
    height: int = 0
    seconds: float = 0.0

    @property
    def url(self) -> str:
        """The address pages use."""
        return f"/media/{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What came of drawing a version."""

    files: Sequence[KeptFile]
    spoken: int = 0
    """Characters an outside voice was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """Files drawn, or being drawn, of one version of a piece."""

    id: str
    piece_id: str
    version: int
    kind: Literal["video", "long_image"]
    state: Literal["waiting", "running", "done", "failed"]
    files: tuple[KeptFile, ...]
    problem: str
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None

    def file(self, kind: str) -> KeptFile | None:
        """The first file of that kind."""
        return next((one for one in self.files if one.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceVersion:
    """One version of what a piece says."""

    piece_id: str
    version: int
    why: Why
    brief: Brief
    piece: Piece
    grounds: tuple[GroundLine, ...]
    author_id: str
    author: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPiece:
    """A piece with everything a page about it shows."""

    line: PieceLine
    brief: Brief
    piece: Piece
    """Its newest version."""
    grounds: tuple[GroundLine, ...]
    why: Why
    steps: tuple[Step, ...]
    """Newest first."""
    renders: tuple[Render, ...]
    """Newest first."""
    elsewhere: tuple[PieceLine, ...]
    """Other pieces on the same product."""
    second_person: bool
    """Whether somebody other than its author has to approve it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceFilter:
    """Which pieces are wanted; what is empty does not narrow."""

    status: Status | None = None
    channel: Channel | None = None
    lang: Lang | None = None
    product_id: str = ""
    batch_id: str = ""
    owner_id: str = ""
    words: str = ""
    """Some of its title."""
    stale: bool = False
    blocked: bool = False
    live: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceList:
    """One page of a list, and how many there are in all."""

    lines: tuple[PieceLine, ...]
    total: int
    by_status: Mapping[Status, int]
    """Of the whole shop, whatever is filtered."""
    stale: int
    blocked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sided:
    """A passage of two versions side by side; None where one has no such passage."""

    before: str | None
    after: str | None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.before == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What writing costs: before it an estimate, after it what came."""

    pieces: int
    seconds: float
    """Of this machine's processor."""
    tokens: int = 0
    micros: int = 0
    """Millionths of `currency`."""
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAsked:
    """Pieces to be written together: each product × channel × language is one."""

    name: str = ""
    product_ids: tuple[str, ...] = ()
    collection: str = ""
    """Handle of a collection, whose active products are meant; used when `product_ids` is empty."""
    channels: tuple[Channel, ...]
    langs: tuple[Lang, ...]
    together: bool = False
    """Whether all products come into one piece (a newsletter, an article on a collection) instead of one each."""
    length: Length = "medium"
    audience: str = ""
    voice: str = "house"
    season: Season | None = None
    wanted: tuple[str, ...] = ()
    note: str = ""
    seed: int = 0
    by_model: bool = False
    """Whether a model may write, where one is set and admitted."""


BatchState = Literal["waiting", "running", "done", "cancelled"]
ItemState = Literal["waiting", "done", "failed", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One piece a batch has to write."""

    place: int
    product_ids: tuple[str, ...]
    channel: Channel
    lang: Lang
    state: ItemState
    piece_id: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Pieces that are written together."""

    id: str
    number: int
    name: str
    state: BatchState
    total: int
    done: int
    failed: int
    asked: BatchAsked
    expected: Cost
    spent: Cost
    owner_id: str
    owner: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def busy(self) -> bool:
        """Whether it goes on."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What somebody makes of one passage. `place` is its number in the piece, from 0."""

    place: int
    text: str


NOTHING: Final = NO_WORDS
