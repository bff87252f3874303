"""A show as the shop sets it up, and what may be said about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from mercery.core.i18n import Lang, Words

Format = Literal["landscape", "portrait"]
"""1280 x 720 or 720 x 1280."""
State = Literal["draft", "scheduled", "on_air", "ended"]
Presenter = Literal["host", "person"]
"""Who has the air: the drawn host, or a person whose stream came in."""
ItemKind = Literal["welcome", "piece", "questions", "words", "closing"]
"""`piece`: a product is presented; `questions`: the host answers what waits; `words`: sentences of the shop's own."""
SIZES: Final[dict[Format, tuple[int, int]]] = {"landscape": (1280, 720), "portrait": (720, 1280)}
PER_SECOND: Final = 25
NO_WORDS: Final = Words("")
SOUND_RATE: Final = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What the shop wants of a show; the running order is made from it."""

    product_ids: tuple[str, ...] = ()
    """Chosen pieces in this order; empty: the order chooses."""
    collection: str = ""
    """Category to choose from; empty: the whole range."""
    minutes_a_piece: float = 3.0
    pieces: int = 8
    prefer: Literal["offers", "new", "stock", "range"] = "offers"
    """What comes first: reduced pieces, new ones, well-stocked ones, or one of each kind."""
    welcome_every_minutes: float = 12.0
    questions_every_pieces: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """An outside platform the programme is pushed to. The key is a secret: it is never shown again or logged."""

    id: str
    name: str
    url: str
    """rtmp:// or rtmps://, without the key."""
    key: str = field(repr=False)
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the running order. A show goes through its items again and again until it ends."""

    id: str
    place: int
    kind: ItemKind
    product_id: str = ""
    minutes: float = 3.0
    title: Words = NO_WORDS
    own: tuple[str, ...] = ()
    """Sentences a person wrote for it, in the show's language: each passed the gate when it was saved, and passes again
    before it is said."""
    only_own: bool = False
    """Whether nothing but `own` is said."""
    skipped: bool = False
    fixed: bool = False
    """Whether a person put it there: a new plan leaves it where it is."""
    why: Words = NO_WORDS
    """Why the plan has it, and as long as that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Who presents when: on these weekdays (0 is Monday) between these minutes of the day, in the shop's zone."""

    id: str
    who: Presenter
    staff_id: str = ""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    from_minute: int = 0
    to_minute: int = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What a shop broadcasts."""

    id: str
    shop_id: str
    slug: str
    title: Words
    lang: Lang
    """What the host speaks by itself; comments are answered in their own language."""
    format: Format
    avatar: str
    """Key of the host: a folder of the built-in ones or of the shop's own."""
    background: str
    state: State
    goals: Goals
    starts_at: datetime | None
    """When it is to go on air by itself; None: when somebody says so."""
    ends_at: datetime | None
    """None: day and night, until somebody ends it."""
    started_at: datetime | None
    ended_at: datetime | None
    version: int
    rest_alone: bool = True
    """Whether the engine rests while nobody watches and nothing is pushed outside; it is back when somebody comes."""
    record: bool = True
    killed: bool = False
    """Whether somebody pulled the kill switch: nothing goes out until a person lets it."""
    face_url: str = ""
    """Address of an outside talking-head server that shows the face instead of the drawn host; empty: the drawn host."""
    watched_over: str = ""
    """Name of the person who watches over the host, for the label."""
