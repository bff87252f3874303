"""Queries of the studio: rows into values and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang, Words
from mercery.studio.brief import Channel
from mercery.studio.kept import (
    Act,
    KeptFile,
    PieceFilter,
    PieceLine,
    PieceVersion,
    Render,
    Status,
    Step,
)
from mercery.studio.piece_json import brief_from_json, grounds_from_json, piece_from_json
from mercery.studio.tables import (
    ContentPieceRow,
    ContentRenderRow,
    ContentStepRow,
    ContentVersionRow,
)

_DIGITS: Final = 10
"""So many are no number of a piece: the database could not hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What customers see of a piece."""

    line: PieceLine
    version: PieceVersion


async def row_of(session: AsyncSession, shop_id: str, piece_id: str, *, locked: bool = False) -> ContentPieceRow:
    """The piece of that id or number; NotFound. `locked`: nobody else changes it until the transaction ends."""
    numbered = piece_id.isdecimal() and len(piece_id) < _DIGITS
    named = ContentPieceRow.number == int(piece_id) if numbered else ContentPieceRow.id == piece_id
    query = select(ContentPieceRow).where(ContentPieceRow.shop_id == shop_id, named)
    row = await session.scalar(query.with_for_update() if locked else query)
    if row is None:
        raise NotFound("There is no such piece.")
    return row


async def listed(
    session: AsyncSession, shop_id: str, wanted: PieceFilter, *, offset: int, limit: int
) -> tuple[list[PieceLine], int]:
    """The pieces that changed last, and how many there are."""
    where = [ContentPieceRow.shop_id == shop_id, *_narrowed(wanted)]
    total = await session.scalar(select(func.count()).select_from(ContentPieceRow).where(*where))
    rows = await session.scalars(
        select(ContentPieceRow)
        .where(*where)
        .order_by(ContentPieceRow.updated_at.desc(), ContentPieceRow.number.desc())
        .offset(offset)
        .limit(limit)
    )
    return [line_of(row) for row in rows], total or 0


def _narrowed(wanted: PieceFilter) -> list[ColumnElement[bool]]:
    row = ContentPieceRow
    same = {
        row.status: wanted.status,
        row.channel: wanted.channel,
        row.lang: wanted.lang,
        row.batch_id: wanted.batch_id,
        row.owner_id: wanted.owner_id,
        row.number: wanted.number,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in same.items() if value not in (None, "")]
    if wanted.product_id:
        found.append(_on_product(wanted.product_id))
    if wanted.words.strip():
        found.append(row.title.icontains(wanted.words.strip(), autoescape=True))
    if wanted.stale:
        found.append(row.stale_at.is_not(None))
    if wanted.blocked:
        found.append(row.blocked > 0)
    if wanted.live:
        found.append(row.published_version > 0)
    return found


def _on_product(product_id: str) -> ColumnElement[bool]:
    return or_(
        ContentPieceRow.product_id == product_id,
        ContentPieceRow.brief["product_ids"].contains([product_id]),
    )


async def counts(session: AsyncSession, shop_id: str) -> tuple[dict[Status, int], int, int]:
    """How many pieces stand where; how many are stale; how many have blocked sentences."""
    row = ContentPieceRow
    rows = (
        await session.execute(
            select(
                row.status,
                func.count(),
                func.count(row.stale_at),
                func.count().filter(row.blocked > 0),
            )
            .where(row.shop_id == shop_id)
            .group_by(row.status)
        )
    ).all()
    return {cast(Status, one[0]): one[1] for one in rows}, sum(one[2] for one in rows), sum(one[3] for one in rows)


async def elsewhere(session: AsyncSession, shop_id: str, row: ContentPieceRow, *, limit: int = 12) -> list[PieceLine]:
    """Other pieces on the same main product, withdrawn ones aside."""
    rows = await session.scalars(
        select(ContentPieceRow)
        .where(
            ContentPieceRow.shop_id == shop_id,
            ContentPieceRow.id != row.id,
            ContentPieceRow.status != "withdrawn",
            _on_product(row.product_id),
        )
        .order_by(ContentPieceRow.lang, ContentPieceRow.channel, ContentPieceRow.number.desc())
        .limit(limit)
    )
    return [line_of(one) for one in rows]


async def live(
    session: AsyncSession,
    shop_id: str,
    *,
    channels: Collection[Channel] = (),
    lang: Lang | None = None,
    product_ids: Collection[str] = (),
    slug: str = "",
    limit: int | None = None,
) -> list[Live]:
    """What customers see, published last first. `product_ids`: with one of these as the main product."""
    row = ContentPieceRow
    query = (
        select(row, ContentVersionRow)
        .join(
            ContentVersionRow,
            and_(ContentVersionRow.piece_id == row.id, ContentVersionRow.version == row.published_version),
        )
        .where(row.shop_id == shop_id, row.published_version > 0)
        .order_by(row.published_at.desc(), row.number.desc())
    )
    if channels:
        query = query.where(row.channel.in_(list(channels)))
    if lang:
        query = query.where(row.lang == lang)
    if product_ids:
        query = query.where(row.product_id.in_(list(product_ids)))
    if slug:
        query = query.where(row.slug == slug)
    found = await session.execute(query.limit(limit) if limit else query)
    return [Live(line=line_of(piece), version=version_of(version)) for piece, version in found]


async def live_channels(session: AsyncSession, shop_id: str, lang: Lang) -> frozenset[Channel]:
    """The channels in which something is published in that language."""
    row = ContentPieceRow
    query = select(row.channel).where(row.shop_id == shop_id, row.lang == lang, row.published_version > 0).distinct()
    return frozenset(cast("Iterable[Channel]", await session.scalars(query)))


async def newest_texts(
    session: AsyncSession, shop_id: str, channel: Channel, lang: Lang, *, without: str, limit: int
) -> list[str]:
    """What the newest versions of other pieces say, sentence after sentence."""
    rows = await session.scalars(
        select(ContentVersionRow.piece)
        .join(
            ContentPieceRow,
            and_(
                ContentPieceRow.id == ContentVersionRow.piece_id, ContentPieceRow.version == ContentVersionRow.version
            ),
        )
        .where(
            ContentPieceRow.shop_id == shop_id,
            ContentPieceRow.channel == channel,
            ContentPieceRow.lang == lang,
            ContentPieceRow.id != without,
        )
        .order_by(ContentPieceRow.number.desc())
        .limit(limit)
    )
    return [told["text"] for data in rows for passage in data["passages"] for told in passage["told"]]


async def version_at(session: AsyncSession, piece_id: str, version: int) -> PieceVersion:
    """One version of a piece; NotFound."""
    found = await session.scalar(
        select(ContentVersionRow).where(ContentVersionRow.piece_id == piece_id, ContentVersionRow.version == version)
    )
    if found is None:
        raise NotFound(f"The piece has no version {version}.")
    return version_of(found)


async def versions_of(session: AsyncSession, piece_id: str) -> list[PieceVersion]:
    """Every version, the newest first."""
    rows = await session.scalars(
        select(ContentVersionRow)
        .where(ContentVersionRow.piece_id == piece_id)
        .order_by(ContentVersionRow.version.desc())
    )
    return [version_of(row) for row in rows]


async def steps_of(session: AsyncSession, piece_id: str, *, limit: int = 60) -> list[Step]:
    """What was done with a piece, the last first."""
    rows = await session.scalars(
        select(ContentStepRow)
        .where(ContentStepRow.piece_id == piece_id)
        .order_by(ContentStepRow.id.desc())
        .limit(limit)
    )
    return [step_of(row) for row in rows]


async def steps_since(
    session: AsyncSession, shop_id: str, since: int, *, acts: Collection[Act], limit: int
) -> list[Step]:
    """Steps of these kinds after a number, in order."""
    rows = await session.scalars(
        select(ContentStepRow)
        .where(ContentStepRow.shop_id == shop_id, ContentStepRow.id > since, ContentStepRow.act.in_(list(acts)))
        .order_by(ContentStepRow.id)
        .limit(limit)
    )
    return [step_of(row) for row in rows]


async def note_step(
    session: AsyncSession,
    row: ContentPieceRow,
    actor: Actor,
    act: Act,
    *,
    reason: str = "",
    about: Mapping[str, Any] | None = None,
) -> None:
    """Add a step to the piece's history."""
    session.add(
        ContentStepRow(
            shop_id=row.shop_id, piece_id=row.id, version=row.version, act=act, by_kind=actor.kind, by_id=actor.id,
            by=actor.name, reason=reason, about=dict(about or {}), at=now(),
        )
    )  # fmt: skip
    await session.flush()


async def renders_of(session: AsyncSession, piece_id: str) -> list[Render]:
    """What was drawn of a piece, the last first."""
    rows = await session.scalars(
        select(ContentRenderRow).where(ContentRenderRow.piece_id == piece_id).order_by(ContentRenderRow.asked_at.desc())
    )
    return [render_of(row) for row in rows]


def line_of(row: ContentPieceRow) -> PieceLine:
    """The row as a value."""
    return PieceLine(
        id=row.id,
        number=row.number,
        title=row.title,
        channel=cast(Channel, row.channel),
        lang=cast(Lang, row.lang),
        product_ids=tuple(row.brief["product_ids"]),
        status=cast(Status, row.status),
        version=row.version,
        live_version=row.published_version,
        owner_id=row.owner_id,
        owner=row.owner,
        author_id=row.author_id,
        author=row.author,
        claims=row.claims,
        blocked=row.blocked,
        publish_from=row.publish_from,
        stale=Words(row.stale.get("en", ""), row.stale.get("zh", "")),
        stale_at=row.stale_at,
        batch_id=row.batch_id,
        slug=row.slug or "",
        approved_by=row.approved_by,
        updated_at=row.updated_at,
        published_at=row.published_at,
    )


def version_of(row: ContentVersionRow) -> PieceVersion:
    """The row as a value."""
    return PieceVersion(
        piece_id=row.piece_id,
        version=row.version,
        why=row.why,  # type: ignore[arg-type]
        brief=brief_from_json(row.brief),
        piece=piece_from_json(row.piece),
        grounds=grounds_from_json(row.grounds),
        author_id=row.author_id,
        author=row.author,
        recorded_at=row.recorded_at,
    )


def step_of(row: ContentStepRow) -> Step:
    """The row as a value."""
    return Step(
        number=row.id,
        piece_id=row.piece_id,
        version=row.version,
        act=cast(Act, row.act),
        by=row.by,
        by_id=row.by_id,
        reason=row.reason,
        about=row.about,
        at=row.at,
    )


def render_of(row: ContentRenderRow) -> Render:
    """The row as a value."""
    return Render(
        id=row.id,
        piece_id=row.piece_id,
        version=row.version,
        kind=row.kind,  # type: ignore[arg-type]
        state=row.state,  # type: ignore[arg-type]
        files=tuple(read(KeptFile, one) for one in row.files),
        problem=row.problem,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
    )


def files_json(files: Iterable[KeptFile]) -> list[Json]:
    """Files as a row keeps them."""
    return [dict(plain(one)) for one in files]


async def acts_between(session: AsyncSession, shop_id: str, act: Act, since: datetime, until: datetime) -> int:
    """How often something was done with pieces in a time."""
    row = ContentStepRow
    found = await session.scalar(
        select(func.count()).where(row.shop_id == shop_id, row.act == act, row.at >= since, row.at < until)
    )
    return found or 0
