"""The assistant on one's own site, in the console: the line to put there, a look at the page, and where it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import HTMLResponse, Response

from mercery.accounts import service as accounts
from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.conversations.embedding import service
from mercery.conversations.embedding.checking import origin_of
from mercery.conversations.embedding.service import Checked, Sighting, wanted_of
from mercery.conversations.embedding.snippets import Snippet, snippets
from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.web.database import Db, database_of
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.rate_limit import Limit, limiter_of
from mercery.web.visitor import TESTER, sealed_widget_visitor, staff_key

HOME: Final = "/console/embed"
router = APIRouter(prefix=HOME, include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
CHECKS_PER_SHOP: Final = Limit(name="embed_check", burst=20, seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedPage:
    """The line for each kind of site, the newest look at a page, and where the assistant was seen."""

    snippets: Sequence[Snippet]
    origins: tuple[str, ...]
    sightings: Sequence[Sighting]
    checked: Checked | None
    lang: Lang
    may_change: bool
    base_url: str
    public: bool
    as_staff: str
    """Ends the address of a page so that who opens it sees the assistant whatever the hold-out, and is not counted."""

    @property
    def staff_address(self) -> str:
        """The checked page as somebody of the staff opens it; empty where it is not right yet."""
        if self.checked is None or self.checked.stopped:
            return ""
        return f"{self.checked.url.partition('#')[0]}#{self.as_staff}"

    @property
    def seen(self) -> Sighting | None:
        """The newest page that really loaded the assistant and still may."""
        return next((one for one in self.sightings if one.allowed), None)


@router.get("")
async def embed(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """The line, a look at the page, and where it was seen."""
    return await _page(request, session, staff, shop)


@router.post("/check")
async def check(
    request: Request,
    session: Db,
    staff: Owner,
    shop: CurrentShop,
    url: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Read the page at an address and say what stands in the way. No transaction is held while the site answers."""
    address = url.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    await limiter_of(request).take(CHECKS_PER_SHOP, shop.id)
    only = len(await accounts.all_shops(session)) == 1
    await session.commit()
    found = await service.look_at(address, wanted_of(shop, only_shop=only))
    async with database_of(request).session() as writing:
        await service.keep_check(writing, shop.id, address, found)
    return redirect_with_flash(
        request, f"{HOME}#check", _said(request, staff, shop, stopped=any(one.tone == "stop" for one in found))
    )


def _said(request: Request, staff: Staff, shop: Shop, *, stopped: bool) -> str:
    if stopped:
        return says(request, staff, shop, "The page was looked at.", "页面已检查。")
    return says(request, staff, shop, "The page is right.", "页面没有问题。")


@router.post("/allow")
async def allow(
    request: Request,
    session: Db,
    staff: Owner,
    shop: CurrentShop,
    origin: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Let pages of an origin show the assistant, and look at the page again."""
    plain = origin_of(origin)
    try:
        if not plain:
            raise Invalid(
                "This is not an address of a site.",
                remedy="For example https://www.shop.example.",
                zh="这不是网站地址，请填写例如 https://www.shop.example。",
            )
        after = await accounts.update_shop(
            session, shop.id, staff.actor, embed_origins=tuple(dict.fromkeys((*shop.embed_origins, plain)))
        )
    except Invalid as error:
        refused = says(request, staff, shop, f"{error.message} {error.remedy}", error.zh)
        return redirect_with_flash(request, f"{HOME}#check", refused, tone="stopped")
    before = await service.last_check(session, shop.id)
    only = len(await accounts.all_shops(session)) == 1
    await session.commit()
    if before is not None and any(one.allow == plain for one in before.findings):
        found = await service.look_at(before.url, wanted_of(after, only_shop=only))
        async with database_of(request).session() as writing:
            await service.keep_check(writing, shop.id, before.url, found)
    text = says(request, staff, shop, f"{plain} may show the assistant.", f"{plain} 已可显示店员。")
    return redirect_with_flash(request, f"{HOME}#check", text)


@router.get("/test")
async def embed_test(staff: CurrentStaff, shop: CurrentShop, lang: Lang = "en") -> Response:
    """A page that knows nothing of the shop's own, with the snippet in it, for the frame on the embed page."""
    title, text = _TEST_PAGE[lang]
    # Who tries in the console always sees the assistant, and is not counted.
    visitor = sealed_widget_visitor(new_id(TESTER))
    html = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><h1>{title}</h1><p>{text}</p>"
        f'<script src="/widget.js" data-shop="{shop.slug}" data-lang="{lang}" data-visitor="{visitor}" async></script></html>'
    )
    return HTMLResponse(
        html,
        headers={
            "X-Frame-Options": "SAMEORIGIN",
            "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' https:; "
            "frame-ancestors 'self'",
        },
    )


_TEST_PAGE: Final[dict[Lang, tuple[str, str]]] = {
    "en": ("A page of another site", "Only the snippet stands in this page."),
    "zh": ("其他网站的页面", "本页只放了嵌入代码。"),
}


async def _page(request: Request, session: AsyncSession, staff: Staff, shop: Shop) -> Response:
    context = console_page(request, staff, shop, section="channels")
    page = EmbedPage(
        snippets=snippets(settings().base_url, shop.slug, context.lang),
        origins=shop.embed_origins,
        sightings=await service.sightings(session, shop),
        checked=await service.last_check(session, shop.id),
        lang=context.lang,
        may_change=staff.may(Permission.MANAGE_SETTINGS),
        base_url=settings().base_url,
        public=bool(settings().public_url),
        as_staff=f"mercery={staff_key(shop.id)}",
    )
    return page_response("conversations/embed.html", page, context=context)
