"""What is kept of shows: set-up, running order, schedule, what was said and written, recordings. Said lines are append-only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class LiveShowRow(Base):
    """A show (`show.py`)."""

    __tablename__ = "live_shows"
    __table_args__ = (UniqueConstraint("shop_id", "slug"), Index("ix_live_shows_state", "state", "starts_at"))

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    slug: Mapped[str] = mapped_column(String(120))
    title: Mapped[Json]
    lang: Mapped[str] = mapped_column(String(2))
    format: Mapped[str] = mapped_column(String(12))
    avatar: Mapped[str] = mapped_column(String(40))
    background: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    goals: Mapped[Json]
    rest_alone: Mapped[bool]
    record: Mapped[bool]
    killed: Mapped[bool] = mapped_column(server_default=sql("false"))
    face_url: Mapped[str] = mapped_column(server_default=sql("''"))
    watched_over: Mapped[str] = mapped_column(server_default=sql("''"))
    ingest_key: Mapped[str] = mapped_column(server_default=sql("''"))
    """What a person's stream has to name to be let in; empty: none is listened for."""
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    created_at: Mapped[Created]
    updated_at: Mapped[Created]


class LiveItemRow(Base):
    """One entry of a running order."""

    __tablename__ = "live_items"
    __table_args__ = (Index("ix_live_items_place", "show_id", "place"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    product_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    minutes: Mapped[float]
    title: Mapped[Json]
    own: Mapped[list[Any]]
    only_own: Mapped[bool] = mapped_column(server_default=sql("false"))
    skipped: Mapped[bool] = mapped_column(server_default=sql("false"))
    fixed: Mapped[bool] = mapped_column(server_default=sql("false"))
    """Whether a person put it there: a new plan leaves it."""
    why: Mapped[Json] = mapped_column(server_default=sql("'{}'"))
    """Why the plan has it, in words."""


class LiveShiftRow(Base):
    """Who presents when."""

    __tablename__ = "live_shifts"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    weekdays: Mapped[list[Any]]
    from_minute: Mapped[int]
    to_minute: Mapped[int]


class LiveDestinationRow(Base):
    """An outside platform. `secret` is the stream key."""

    __tablename__ = "live_destinations"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    url: Mapped[str]
    secret: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=sql("true"))
    created_at: Mapped[Created]


class LiveStatusRow(Base):
    """How a show does at this moment, told by its director every second or so; one row a show. Also the director's lease."""

    __tablename__ = "live_status"

    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    director: Mapped[str] = mapped_column(String(80), server_default=sql("''"))
    """Which process directs it."""
    address: Mapped[str] = mapped_column(String(200), server_default=sql("''"))
    """Where other hosts find the programme: the web process of the machine that directs it. Empty: nowhere."""
    seen_at: Mapped[datetime]
    resting: Mapped[bool] = mapped_column(server_default=sql("false"))
    presenter: Mapped[str] = mapped_column(String(8), server_default=sql("'host'"))
    item_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    item_since: Mapped[datetime | None]
    product_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    beat: Mapped[Json]
    """The engine's last beat, without targets."""
    next_lines: Mapped[list[Any]]
    """What is about to be said: id, text, kind, spans."""
    held: Mapped[bool] = mapped_column(server_default=sql("false"))


class LiveCommandRow(Base):
    """What a person asked of a show on air: hold, release, skip, take, give back, kill, revive, answer. Append-only but for `done_at`."""

    __tablename__ = "live_commands"
    __table_args__ = (Index("ix_live_commands_open", "show_id", "done_at", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    details: Mapped[Json]
    by_id: Mapped[str] = mapped_column(String(40))
    by: Mapped[str]
    at: Mapped[Created]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default=sql("''"))


class LiveCommentRow(Base):
    """What a viewer wrote, and what became of it."""

    __tablename__ = "live_comments"
    __table_args__ = (
        UniqueConstraint("show_id", "source", "source_id"),
        Index("ix_live_comments_state", "show_id", "state", "rank"),
        Index("ix_live_comments_at", "show_id", "at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(24))
    """`page`, or the key of a platform."""
    source_id: Mapped[str] = mapped_column(String(120))
    visitor_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    name: Mapped[str] = mapped_column(String(40))
    """How the viewer is called on air; never an account, a number or an address."""
    text: Mapped[str]
    """With personal data masked."""
    lang: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(12))
    """received, hidden, waiting, answering, speaking, answered, written, passed or left."""
    reason: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    """Why it was hidden, left or passed on."""
    rank: Mapped[float] = mapped_column(server_default=sql("0"))
    same_as: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    """The comment it repeats."""
    answer: Mapped[Json]
    """The message body as written: text, evidence, cards."""
    turn_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    product_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    sense: Mapped[str] = mapped_column(String(80), server_default=sql("''"))
    """What it asks, so that the same question of many is one; empty until it was read."""
    at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    """When somebody began to answer it: who died over it leaves it to the next."""
    answered_at: Mapped[datetime | None]
    spoken_at: Mapped[datetime | None]
    """When its answer was first heard."""


class LiveTurnRow(Base):
    """How a comment was answered, whole, so that it can be explained: the steps as in `assistant_turns`."""

    __tablename__ = "live_turns"
    __table_args__ = (Index("ix_live_turns_at", "shop_id", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12))
    ms: Mapped[int]
    record: Mapped[Json]


class LiveBridgeRow(Base):
    """A platform whose comments come in over its own open interface. The secret is kept sealed."""

    __tablename__ = "live_bridges"
    __table_args__ = (UniqueConstraint("show_id", "platform", "room"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    platform: Mapped[str] = mapped_column(String(24))
    room: Mapped[str] = mapped_column(String(120))
    """The platform's own id of the room or chat."""
    secret: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=sql("true"))
    created_at: Mapped[Created]
    used_at: Mapped[datetime | None]


class LiveSaidRow(Base):
    """A line that went on air: the record of what was claimed, when, on which facts."""

    __tablename__ = "live_said"
    __table_args__ = (Index("ix_live_said_at", "show_id", "began_at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    line_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))
    lang: Mapped[str] = mapped_column(String(2))
    text: Mapped[str]
    spans: Mapped[list[Any]]
    """Start, end, fact id, how, and the evidence in words at that time."""
    fact_ids: Mapped[list[Any]]
    item_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    product_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    comment_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    price: Mapped[Json]
    """Where a price was said: product, variant, amount, currency, until when; else empty."""
    began_at: Mapped[datetime]
    """The moment of the media it was heard at."""
    ended_at: Mapped[datetime | None]
    cut: Mapped[bool] = mapped_column(server_default=sql("false"))


class LiveRecordingRow(Base):
    """A stretch of a show on disk; a show that was interrupted has several."""

    __tablename__ = "live_recordings"
    __table_args__ = (Index("ix_live_recordings_show", "show_id", "began_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    folder: Mapped[str]
    """Below the live folder of the home."""
    began_at: Mapped[datetime]
    seconds: Mapped[float] = mapped_column(server_default=sql("0"))
    bytes: Mapped[int] = mapped_column(BigInteger, server_default=sql("0"))
    published: Mapped[bool] = mapped_column(server_default=sql("true"))


class LiveWatcherRow(Base):
    """Who watches on the shop's page: renewed every few seconds, forgotten after a minute."""

    __tablename__ = "live_watchers"

    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"), primary_key=True)
    visitor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    shop_id: Mapped[ShopId]
    came_at: Mapped[Created]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class LiveMinuteRow(Base):
    """A minute of a show in figures, for its charts."""

    __tablename__ = "live_minutes"

    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"), primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    shop_id: Mapped[ShopId]
    watching: Mapped[int] = mapped_column(server_default=sql("0"))
    figures: Mapped[Json]
    """Frames a second, comments, answers, processor seconds, and each sink's frames a second."""


class LivePronunciationRow(Base):
    """How the shop's hosts say a word: a name of a house, of a piece, of a place."""

    __tablename__ = "live_pronunciations"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    """As it is written, in small letters."""
    said: Mapped[str] = mapped_column(String(160))
    """As a reader of that language has to see it to say it right."""
    written: Mapped[str] = mapped_column(String(80))
    """The word as it was entered."""


class LiveWayRow(Base):
    """A way to be on air as a shop compares it: what was typed, from which source, of which day (`economics.ways`)."""

    __tablename__ = "live_ways"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(120), server_default="")
    currency: Mapped[str] = mapped_column(String(3))
    typed: Mapped[Json]
    source: Mapped[str]
    source_zh: Mapped[str] = mapped_column(server_default="")
    dated: Mapped[date]
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    updated_at: Mapped[Created]


class LiveToldRow(Base):
    """What a platform says a show sold there."""

    __tablename__ = "live_told_sales"
    __table_args__ = (UniqueConstraint("show_id", "platform", "currency"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    show_id: Mapped[str] = mapped_column(ForeignKey("live_shows.id", ondelete="CASCADE"))
    platform: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))
    orders: Mapped[int]
    sales_minor: Mapped[int] = mapped_column(BigInteger)
    refund_minor: Mapped[int | None] = mapped_column(BigInteger)
    """NULL: not told."""
    source: Mapped[str]
    recorded_at: Mapped[datetime]
