"""Pieces written together: asked for here, written one after another by a job, each in transactions of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import product as every_pair
from typing import Any, Final

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.ai.chat import Usage
from mercery.catalog import service as catalog
from mercery.catalog.browsing import Browse, browse
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.studio.brief import CHANNELS, Brief, Channel, Length
from mercery.studio.kept import Batch, BatchAsked, BatchItem, Cost
from mercery.studio.lent import lender_in_use
from mercery.studio.service.turning import QUEUE
from mercery.studio.service.writing import MOST_PRODUCTS
from mercery.studio.tables import ContentBatchItemRow, ContentBatchRow

MOST_PIECES: Final = 5_000
_SECONDS: Final = 0.15
"""Of the processor for one piece, until a batch of the shop has shown it."""
_WORDS: Final[dict[Channel, int]] = {
    "product_page": 110, "detail_page": 220, "note": 160, "article": 420, "short_ad": 40, "newsletter": 240,
    "live_script": 320, "video": 120,
}  # fmt: skip
_TIMES: Final[dict[Length, float]] = {"short": 0.6, "medium": 1.0, "long": 1.7}
_READ: Final = 1_900
"""Tokens a model reads for one piece: the facts, the voice, what is asked."""
_PER_WORD: Final = 2.4
"""Tokens written for a word, with what does not pass and is asked for again."""


async def expected_cost(session: AsyncSession, shop: Shop, asked: BatchAsked) -> Cost:
    """What the batch will cost, about: the processor's time, and tokens and money where a model is to write."""
    many = len(_pieces(asked, await _products(session, shop, asked)))
    seconds = many * await _measured(session, shop.id)
    lender = lender_in_use() if asked.by_model else None
    if lender is None:
        return Cost(pieces=many, seconds=seconds)
    each = sum(_WORDS[one] for one in asked.channels) / max(1, len(asked.channels)) * _TIMES[asked.length]
    usage = Usage(read=_READ * many, written=int(each * _PER_WORD * many))
    return Cost(
        pieces=many, seconds=seconds, tokens=usage.read + usage.written, micros=lender.estimate(usage),
        currency=lender.currency,
    )  # fmt: skip


async def start_batch(session: AsyncSession, shop: Shop, actor: Actor, asked: BatchAsked) -> Batch:
    """Keep what is to be written and have a job begin. Invalid with the fields that cannot be used."""
    ids = await _products(session, shop, asked)
    wanted = _pieces(asked, ids)
    _check(shop, asked, ids, len(wanted))
    name = {"name": f"content_batch:{shop.id}"}
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), name)
    last = await session.scalar(select(func.max(ContentBatchRow.number)).where(ContentBatchRow.shop_id == shop.id))
    row = ContentBatchRow(
        id=new_id("cbt"), shop_id=shop.id, number=(last or 0) + 1, name=asked.name.strip()[:120], state="waiting",
        brief=plain(asked), total=len(wanted), done=0, failed=0, expected=plain(await expected_cost(session, shop, asked)),
        spent={}, owner_id=actor.id, owner=actor.name, created_at=now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    session.add_all(
        ContentBatchItemRow(
            shop_id=shop.id, batch_id=row.id, place=place, product_ids=list(goods), channel=channel, lang=lang,
            state="waiting", piece_id="", problem="",
        )
        for place, (goods, channel, lang) in enumerate(wanted)
    )  # fmt: skip
    await session.flush()
    await record(
        session, shop.id, actor, "content.batch", f"content_batch:{row.id}",
        after={"name": row.name, "pieces": row.total, "channels": list(asked.channels), "langs": list(asked.langs)},
    )  # fmt: skip
    await _begin(session, row)
    return batch_of(row)


async def batch(session: AsyncSession, shop_id: str, batch_id: str) -> Batch:
    """One batch; NotFound."""
    return batch_of(await batch_row(session, shop_id, batch_id))


async def batches(session: AsyncSession, shop_id: str, *, offset: int = 0, limit: int = 50) -> list[Batch]:
    """The shop's batches, the newest first."""
    rows = await session.scalars(
        select(ContentBatchRow)
        .where(ContentBatchRow.shop_id == shop_id)
        .order_by(ContentBatchRow.number.desc())
        .offset(offset)
        .limit(limit)
    )
    return [batch_of(row) for row in rows]


async def batch_items(session: AsyncSession, shop_id: str, batch_id: str) -> list[BatchItem]:
    """What a batch has to write, in order."""
    await batch_row(session, shop_id, batch_id)
    rows = await session.scalars(
        select(ContentBatchItemRow).where(ContentBatchItemRow.batch_id == batch_id).order_by(ContentBatchItemRow.place)
    )
    return [
        BatchItem(
            place=row.place,
            product_ids=tuple(row.product_ids),
            channel=row.channel,  # type: ignore[arg-type]
            lang=row.lang,  # type: ignore[arg-type]
            state=row.state,  # type: ignore[arg-type]
            piece_id=row.piece_id,
            problem=row.problem,
        )
        for row in rows
    ]


async def cancel_batch(session: AsyncSession, shop: Shop, actor: Actor, batch_id: str) -> Batch:
    """Stop after the piece that is being written; what is written stays."""
    row = await batch_row(session, shop.id, batch_id, locked=True)
    if row.state not in ("waiting", "running"):
        raise Conflict("The batch does not run.", zh="这批内容没有在生成。")
    row.state, row.finished_at = "cancelled", now()
    await _set_items(session, row.id, "waiting", "left")
    await record(session, shop.id, actor, "content.cancel_batch", f"content_batch:{row.id}", after={"done": row.done})
    await tell(session, row)
    return batch_of(row)


async def retry_batch(session: AsyncSession, shop: Shop, actor: Actor, batch_id: str) -> Batch:
    """Write what failed, or was left when the batch was cancelled."""
    row = await batch_row(session, shop.id, batch_id, locked=True)
    if row.state in ("waiting", "running"):
        raise Conflict("The batch still runs.", zh="这批内容还在生成，请稍候。")
    for state in ("failed", "left"):
        await _set_items(session, row.id, state, "waiting")
    if row.done == row.total:
        raise Conflict("Everything of this batch is written.", zh="这批内容已全部写好。")
    row.failed, row.state, row.finished_at = 0, "waiting", None
    await record(
        session, shop.id, actor, "content.batch", f"content_batch:{row.id}", after={"again": row.total - row.done}
    )
    await _begin(session, row)
    return batch_of(row)


async def batch_row(session: AsyncSession, shop_id: str, batch_id: str, *, locked: bool = False) -> ContentBatchRow:
    """The row of a batch; NotFound."""
    query = select(ContentBatchRow).where(ContentBatchRow.shop_id == shop_id, ContentBatchRow.id == batch_id)
    row = await session.scalar(query.with_for_update() if locked else query)
    if row is None:
        raise NotFound("There is no such batch.")
    return row


async def tell(session: AsyncSession, row: ContentBatchRow) -> None:
    """Let the pages that are open see how far it is."""
    said: dict[str, Any] = {"done": row.done, "failed": row.failed, "total": row.total, "state": row.state}
    await announce(session, f"content_batch:{row.id}", said)


def batch_of(row: ContentBatchRow) -> Batch:
    """The row as a value."""
    nothing = plain(Cost(pieces=0, seconds=0.0))
    return Batch(
        id=row.id,
        number=row.number,
        name=row.name,
        state=row.state,  # type: ignore[arg-type]
        total=row.total,
        done=row.done,
        failed=row.failed,
        asked=read(BatchAsked, row.brief),
        expected=read(Cost, row.expected or nothing),
        spent=read(Cost, row.spent or nothing),
        owner_id=row.owner_id,
        owner=row.owner,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def brief_of(asked: BatchAsked, item: ContentBatchItemRow) -> Brief:
    """What one piece of the batch is to be."""
    return Brief(
        product_ids=tuple(item.product_ids),
        channel=item.channel,  # type: ignore[arg-type]
        lang=item.lang,  # type: ignore[arg-type]
        length=asked.length,
        audience=asked.audience,
        voice=asked.voice,
        season=asked.season,
        wanted=asked.wanted,
        note=asked.note,
        seed=asked.seed + item.place,
    )


async def _begin(session: AsyncSession, row: ContentBatchRow) -> None:
    await enqueue(
        session, "studio:write_batch", {"shop_id": row.shop_id, "batch_id": row.id}, queue=QUEUE,
        lock=f"content_batch:{row.shop_id}",
    )  # fmt: skip
    await tell(session, row)


async def _products(session: AsyncSession, shop: Shop, asked: BatchAsked) -> list[str]:
    if asked.product_ids:
        found = await catalog.products(session, shop.id, list(dict.fromkeys(asked.product_ids)))
        return [product.id for product in found if product.status == "active"]
    if not asked.collection:
        return []
    wanted = Browse(collection=asked.collection, limit=MOST_PIECES)
    return [product.id for product in (await browse(session, shop.id, wanted)).products]


def _pieces(asked: BatchAsked, ids: list[str]) -> list[tuple[tuple[str, ...], str, str]]:
    goods = [tuple(ids)] if asked.together and ids else [(one,) for one in ids]
    return [(one, channel, lang) for one, channel, lang in every_pair(goods, asked.channels, asked.langs)]


def _check(shop: Shop, asked: BatchAsked, ids: list[str], many: int) -> None:
    problems = []
    if not ids:
        chosen = asked.collection or asked.product_ids
        said = "None of these products is on sale." if chosen else "No product is chosen."
        zh = "所选商品均未上架，请另选。" if chosen else "请选择商品或系列。"
        problems.append(_problem("product_ids", said, "Choose products or a collection.", zh))
    if asked.together and len(ids) > MOST_PRODUCTS:
        problems.append(
            _problem(
                "product_ids",
                f"One piece is about {MOST_PRODUCTS} products at most.",
                "Choose fewer.",
                f"一篇最多写 {MOST_PRODUCTS} 件商品，请减少。",
            )
        )
    if not asked.channels or not set(asked.channels) <= set(CHANNELS):
        problems.append(_problem("channels", "No channel is chosen.", f"Use {', '.join(CHANNELS)}.", "请选择渠道。"))
    if not asked.langs or not set(asked.langs) <= set(shop.languages):
        problems.append(
            _problem(
                "langs", "No language of the shop is chosen.", f"Use {' or '.join(shop.languages)}.", "请选择语言。"
            )
        )
    if many > MOST_PIECES:
        problems.append(
            _problem(
                "product_ids",
                f"{many} pieces are too many at once.",
                f"At most {MOST_PIECES}.",
                f"{many} 篇超出一次的上限，最多 {MOST_PIECES} 篇。",
            )
        )
    if problems:
        raise Invalid(
            "The batch cannot be written as it is.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="这批内容尚不能生成，请修改标出的各项。",
        )


def _problem(field: str, message: str, remedy: str, zh: str) -> Problem:
    return Problem(field=field, message=message, remedy=remedy, zh=zh)


async def _measured(session: AsyncSession, shop_id: str) -> float:
    """Seconds a piece took in the shop's last batches."""
    rows = await session.scalars(
        select(ContentBatchRow.spent)
        .where(ContentBatchRow.shop_id == shop_id, ContentBatchRow.state == "done")
        .order_by(ContentBatchRow.number.desc())
        .limit(5)
    )
    costs = [cost for one in rows if one and (cost := read(Cost, one)).pieces]
    return sum(one.seconds for one in costs) / sum(one.pieces for one in costs) if costs else _SECONDS


async def _set_items(session: AsyncSession, batch_id: str, before: str, after: str) -> None:
    await session.execute(
        update(ContentBatchItemRow)
        .where(ContentBatchItemRow.batch_id == batch_id, ContentBatchItemRow.state == before)
        .values(state=after, problem="")
    )


def added(before: Cost, piece: Cost) -> Cost:
    """What was spent, with one more piece."""
    return replace(
        before, pieces=before.pieces + piece.pieces, seconds=before.seconds + piece.seconds,
        tokens=before.tokens + piece.tokens, micros=before.micros + piece.micros, currency=piece.currency or before.currency,
    )  # fmt: skip
