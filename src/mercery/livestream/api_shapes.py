"""What programs send and get of shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mercery.core.i18n import Lang
from mercery.livestream.show import Format, ItemKind, Presenter, State
from mercery.web.exact import Flag, Moment, Number, Whole


class WordsIn(BaseModel):
    """A text in both languages; an empty one means: as the other."""

    model_config = ConfigDict(extra="forbid")
    en: str = Field("", max_length=200)
    zh: str = Field("", max_length=200)


class GoalsIn(BaseModel):
    """What the running order is made from. `product_ids`: these pieces in this order; empty: `collection` (a category's or a collection's
    handle), else the whole range, of which `prefer` says what comes first."""

    model_config = ConfigDict(extra="forbid")
    product_ids: list[str] = Field(default_factory=list)
    collection: str = ""
    minutes_a_piece: Number = 3.0
    pieces: Whole = 8
    prefer: Literal["offers", "new", "stock", "range"] = "offers"
    welcome_every_minutes: Number = 12.0
    questions_every_pieces: Whole = 3


class ShowIn(BaseModel):
    """A show. `after_version`: what the writer saw; another one in between is 409."""

    model_config = ConfigDict(extra="forbid")
    title: WordsIn
    lang: Lang = "en"
    format: Format = "landscape"
    avatar: str = "aurelle"
    background: str = "atelier"
    goals: GoalsIn = Field(default_factory=GoalsIn)
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    rest_alone: Flag = True
    record: Flag = True
    face_url: str = ""
    watched_over: str = ""
    slug: str = ""
    after_version: Whole | None = None
    reason: str = ""


class ShowOut(BaseModel):
    """A show as it is set up, and where it stands."""

    id: str
    slug: str
    title: WordsIn
    lang: Lang
    format: Format
    avatar: str
    background: str
    state: State
    goals: GoalsIn
    starts_at: datetime | None
    ends_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    version: int
    rest_alone: bool
    record: bool
    killed: bool
    face_url: str
    watched_over: str


class ShowsOut(BaseModel):
    """The newest first."""

    items: list[ShowOut]


class ItemIn(BaseModel):
    """An entry of the running order. `own`: sentences in the show's language, each judged before it is kept."""

    model_config = ConfigDict(extra="forbid")
    kind: ItemKind
    product_id: str = ""
    minutes: Number = 3.0
    title: WordsIn = Field(default_factory=lambda: WordsIn(en="", zh=""))
    own: list[str] = Field(default_factory=list)
    only_own: Flag = False
    place: Whole | None = None
    after_version: Whole | None = None
    reason: str = ""


class ItemOut(BaseModel):
    """An entry. `fixed`: a person put it there; `why`: why the plan has it."""

    id: str
    place: int
    kind: ItemKind
    product_id: str
    minutes: float
    title: WordsIn
    own: list[str]
    only_own: bool
    skipped: bool
    fixed: bool
    why: WordsIn


class ItemsOut(BaseModel):
    """The running order."""

    items: list[ItemOut]


class PlaceIn(BaseModel):
    """To another place, or skipped."""

    model_config = ConfigDict(extra="forbid")
    place: Whole | None = None
    skipped: Flag | None = None
    reason: str = ""


class ShiftIn(BaseModel):
    """Who presents when, on these weekdays (0 is Monday), in the shop's zone. One that ends before it begins runs past midnight."""

    model_config = ConfigDict(extra="forbid")
    who: Presenter
    staff_id: str = ""
    weekdays: list[Whole] = Field(default_factory=lambda: list(range(7)))
    from_minute: Whole = 0
    to_minute: Whole = 1440


class ShiftsIn(BaseModel):
    """All of them: what is not in it is no shift any more."""

    model_config = ConfigDict(extra="forbid")
    shifts: list[ShiftIn] = Field(max_length=60)
    after_version: Whole | None = None
    reason: str = ""


class ShiftsOut(BaseModel):
    """What no shift covers belongs to the host."""

    shifts: list[ShiftIn]


class DestinationIn(BaseModel):
    """An outside platform. The key is kept sealed and never shown again; at a change an empty one stays."""

    model_config = ConfigDict(extra="forbid")
    name: str
    url: str
    key: str = ""
    enabled: Flag = True


class DestinationOut(BaseModel):
    """A destination, without its key."""

    id: str
    name: str
    url: str
    enabled: bool
    has_key: bool


class DestinationsOut(BaseModel):
    """The outside platforms of a show."""

    items: list[DestinationOut]


class KeyOut(BaseModel):
    """The key a person's stream names; shown this once."""

    key: str


class TextIn(BaseModel):
    """Words of a person: judged as of a piece, or of the shop where none is named."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    product_id: str = ""


class ScriptLineOut(BaseModel):
    """A sentence. `blocked`: why it may not be said; `instead`: what may be."""

    text: str
    kind: str
    writer: Literal["code", "model", "person"]
    blocked: str
    source: str
    instead: list[str]
    spans: list[dict[str, Any]]


class ScriptOut(BaseModel):
    """Sentences with their verdicts."""

    lines: list[ScriptLineOut]


class SaidOut(BaseModel):
    """A line that went on air, with the facts it stood on then."""

    id: int
    text: str
    kind: str
    lang: str
    fact_ids: list[str]
    item_id: str
    product_id: str
    began_at: datetime


class SaidListOut(BaseModel):
    """In the order they were said. `next`: ask from here next time."""

    items: list[SaidOut]
    next: int
