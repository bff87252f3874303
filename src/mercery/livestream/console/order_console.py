"""The running order: planned by the goals, changed by people, with sentences of the shop's own that are judged as they are typed."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.catalog.listing import Listing, listed
from mercery.core.clock import now
from mercery.core.errors import MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.livestream import repository, studio_opened
from mercery.livestream.console import reading
from mercery.livestream.console.asking import Asking, Editing, Reading, url
from mercery.livestream.console.order_view import DETAILS, KIND_NAMES, Goods, title_of
from mercery.livestream.console.refusals import in_full, refusal
from mercery.livestream.console.setup_forms import goals_in_words
from mercery.livestream.console.studio_page import goods_of
from mercery.livestream.console.studio_pages import NO_WORDS
from mercery.livestream.said import Run, runs_of
from mercery.livestream.service import running_order, script
from mercery.livestream.service.drafts import ItemDraft
from mercery.livestream.service.script import ScriptLine
from mercery.livestream.show import Item, ItemKind, Show
from mercery.web.html import fragment_response, is_htmx, page_response, redirect_with_flash

router = APIRouter(prefix="/{show_id}/order")
_TEMPLATE: Final = "livestream/order.html"
_FOUND: Final = 8
Text = Annotated[str, Form(max_length=4_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as the editor shows it."""

    item: Item
    title: Words
    kind: Words
    picture: str
    price: Words
    on: bool
    """Whether it is on air."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A typed sentence, and what may be said of it."""

    line: ScriptLine
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """The order, one entry opened."""

    show: Show
    entries: Sequence[Entry]
    goals: Words
    minutes: float
    editing: str
    """Id of the entry that is open; `new` for words that are not there yet."""
    typed: str
    judged: Sequence[JudgedLine]
    preview: Sequence[JudgedLine]
    number: int
    find: str
    found: Sequence[tuple[str, Words, str]]
    error: str
    said: Words
    may_edit: bool
    may_publish: bool
    answers_ready: bool | None = None
    """Of a show that is not on air: whether its director is ready to answer; None where none tells."""

    @property
    def open(self) -> Entry | None:
        """The entry that is open."""
        return next((one for one in self.entries if one.item.id == self.editing), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPart:
    """Whether answers are ready, of a show that is not on air; None: nobody tells."""

    show: Show
    answers_ready: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of the page is open."""

    editing: str = ""
    typed: str = ""
    find: str = ""
    number: int = 0
    error: str = ""
    said: Words = NO_WORDS


@router.get("")
async def order(
    asking: Reading,
    show_id: str,
    edit: Annotated[str, Query(max_length=40)] = "",
    find: Annotated[str, Query(max_length=120)] = "",
    number: Annotated[int, Query(ge=0, le=1_000)] = 0,
) -> Response:
    """The order."""
    return await _page(asking, show_id, View(editing=edit, find=find, number=number))


@router.get("/ready")
async def ready(asking: Reading, show_id: str) -> Response:
    """Whether its director is ready to answer; asked again and again while the page is open."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    await studio_opened.opened(asking.session, show)
    page = ReadyPart(show=show, answers_ready=_ready(show, await reading.status_of(asking.session, show.id)))
    return fragment_response(_TEMPLATE, "ready", page, context=asking.context)


@router.post("/plan")
async def plan(asking: Editing, show_id: str) -> Response:
    """Make it anew by the goals, over the goods of now; what people put in stays."""
    act = running_order.replan(asking.session, asking.shop, show_id, actor=asking.staff.actor)
    return await _done(asking, show_id, act, Words("The order is made anew.", "节目单已重新编排。"))


@router.post("/add")
async def add(
    asking: Editing,
    show_id: str,
    kind: Annotated[str, Form(max_length=12)] = "piece",
    product_id: Annotated[str, Form(max_length=40)] = "",
    minutes: Annotated[str, Form(max_length=8)] = "3",
    own: Text = "",
) -> Response:
    """One more entry at the end."""
    draft = _draft(kind, product_id, minutes, own, only_own=False)
    act = running_order.add_item(asking.session, asking.shop, asking.staff.actor, show_id, draft)
    view = View(editing="new" if own else "", typed=own)
    return await _done(asking, show_id, act, Words("Added at the end.", "已加在末尾。"), view)


@router.post("/judge")
async def judge(
    asking: Editing, show_id: str, own: Text = "", product_id: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """What may be said of words that are being typed; nothing is kept."""
    found = await _judged(asking, show_id, own, product_id)
    return fragment_response(_TEMPLATE, "judged", _Only(judged=found), context=asking.context)


@router.post("/{item_id}")
async def change(
    asking: Editing,
    show_id: str,
    item_id: str,
    minutes: Annotated[str, Form(max_length=8)] = "3",
    own: Text = "",
    only_own: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """Other minutes, other words."""
    item = await _item(asking, show_id, item_id)
    draft = _draft(item.kind, item.product_id, minutes, own, only_own=bool(only_own))
    act = running_order.change_item(
        asking.session, asking.shop, asking.staff.actor, show_id, item_id, replace(draft, title=item.title)
    )
    said = Words("Saved. Every sentence holds.", "已保存，每句均有据。") if own.strip() else Words("Saved.", "已保存。")
    return await _done(asking, show_id, act, said, View(editing=item_id, typed=own))


@router.post("/{item_id}/move")
async def move(asking: Editing, show_id: str, item_id: str, place: Annotated[int, Form(ge=0, le=1_000)]) -> Response:
    """To another place."""
    act = running_order.move_item(asking.session, asking.shop.id, asking.staff.actor, show_id, item_id, place)
    return await _done(asking, show_id, act, Words("Moved. It stays there.", "已移动，位置固定。"))


@router.post("/{item_id}/skip")
async def skip(asking: Editing, show_id: str, item_id: str, on: Annotated[str, Form(max_length=4)] = "") -> Response:
    """Leave it out, or take it in again."""
    act = running_order.skip_item(asking.session, asking.shop.id, asking.staff.actor, show_id, item_id, bool(on))
    said = Words("Left out from now on.", "此后跳过。") if on else Words("Taken in again.", "已恢复。")
    return await _done(asking, show_id, act, said)


@router.post("/{item_id}/remove")
async def remove(asking: Editing, show_id: str, item_id: str) -> Response:
    """Take it out."""
    act = running_order.remove_item(asking.session, asking.shop.id, asking.staff.actor, show_id, item_id)
    return await _done(asking, show_id, act, Words("Taken out.", "已移除。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Only:
    """What the judged lines alone need."""

    judged: Sequence[JudgedLine]


def _draft(kind: str, product_id: str, minutes: str, own: str, *, only_own: bool) -> ItemDraft:
    try:
        long = float(minutes.replace(",", "."))
    except ValueError:
        long = 0.0
    sentences = tuple(one.strip() for one in own.splitlines() if one.strip())
    known = cast(ItemKind, kind) if kind in get_args(ItemKind) else "piece"
    return ItemDraft(kind=known, product_id=product_id, minutes=long, own=sentences, only_own=only_own)


async def _item(asking: Asking, show_id: str, item_id: str) -> Item:
    await repository.show(asking.session, asking.shop.id, show_id)
    found = next((one for one in await repository.items(asking.session, show_id) if one.id == item_id), None)
    if found is None:
        raise NotFound("The running order has no such entry.")
    return found


async def _done(
    asking: Asking, show_id: str, act: Awaitable[object], said: Words, refused: View | None = None
) -> Response:
    """Do it; what cannot be done leaves what was typed where it is."""
    try:
        async with asking.session.begin_nested():
            await act
    except NotFound:
        raise
    except MerceryError as error:
        own = bool(refused and refused.typed)
        # Why a sentence may not be said stands beside it.
        view = replace(refused or View(), error=refusal(error, asking.lang) if own else in_full(error, asking.lang))
        return await _page(asking, show_id, view, status=error.status)
    if is_htmx(asking.request):
        return await _page(asking, show_id, View(said=said))
    return redirect_with_flash(asking.request, url(show_id, "order"), said.text(asking.lang))


async def _judged(asking: Asking, show_id: str, text: str, product_id: str) -> tuple[JudgedLine, ...]:
    if not text.strip():
        return ()
    lines = await script.judged(asking.session, asking.shop, show_id, text, product_id=product_id)
    return tuple(JudgedLine(line=one, runs=runs_of(one.text, one.spans)) for one in lines)


async def _page(asking: Asking, show_id: str, view: View, *, status: int = 200) -> Response:
    show = await repository.show(asking.session, asking.shop.id, show_id)
    await studio_opened.opened(asking.session, show)
    items = await repository.items(asking.session, show.id)
    goods = await goods_of(asking, items)
    told = await reading.status_of(asking.session, show.id)
    here = told.item_id if told and show.state == "on_air" else ""
    opened = next((one for one in items if one.id == view.editing), None)
    typed = view.typed or ("\n".join(opened.own) if opened else "")
    judged = await _judged(asking, show.id, typed, opened.product_id if opened else "") if typed else ()
    page = OrderPage(
        show=show, entries=[_entry(one, goods, here) for one in items], goals=goals_in_words(show.goals),
        minutes=sum(one.minutes for one in items if not one.skipped), editing=view.editing, typed=typed, judged=judged,
        preview=await _preview(asking, show, opened, view.number), number=view.number, find=view.find,
        found=await _found(asking, view.find), error=view.error, said=view.said,
        may_edit=asking.may(Permission.EDIT_CONTENT), may_publish=asking.may(Permission.PUBLISH_CONTENT),
        answers_ready=_ready(show, told),
    )  # fmt: skip
    headers = {"HX-Replace-Url": url(show.id, "order")} if is_htmx(asking.request) and not view.editing else None
    return page_response(_TEMPLATE, page, context=asking.context, status=status, headers=headers)


def _ready(show: Show, told: reading.Status | None) -> bool | None:
    return told.answers_ready if told and show.state in ("draft", "scheduled") and told.alive(now()) else None


def _entry(item: Item, goods: Goods, here: str) -> Entry:
    return Entry(
        item=item, title=title_of(item, goods), kind=KIND_NAMES[item.kind], picture=goods.picture(item.product_id),
        price=_price(item, goods), on=item.id == here,
    )  # fmt: skip


def _price(item: Item, goods: Goods) -> Words:
    offer = goods.offers.get(item.product_id)
    left = goods.left(item.product_id)
    if item.kind != "piece":
        return DETAILS.get(item.kind, NO_WORDS)
    if offer is None:
        return Words("not on sale", "未上架")
    en, zh = offer.low.text("en"), offer.low.text("zh")
    if left is not None:
        return Words(f"{en}, {left} left", f"{zh}，余 {left} 件")
    return Words(en, zh)


async def _preview(asking: Asking, show: Show, item: Item | None, number: int) -> tuple[JudgedLine, ...]:
    if item is None:
        return ()
    lines = await script.preview(asking.session, asking.shop, show.id, item.id, number=number)
    return tuple(JudgedLine(line=one, runs=runs_of(one.text, one.spans)) for one in lines)


async def _found(asking: Asking, words: str) -> Sequence[tuple[str, Words, str]]:
    """Pieces on sale whose names have these words: id, name, picture."""
    if not words.strip():
        return ()
    products, _ = await listed(asking.session, asking.shop.id, Listing(text=words, status="active", limit=_FOUND))
    return [
        (one.id, one.title, next((media.url for media in one.media if media.kind == "image" and media.url), ""))
        for one in products
    ]
