"""The running order of a show: planned anew, and changed by people. A person's entries stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, NotFound, Problem, wrong_field
from mercery.core.events import announce
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream import repository
from mercery.livestream.order.gathering import gather
from mercery.livestream.order.planning import plan
from mercery.livestream.order.typed import typed_lines
from mercery.livestream.repository import show_of, show_row
from mercery.livestream.service.candidates import goods_for
from mercery.livestream.service.drafts import MOST_ITEMS, ItemDraft, check_item
from mercery.livestream.service.shows import check_version, touch
from mercery.livestream.service.sold_lately import with_sales
from mercery.livestream.show import Item
from mercery.livestream.tables import LiveItemRow, LiveShowRow

_END: Final = 1 << 20


async def replan(
    session: AsyncSession,
    shop: Shop,
    show_id: str,
    *,
    actor: Actor = SYSTEM,
    round_number: int = 0,
    running: str = "",
    reason: str = "",
) -> tuple[Item, ...]:
    """Plan the order anew of the goods and offers of this moment. What is on air (`running`) and a person's entries stay. Asked for by
    a person it is on record; each round's own planning is not: what was said of it is."""
    row = await show_row(session, shop.id, show_id, locked=True)
    before = await repository.items(session, show_id)
    goals = show_of(row).goals
    goods = await goods_for(session, shop, goals, round_number)
    if running:
        goods = await with_sales(session, shop, show_id, goods)
    after = plan(goods, goals, moment=now(), round_number=round_number, before=before, running=running)
    if after == before:
        return before
    await _keep(session, row, before, after)
    if actor is not SYSTEM:
        said = {"pieces": [item.product_id for item in after if item.kind == "piece"]}
        await record(session, shop.id, actor, "live.plan", show_id, after=said, reason=reason or None)
        await touch(session, row)
    else:
        await announce(session, f"live:{show_id}", {"kind": "order"})
    return after


async def add_item(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    show_id: str,
    draft: ItemDraft,
    *,
    place: int | None = None,
    after_version: int | None = None,
    reason: str = "",
) -> Item:
    """One more entry, at the end or at a place. Invalid where its sentences are not true, each with the reason."""
    check_item(draft)
    row = await show_row(session, shop.id, show_id, locked=True)
    check_version(row, after_version)
    items = list(await repository.items(session, show_id))
    if len(items) >= MOST_ITEMS:
        raise Invalid(
            f"A running order has at most {MOST_ITEMS} entries.",
            remedy="Take some out first.",
            zh="节目单条目已满，请先移除几项。",
        )
    item = await _made(session, shop, show_of(row).lang, draft, Item(id=new_id("lit"), place=_END, kind=draft.kind))
    before = tuple(items)
    items.insert(len(items) if place is None else max(0, min(place, len(items))), item)
    after = _placed(items)
    await _keep(session, row, before, after)
    await _note(session, row, actor, "live.add_item", None, item, reason)
    return next(one for one in after if one.id == item.id)


async def change_item(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    show_id: str,
    item_id: str,
    draft: ItemDraft,
    *,
    after_version: int | None = None,
    reason: str = "",
) -> Item:
    """Other minutes, other own words, another piece."""
    check_item(draft)
    row, items, item = await _open(session, shop.id, show_id, item_id, after_version)
    changed = await _made(session, shop, show_of(row).lang, draft, replace(item, kind=draft.kind))
    await _keep(session, row, items, tuple(changed if one.id == item_id else one for one in items))
    await _note(session, row, actor, "live.change_item", item, changed, reason)
    return changed


async def move_item(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    show_id: str,
    item_id: str,
    place: int,
    *,
    after_version: int | None = None,
    reason: str = "",
) -> tuple[Item, ...]:
    """To another place; it stays there when the order is planned anew."""
    row, items, item = await _open(session, shop_id, show_id, item_id, after_version)
    others = [one for one in items if one.id != item_id]
    others.insert(max(0, min(place, len(others))), replace(item, fixed=True))
    after = _placed(others)
    if after != items:
        await _keep(session, row, items, after)
        moved = next(one for one in after if one.id == item_id)
        await _note(session, row, actor, "live.move_item", item, moved, reason)
    return after


async def skip_item(
    session: AsyncSession, shop_id: str, actor: Actor, show_id: str, item_id: str, skipped: bool, *, reason: str = ""
) -> Item:
    """Leave it out from now on, or take it in again."""
    row, items, item = await _open(session, shop_id, show_id, item_id, None)
    changed = replace(item, skipped=skipped)
    if changed != item:
        await _keep(session, row, items, tuple(changed if one.id == item_id else one for one in items))
        await _note(session, row, actor, "live.skip_item", item, changed, reason)
    return changed


async def remove_item(
    session: AsyncSession, shop_id: str, actor: Actor, show_id: str, item_id: str, *, reason: str = ""
) -> None:
    """Take it out."""
    row, items, item = await _open(session, shop_id, show_id, item_id, None)
    await _keep(session, row, items, _placed([one for one in items if one.id != item_id]))
    await _note(session, row, actor, "live.remove_item", item, None, reason)


async def _open(
    session: AsyncSession, shop_id: str, show_id: str, item_id: str, after_version: int | None
) -> tuple[LiveShowRow, tuple[Item, ...], Item]:
    row = await show_row(session, shop_id, show_id, locked=True)
    check_version(row, after_version)
    items = await repository.items(session, show_id)
    item = next((one for one in items if one.id == item_id), None)
    if item is None:
        raise NotFound("The running order has no such entry.")
    return row, items, item


async def _made(session: AsyncSession, shop: Shop, lang: Lang, draft: ItemDraft, item: Item) -> Item:
    """The entry as the draft has it, once its piece is on sale and its sentences hold."""
    title = draft.title
    if draft.product_id:
        found = await catalog.products(session, shop.id, [draft.product_id])
        if not found or found[0].status != "active":
            message = "This product is not on sale."
            raise wrong_field("item.product_id", message, remedy="Choose an active one.", zh="该商品未上架。")
        title = title if title.en or title.zh else found[0].title
    own = tuple(text.strip() for text in draft.own if text.strip())
    if own and own != item.own:
        await check_own(session, shop, lang, own, draft.product_id)
    return replace(
        item, product_id=draft.product_id, minutes=draft.minutes, title=title, own=own, only_own=draft.only_own, fixed=True
    )  # fmt: skip


async def check_own(session: AsyncSession, shop: Shop, lang: Lang, own: Sequence[str], product_id: str) -> None:
    """Invalid with the reason for each sentence that may not be said, and what may be said instead."""
    shelf = await gather(session, shop, [product_id] if product_id else [])
    problems = []
    for number, text in enumerate(own):
        for one in typed_lines(text, shelf, lang, about=product_id):
            if not one.told.holds:
                instead = " ".join(other.text for other in one.told.instead)
                remedy = f"Say instead: {instead}" if instead else "Write it another way, or leave it out."
                message = f"“{one.told.sentence.text}”: {one.told.blocked.en}"
                problems.append(
                    Problem(
                        field=f"item.own.{number}",
                        message=message,
                        remedy=remedy,
                        zh=f"“{one.told.sentence.text}”：{one.told.blocked.zh}"
                        + (f"可改为：{instead}" if instead else "请换一种写法，或删去。"),
                    )
                )
    if problems:
        raise Invalid("These words cannot be said as they are.", problems=problems, zh="有句子不能播出，原因见下。")


async def _keep(session: AsyncSession, row: LiveShowRow, before: Sequence[Item], after: Sequence[Item]) -> None:
    """Write what is new or different; take out what is gone."""
    known = {item.id: item for item in before}
    gone = set(known) - {item.id for item in after}
    if gone:
        await session.execute(delete(LiveItemRow).where(LiveItemRow.id.in_(gone)))
    for item in after:
        if known.get(item.id) != item:
            await session.merge(_row_of(row, item))
    await session.flush()


def _row_of(row: LiveShowRow, item: Item) -> LiveItemRow:
    return LiveItemRow(
        id=item.id, shop_id=row.shop_id, show_id=row.id, place=item.place, kind=item.kind, product_id=item.product_id,
        minutes=item.minutes, title=plain(item.title), own=list(item.own), only_own=item.only_own, skipped=item.skipped,
        fixed=item.fixed, why=plain(item.why),
    )  # fmt: skip


def _placed(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(replace(item, place=place) for place, item in enumerate(items))


async def _note(
    session: AsyncSession,
    row: LiveShowRow,
    actor: Actor,
    act: str,
    before: Item | None,
    after: Item | None,
    reason: str,
) -> None:
    was: Json | None = plain(before) if before else None
    become: Json | None = plain(after) if after else None
    await record(session, row.shop_id, actor, act, row.id, before=was, after=become, reason=reason or None)
    await touch(session, row)
