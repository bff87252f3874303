"""Runs: pieces written one after another, with how far it is, what came first and what it cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.studio import service
from mercery.studio.brief import CHANNEL_NAMES
from mercery.studio.desk.asking import LIST, Editing, Reading
from mercery.studio.desk.costs import cost_words, left_words, spent_words
from mercery.studio.desk.goods import goods_by_id
from mercery.studio.desk.overview_view import count_en
from mercery.studio.desk.pages import BatchesPage, BatchPage, Goods, ItemLine
from mercery.studio.kept import Batch, BatchItem, PieceFilter, PieceLine
from mercery.web.html import page_response

router = APIRouter(prefix="/batches")
_EARLY: Final = 8
_SHOWN: Final = 60


@router.get("")
async def runs(asking: Reading) -> Response:
    """What was written together, and what is."""
    found = [_called(one) for one in await service.batches(asking.session, asking.shop.id)]
    page = BatchesPage(headline=_runs_headline(found), batches=found, may_write=asking.may(Permission.EDIT_CONTENT))
    return page_response("studio/batches.html", page, context=asking.context)


@router.get("/{batch_id}")
async def run(asking: Reading, batch_id: str) -> Response:
    """One run; while it goes on the page asks again by itself."""
    session, shop = asking.session, asking.shop
    one = _called(await service.batch(session, shop.id, batch_id))
    items = await service.batch_items(session, shop.id, batch_id)
    shown = _worth_showing(items, busy=one.busy)
    goods = await goods_by_id(session, shop, [key for item in shown for key in item.product_ids[:1]])
    written = await service.pieces(session, shop.id, PieceFilter(batch_id=batch_id), limit=_SHOWN * 4)
    lines = {line.id: line for line in written.lines}
    page = BatchPage(
        batch=one, headline=_headline(one), left=_left(one),
        items=[_item(item, goods, lines) for item in shown], more=0 if one.busy else len(items) - len(shown),
        expected=cost_words(one.expected), spent=spent_words(one.spent), may_write=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("studio/batch.html", page, context=asking.context)


@router.post("/{batch_id}/cancel")
async def cancel(asking: Editing, batch_id: str) -> Response:
    """Stop; what is written stays."""
    act = service.cancel_batch(asking.session, asking.shop, asking.staff.actor, batch_id)
    return await asking.done(act, Words("Stopped. What is written stays.", "已停止，已写好的保留。"), _url(batch_id))


@router.post("/{batch_id}/retry")
async def retry(asking: Editing, batch_id: str) -> Response:
    """Go on with what was not written."""
    act = service.retry_batch(asking.session, asking.shop, asking.staff.actor, batch_id)
    return await asking.done(act, Words("It goes on.", "继续撰写。"), _url(batch_id))


def _worth_showing(items: list[BatchItem], *, busy: bool) -> list[BatchItem]:
    """While it runs the newest results; afterwards what went wrong first."""
    if busy:
        return [one for one in reversed(items) if one.state in ("done", "failed")][:_EARLY]
    return sorted(items, key=lambda one: (one.state != "failed", one.state != "left", one.place))[:_SHOWN]


def _item(item: BatchItem, goods: dict[str, Goods], lines: dict[str, PieceLine]) -> ItemLine:
    line = lines.get(item.piece_id)
    about = goods.get(item.product_ids[0]) if item.product_ids else None
    return ItemLine(
        name=about.name if about else Words("A product that is gone", "已不存在的商品"),
        channel=CHANNEL_NAMES[item.channel], lang=item.lang, state=item.state, piece_id=item.piece_id,
        title=line.title if line else "", blocked=line.blocked if line else 0, problem=item.problem,
    )  # fmt: skip


def _headline(one: Batch) -> Words:
    left = one.total - one.done
    if one.busy:
        return Words(
            f"{one.done + one.failed} of {one.total} pieces are written",
            f"{one.total} 篇中已写 {one.done + one.failed} 篇",
        )
    if one.state == "cancelled":
        return Words(f"Stopped after {count_en(one.done, 'piece', 'pieces')}", f"写完 {one.done} 篇后停止")
    if one.failed:
        said = count_en(one.failed, "piece could", "pieces could")
        return Words(f"{said[:1].upper()}{said[1:]} not be written", f"{left} 篇未写成")
    said = count_en(one.done, "piece is", "pieces are")
    return Words(f"{said[:1].upper()}{said[1:]} written", f"{one.done} 篇已写好")


def _runs_headline(found: list[Batch]) -> Words:
    busy = [one for one in found if one.busy]
    if not busy:
        return Words("Nothing is being written", "没有正在撰写的内容")
    left = sum(one.total - one.done - one.failed for one in busy)
    said = count_en(left, "piece is", "pieces are")
    return Words(f"{said[:1].upper()}{said[1:]} still to be written", f"还有 {left} 篇待写")


def _left(one: Batch) -> Words:
    written = one.done + one.failed
    if not written:
        return left_words(one.expected.seconds)
    passed = (now() - one.created_at).total_seconds()
    return left_words(passed / written * (one.total - written))


def _called(one: Batch) -> Batch:
    return one if one.name else replace(one, name=f"#{one.number}")


def _url(batch_id: str) -> str:
    return f"{LIST}/batches/{batch_id}"
