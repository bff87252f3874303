"""Content for programs with an API key: what is published, as it holds at this moment; what has changed since; exports; and
having pieces written. Publishing takes a person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.as_json import read
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.studio import service
from mercery.studio.brief import Channel, Length, Season
from mercery.studio.exporting import files
from mercery.studio.kept import Batch, BatchAsked, PieceFilter, PieceLine, Status
from mercery.studio.serving import live_and_served
from mercery.web.database import Db
from mercery.web.exact import Flag, Whole
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/content", tags=["content"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CONTENT_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CONTENT_WRITE))]
_MOST_CHANGES: Final = 500


class PieceRow(BaseModel):
    """A piece in a list. `live_version` is what customers see, 0 nothing; `stale` why its owner is needed."""

    id: str
    number: int
    title: str
    channel: Channel
    lang: Lang
    product_ids: list[str]
    status: Status
    version: int
    live_version: int
    claims: int
    blocked: int
    owner: str
    stale: str
    publish_from: datetime | None
    published_at: datetime | None
    updated_at: datetime


class PiecesOut(BaseModel):
    """A page of pieces."""

    items: list[PieceRow]
    total: int


class SentenceOut(BaseModel):
    """A sentence with the facts it stands on, and which of its characters say them."""

    text: str
    writer: Literal["code", "model", "person"]
    fact_ids: list[str]
    spans: list[dict[str, Any]]


class PassageOut(BaseModel):
    """Sentences that stand together. `about`: the product they speak of."""

    kind: str
    place: str
    about: str
    sentences: list[SentenceOut]


class LivePiece(BaseModel):
    """A published piece, with only what holds at this moment. `aigc`: the label for machines, where a model had a part."""

    id: str
    number: int
    channel: Channel
    lang: Lang
    title: str
    version: int
    slug: str
    product_ids: list[str]
    handles: list[str]
    published_at: datetime | None
    label: str
    by_model: bool
    aigc: str
    html: str
    text: str
    fact_ids: list[str]
    passages: list[PassageOut]


class LiveOut(BaseModel):
    """Published pieces."""

    items: list[LivePiece]


class ChangeOut(BaseModel):
    """What happened to a published piece: `publish`, `refresh` (a fact changed, it was rendered anew) or `withdraw`."""

    number: int
    piece_id: str
    version: int
    act: str
    at: datetime
    by: str
    reason: str


class ChangesOut(BaseModel):
    """Changes in order. `next`: ask from here next time."""

    items: list[ChangeOut]
    next: int


class BatchIn(BaseModel):
    """Pieces to be written: each product × channel × language is one; with `together` all products stand in one piece.
    `collection`: its goods, where `product_ids` is empty."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field("", max_length=120)
    product_ids: list[str] = Field(default_factory=list, max_length=1000)
    collection: str = Field("", max_length=200)
    channels: list[Channel] = Field(min_length=1, max_length=8)
    langs: list[Lang] = Field(min_length=1, max_length=2)
    together: Flag = False
    length: Length = "medium"
    audience: str = Field("", max_length=200)
    voice: str = Field("house", max_length=40)
    season: Season | None = None
    wanted: list[str] = Field(default_factory=list, max_length=40)
    note: str = Field("", max_length=2000)
    seed: Whole = 0
    by_model: Flag = False


class BatchOut(BaseModel):
    """How far a batch is. Money in millionths of `currency`."""

    id: str
    number: int
    name: str
    state: str
    total: int
    done: int
    failed: int
    expected_seconds: float
    expected_micros: int
    seconds: float
    tokens: int
    micros: int
    currency: str


@router.get("/pieces")
async def list_pieces(
    session: Db,
    key: Reader,
    paging: Paging,
    status: Status | None = None,
    channel: Channel | None = None,
    lang: Lang | None = None,
    product_id: str = "",
    stale: bool = False,
) -> PiecesOut:
    """All pieces with where they stand, those that changed last first."""
    wanted = PieceFilter(status=status, channel=channel, lang=lang, product_id=product_id, stale=stale)
    found = await service.pieces(session, key.shop_id, wanted, offset=paging.offset, limit=paging.size)
    return PiecesOut(items=[_row(one, lang or "en") for one in found.lines], total=found.total)


@router.get("/live")
async def list_live(
    session: Db,
    key: Reader,
    channel: Channel | None = None,
    lang: Lang | None = None,
    product_id: str = "",
    currency: str = "",
) -> LiveOut:
    """What customers may be shown now. Prices and stock are those of this moment: keep it no longer than a minute, or ask
    `/changes` what has changed."""
    shop = await accounts.shop(session, key.shop_id)
    served = await live_and_served(
        session, shop, channels=(channel,) if channel else (), lang=lang, product_ids=(product_id,) if product_id else (),
        currency=currency if currency in shop.currencies else None,
    )  # fmt: skip
    return LiveOut(items=[LivePiece.model_validate(files.as_json(one, shop)) for one in served])


@router.get("/live/{piece_id}")
async def read_live(session: Db, key: Reader, piece_id: str) -> LivePiece:
    """One published piece; 404 when nothing of it may be shown."""
    shop = await accounts.shop(session, key.shop_id)
    for one in await live_and_served(session, shop):
        if piece_id in (one.line.id, str(one.line.number)):
            return LivePiece.model_validate(files.as_json(one, shop))
    raise NotFound("No such piece is published.")


@router.get("/changes")
async def list_changes(
    session: Db,
    key: Reader,
    since: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_CHANGES)] = 200,
) -> ChangesOut:
    """What was published, rendered anew or withdrawn after the change of that number."""
    steps = await service.changes_since(session, key.shop_id, since, limit=limit)
    items = [
        ChangeOut(
            number=one.number, piece_id=one.piece_id, version=one.version, act=one.act, at=one.at, by=one.by, reason=one.reason
        )
        for one in steps
    ]  # fmt: skip
    return ChangesOut(items=items, next=items[-1].number if items else since)


@router.post("/batches", status_code=202)
async def start_batch(session: Db, key: Writer, sent: BatchIn) -> BatchOut:
    """Have pieces written as drafts. They are published by people, in the console."""
    shop = await accounts.shop(session, key.shop_id)
    asked = read(BatchAsked, sent.model_dump())
    actor = Actor(kind="api_key", id=key.id, name=key.name)
    return _batch(await service.start_batch(session, shop, actor, asked))


@router.get("/batches/{batch_id}")
async def read_batch(session: Db, key: Reader, batch_id: str) -> BatchOut:
    """How far it is."""
    return _batch(await service.batch(session, key.shop_id, batch_id))


@router.get("/exports/{table}.csv", response_class=Response)
async def export_table(session: Db, key: Reader, table: files.Table, lang: Lang = "en") -> Response:
    """Published copy as a file that Shopify or WooCommerce imports."""
    shop = await accounts.shop(session, key.shop_id)
    text = await files.shop_table(session, shop, table, lang, settings().base_url)
    return Response(text, media_type="text/csv; charset=utf-8")


@router.get("/exports/merchant.xml", response_class=Response)
async def export_merchant(session: Db, key: Reader, lang: Lang = "en", currency: str = "") -> Response:
    """The Google Merchant feed, with prices and stock of this moment."""
    shop = await accounts.shop(session, key.shop_id)
    chosen = currency if currency in shop.currencies else None
    text = await files.merchant_feed(session, shop, lang, settings().base_url, currency=chosen)
    return Response(text, media_type="application/xml")


@router.get("/exports/pieces.zip", response_class=Response)
async def export_archive(session: Db, key: Reader) -> Response:
    """Everything published: HTML, Markdown, JSON with fact ids, pictures and films with their sidecars."""
    shop = await accounts.shop(session, key.shop_id)
    return Response(await files.archive(session, shop), media_type="application/zip")


def _row(one: PieceLine, lang: Lang) -> PieceRow:
    return PieceRow(
        id=one.id, number=one.number, title=one.title, channel=one.channel, lang=one.lang, product_ids=list(one.product_ids),
        status=one.status, version=one.version, live_version=one.live_version, claims=one.claims, blocked=one.blocked,
        owner=one.owner, stale=one.stale.text(lang), publish_from=one.publish_from, published_at=one.published_at,
        updated_at=one.updated_at,
    )  # fmt: skip


def _batch(one: Batch) -> BatchOut:
    return BatchOut(
        id=one.id, number=one.number, name=one.name, state=one.state, total=one.total, done=one.done, failed=one.failed,
        expected_seconds=round(one.expected.seconds, 2), expected_micros=one.expected.micros,
        seconds=round(one.spent.seconds, 2), tokens=one.spent.tokens, micros=one.spent.micros,
        currency=one.spent.currency or one.expected.currency,
    )  # fmt: skip
