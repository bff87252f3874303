"""Channels and embedding in the console."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import HTMLResponse, Response

from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.conversations import channels
from mercery.conversations.channels import Channel, Delivery
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.visitor import TESTER, sealed_widget_visitor

router = APIRouter(prefix="/console", include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsPage:
    """The shop's channels and the newest deliveries."""

    channels: tuple[Channel, ...]
    deliveries: tuple[Delivery, ...]
    base: str
    may_change: bool
    shown: Channel | None = None
    """The channel whose new secret is shown, this once."""
    problem: str = ""
    name: str = ""
    callback_url: str = ""

    def name_of(self, channel_id: str) -> str:
        """How the channel is called."""
        return next((one.name for one in self.channels if one.id == channel_id), channel_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedPage:
    """The snippet and the origins that may use it."""

    snippet: str
    origins: tuple[str, ...]
    lang: Lang
    slug: str


@router.get("/channels")
async def channel_list(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Channels, and how deliveries went."""
    return await _page(request, session, staff, shop)


@router.post("/channels")
async def create(
    request: Request,
    session: Db,
    staff: Owner,
    shop: CurrentShop,
    name: Annotated[str, Form()] = "",
    callback_url: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Make a channel and show its secret once."""
    try:
        made = await channels.create_channel(session, shop.id, staff.actor, name=name, callback_url=callback_url)
    except (Invalid, Conflict) as error:
        problem = f"{error.message} {error.remedy}"
        return await _page(request, session, staff, shop, problem=problem, name=name, callback_url=callback_url)
    return await _page(request, session, staff, shop, shown=made)


@router.post("/channels/{channel_id}/{act}")
async def change(
    request: Request,
    session: Db,
    staff: Owner,
    shop: CurrentShop,
    channel_id: str,
    act: Literal["rotate", "disable", "enable", "callback"],
    callback_url: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """A new secret, on, off, or another callback address."""
    match act:
        case "rotate":
            made = await channels.rotate_secret(session, shop.id, staff.actor, channel_id)
            return await _page(request, session, staff, shop, shown=made)
        case "callback":
            try:
                await channels.set_callback(session, shop.id, staff.actor, channel_id, callback_url)
            except Invalid as error:
                return redirect_with_flash(
                    request, "/console/channels", f"{error.message} {error.remedy}", tone="stopped"
                )
        case "disable" | "enable":
            await channels.set_enabled(session, shop.id, staff.actor, channel_id, act == "enable")
    return redirect_with_flash(request, "/console/channels", "已保存。" if staff.language == "zh" else "Saved.")


@router.get("/embed")
async def embed(request: Request, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """The snippet, with a page beside it that really embeds it."""
    context = console_page(request, staff, shop, section="channels")
    page = EmbedPage(
        snippet=_snippet(shop, context.lang), origins=shop.embed_origins, lang=context.lang, slug=shop.slug
    )
    return page_response("conversations/embed.html", page, context=context)


@router.get("/embed/test")
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


def _snippet(shop: Shop, lang: Lang) -> str:
    return f'<script src="{settings().base_url}/widget.js" data-shop="{shop.slug}" data-lang="{lang}" async></script>'


async def _page(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    *,
    shown: Channel | None = None,
    problem: str = "",
    name: str = "",
    callback_url: str = "",
) -> Response:
    page = ChannelsPage(
        channels=tuple(await channels.channels(session, shop.id)),
        deliveries=tuple(await channels.deliveries(session, shop.id)),
        base=settings().base_url,
        may_change=staff.may(Permission.MANAGE_SETTINGS),
        shown=shown,
        problem=problem,
        name=name,
        callback_url=callback_url,
    )
    context = console_page(request, staff, shop, section="channels")
    return page_response("conversations/channels.html", page, context=context, status=422 if problem else 200)
