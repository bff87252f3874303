"""The page of values read out of titles and descriptions: each beside its words, accepted, changed or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog import service as catalog
from mercery.core.errors import Conflict, Invalid, told_in
from mercery.core.i18n import Lang, Words
from mercery.studio.extracting import repository, service
from mercery.studio.extracting.draft import State
from mercery.studio.extracting.page import CERTAINTIES, AttributesPage, headline, product_line, sub
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

LIST: Final = "/console/content/attributes"
router = APIRouter(prefix=LIST, include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
_PAGE: Final = 12
_SHOWN: Final[Mapping[str, tuple[State, ...]]] = {
    "": ("proposed",),
    "decided": ("accepted", "changed"),
    "refused": ("refused",),
}


@router.get("")
async def values_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    show: Annotated[str, Query(max_length=10)] = "",
    attribute: Annotated[str, Query(max_length=64)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    least: Annotated[float, Query(ge=0, le=1)] = 0,
) -> Response:
    """Products with values that wait, those with the surest first."""
    return await _list(request, session, staff, shop, show=show, attribute=attribute, page=page, least=least)


@router.post("/read")
async def read_catalogue(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, everything: Annotated[bool, Form()] = False
) -> Response:
    """Have the catalogue read."""
    try:
        await service.start(session, shop.id, staff.actor, everything=everything)
    except Conflict as error:
        return redirect_with_flash(request, LIST, told_in(_lang(request, staff, shop), error), tone="stopped")
    said = Words("Reading has begun.", "已开始阅读。").text(_lang(request, staff, shop))
    return redirect_with_flash(request, LIST, said)


@router.post("/accept-sure")
async def accept_sure(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    least: Annotated[float, Form()],
    expected: Annotated[int, Form()],
    attribute: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Accept everything from a certainty on, as the preview said."""
    lang = _lang(request, staff, shop)
    back = _address(attribute=attribute)
    try:
        async with session.begin_nested():
            many = await service.accept_from(session, shop.id, staff.actor, least, expected, attribute=attribute)
    except (Conflict, Invalid) as error:
        again = _address(attribute=attribute, least=str(least))
        return redirect_with_flash(request, again, told_in(lang, error), tone="stopped")
    return redirect_with_flash(request, back, Words(f"{many} values recorded.", f"已记录 {many} 个属性值。").text(lang))


@router.post("/products/{product_id}/accept")
async def accept_product(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, product_id: str,
    back: Annotated[str, Form(max_length=300)] = "",
) -> Response:  # fmt: skip
    """Accept every value of a product that takes no other's place."""
    drafts = await repository.drafts(session, shop.id, ("proposed",), product_id=product_id)
    clear = [one.draft for one in await service.held(session, shop.id, drafts) if not one.conflicts]
    for draft in clear:
        await service.accept(session, shop.id, staff.actor, draft.id, version=draft.version)
    said = Words(f"{len(clear)} values recorded.", f"已记录 {len(clear)} 个属性值。")
    return redirect_with_flash(request, _back(back), said.text(_lang(request, staff, shop)))


@router.post("/{draft_id}/accept")
async def accept(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    draft_id: str,
    version: Annotated[int, Form()],
    value: Annotated[str, Form(max_length=600)],
    replace: Annotated[bool, Form()] = False,
    back: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Record a value, as it stands in its field."""
    lang = _lang(request, staff, shop)
    try:
        async with session.begin_nested():
            draft = await service.accept(
                session, shop.id, staff.actor, draft_id, version=version, typed=value, lang=lang, replace=replace
            )
    except Invalid as error:
        return await _list(request, session, staff, shop, wrong=(draft_id, told_in(lang, error), value), back=back)
    except Conflict as error:
        return redirect_with_flash(request, _back(back), told_in(lang, error), tone="stopped")
    label = draft.label.text(lang)
    return redirect_with_flash(request, _back(back), Words(f"{label} recorded.", f"{label}已记录。").text(lang))


@router.post("/{draft_id}/refuse")
async def refuse(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    draft_id: str,
    version: Annotated[int, Form()],
    back: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Do not record a value."""
    lang = _lang(request, staff, shop)
    try:
        async with session.begin_nested():
            await service.refuse(session, shop.id, staff.actor, draft_id, version=version)
    except Conflict as error:
        return redirect_with_flash(request, _back(back), told_in(lang, error), tone="stopped")
    said = Words("Refused. It is not proposed again.", "未采用，不会再次提出。")
    return redirect_with_flash(request, _back(back), said.text(lang))


async def _list(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    show: str = "",
    attribute: str = "",
    page: int = 1,
    least: float = 0,
    wrong: tuple[str, str, str] | None = None,
    back: str = "",
) -> Response:
    if wrong is not None:
        show, attribute, page = _asked(back)
    show = show if show in _SHOWN else ""
    lang, states = _lang(request, staff, shop), _SHOWN[show]
    ids, total = await repository.products_with(
        session, shop.id, states, attribute=attribute, offset=(page - 1) * _PAGE, limit=_PAGE
    )
    drafts = await repository.drafts(session, shop.id, states, attribute=attribute, product_ids=ids)
    held = await service.held(session, shop.id, drafts)
    products = await catalog.products(session, shop.id, ids)
    errors = {wrong[0]: (wrong[1], wrong[2])} if wrong else {}
    counts = await repository.counts(session, shop.id)
    run = await service.running(session, shop.id)
    may_edit = staff.may(Permission.EDIT_CATALOG)
    shown = AttributesPage(
        headline=headline(counts.get("proposed", 0), run), sub=sub(total if not show else 0, run),
        lines=[
            product_line(product, [one for one in held if one.draft.product_id == product.id], lang, errors)
            for product in products
        ],
        show=show, attribute=attribute, attributes=await repository.attributes_with(session, shop.id), counts=counts, run=run,
        bulk=await service.preview(session, shop.id, least, attribute=attribute) if least in CERTAINTIES and may_edit and not show else None,
        current=page, last=max(1, -(-total // _PAGE)), products=total, may_edit=may_edit,
        problem=wrong[1] if wrong else "",
    )  # fmt: skip
    context = console_page(request, staff, shop, section="content")
    return page_response("studio/attributes.html", shown, context=context, status=422 if wrong else 200)


def _asked(back: str) -> tuple[str, str, int]:
    """What the page showed from which a form was sent."""
    from urllib.parse import parse_qs, urlsplit

    asked = parse_qs(urlsplit(back).query)
    page = asked.get("page", ["1"])[0]
    return (
        asked.get("show", [""])[0],
        asked.get("attribute", [""])[0],
        int(page) if page.isdigit() and page != "0" else 1,
    )


def _back(back: str) -> str:
    """The page a form was sent from: never another one's address."""
    show, attribute, page = _asked(back)
    return _address(show=show, attribute=attribute, page=str(page) if page > 1 else "")


def _address(**asked: str) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return f"{LIST}?{urlencode(kept)}" if kept else LIST


def _lang(request: Request, staff: Staff, shop: Shop) -> Lang:
    return staff_language(request, staff, shop)


__all__: Sequence[str] = ("LIST", "router")
