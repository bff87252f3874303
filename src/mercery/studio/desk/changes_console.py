"""What changed since it was written: each fact before and after, the pieces it stood in, and what was done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.catalog.value_words import value_words
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.studio import gathering, service
from mercery.studio.brief import CHANNEL_NAMES
from mercery.studio.desk.asking import LIST, Editing, Reading
from mercery.studio.desk.changed import Following, Moved, followed
from mercery.studio.desk.goods import goods_by_id
from mercery.studio.desk.overview_view import count_en
from mercery.studio.desk.pages import Badge, Change, ChangeLine, ChangesPage, FactChange, Goods
from mercery.studio.kept import PieceFilter
from mercery.studio.piece import NO_WORDS
from mercery.studio.standing import Key, by_key, digest_of
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/changes")
_MOST = 500
_ROOM: Final = 60
"""Characters of a fact in its line; of what it shares with the other one before they differ, so many stay."""
_LEAD: Final = 24


@router.get("")
async def changes(asking: Reading) -> Response:
    """The newest change first."""
    found = await followed(asking.session, asking.shop.id)
    ids = [key for one in found for key in one.line.product_ids[:1]]
    goods = await goods_by_id(asking.session, asking.shop, ids)
    products = await gathering.products_of(asking.session, asking.shop, ids)
    held = by_key(await gathering.facts_of(asking.session, asking.shop, products), now())
    waits = (await service.pieces(asking.session, asking.shop.id, PieceFilter(stale=True), limit=1)).total
    page = ChangesPage(
        headline=_headline(len(found), waits), sub=_sub(found), changes=grouped(found, goods, held), waits=waits,
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("studio/changes.html", page, context=asking.context)


@router.post("/settle")
async def settle_all(asking: Editing) -> Response:
    """Accept what was done with every piece that waits."""
    waiting = await service.pieces(asking.session, asking.shop.id, PieceFilter(stale=True), limit=_MOST)
    for line in waiting.lines:
        await service.settle(asking.session, asking.shop, asking.staff.actor, line.id)
    said = Words(f"{len(waiting.lines)} accepted.", f"已接受 {len(waiting.lines)} 篇。").text(asking.lang)
    return redirect_with_flash(asking.request, f"{LIST}/changes", said)


def grouped(found: Sequence[Following], goods: Mapping[str, Goods], held: Mapping[Key, Fact]) -> list[Change]:
    """Pieces under their product with the facts of it that moved, in order of the newest. Pure."""
    groups: dict[str, list[Following]] = {}
    for one in found:
        groups.setdefault(one.line.product_ids[0] if one.line.product_ids else "", []).append(one)
    return [
        Change(
            goods=goods.get(key),
            name=goods[key].name if key in goods else Words(several[0].line.title),
            facts=moved_facts([moved for one in several for moved in one.moved], held),
            lines=[_line(one) for one in several],
        )
        for key, several in groups.items()
    ]


def moved_facts(moved: Sequence[Moved], held: Mapping[Key, Fact]) -> list[FactChange]:
    """Each fact once, with what it says now; one that says what it said was only left out with its sentence. What variants
    share (the price of each colour) is one line. Pure."""
    found: dict[Key, FactChange] = {}
    for one in moved:
        now = held.get(one.key)
        if one.key in found or (now is not None and digest_of(now) == one.digest):
            continue
        after = one.after or (value_words(now.value) if now is not None else Words("no longer recorded", "已无记录"))
        found[one.key] = FactChange(label=one.label, before=around(one.before, after), after=around(after, one.before))
    return list(dict.fromkeys(found.values()))


def around(words: Words, other: Words) -> Words:
    """What a line has room for, so that where it differs from `other` is in it. Pure."""
    return Words(_around(words.en, other.en), _around(words.zh, other.zh))


def _around(text: str, other: str) -> str:
    if len(text) <= _ROOM:
        return text
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))
    begin = 0 if alike < _ROOM // 2 else min(alike - _LEAD, len(text) - _ROOM)
    if begin and " " in text[begin:alike]:
        begin = text.index(" ", begin) + 1
    end = begin + _ROOM
    return f"{'…' * bool(begin)}{text[begin:end].strip()}{'…' * (end < len(text))}"


def _line(one: Following) -> ChangeLine:
    line, waits = one.line, bool(one.line.stale.en or one.line.stale.zh)
    return ChangeLine(
        piece_id=line.id, title=line.title, channel=CHANNEL_NAMES[line.channel], lang=line.lang,
        badge=_badge(one, waits=waits), done=_done(one), at=one.step.at, waits=waits,
    )  # fmt: skip


def _badge(one: Following, *, waits: bool) -> Badge:
    if one.step.act == "withdraw":
        return Badge(words=Words("withdrawn", "已撤下"), tone="stop")
    if waits:
        return Badge(words=Words("waits for you", "待您查看"), tone="care")
    return Badge(words=Words("rendered anew", "已按新事实更新"), tone="good")


def _done(one: Following) -> Words:
    """The sentence before and after, of the first that changed."""
    stale = one.line.stale
    if stale.en or stale.zh:
        return stale
    if one.step.act == "withdraw":
        return Words(one.step.reason)
    replaced = one.step.about.get("replaced")
    first = replaced[0] if isinstance(replaced, list) and replaced else None
    if not isinstance(first, dict):
        return NO_WORDS
    more = len(replaced) - 1 if isinstance(replaced, list) else 0
    en, zh = f"now reads “{first.get('after', '')}”", f"现为“{first.get('after', '')}”"
    return Words(f"{en} and {more} more" if more else en, f"{zh}，另有 {more} 句" if more else zh)


def _headline(many: int, waits: int) -> Words:
    if not many:
        return Words("Nothing has changed under what is written", "所写内容的依据没有变动")
    if not waits:
        said = count_en(many, "piece has", "pieces have")
        return Words(
            f"{said[:1].upper()}{said[1:]} followed their facts; nothing waits for you",
            f"{many} 篇已随事实更新，没有待您处理",
        )
    said = count_en(waits, "piece waits", "pieces wait")
    return Words(f"{said[:1].upper()}{said[1:]} for you since a fact changed", f"事实有变，{waits} 篇待您查看")


def _sub(found: Sequence[Following]) -> Words:
    renewed = sum(one.step.act == "refresh" for one in found)
    gone = len(found) - renewed
    if not found:
        return Words(
            "Prices, stock, policies and attributes are followed as they change.",
            "价格、库存、政策与属性变动时即刻跟进。",
        )
    en = [f"{renewed} rendered anew"] * bool(renewed) + [f"{gone} withdrawn"] * bool(gone)
    zh = [f"更新 {renewed} 篇"] * bool(renewed) + [f"撤下 {gone} 篇"] * bool(gone)
    return Words(f"{', '.join(en)}.", f"{'，'.join(zh)}。")
