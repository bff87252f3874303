"""The page behind the short address under an answer: the answer whole, and what it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from mercery.accounts.page import plain_page
from mercery.accounts.web import CurrentShop
from mercery.channels.sources import message_id_of
from mercery.conversations.conversation import Message
from mercery.conversations.responder import doors_of
from mercery.conversations.service.messages import message_of
from mercery.conversations.thread_view import pieces
from mercery.core.errors import NotFound
from mercery.ui.page_context import PageContext
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPage:
    """One answer."""

    message: Message
    shop_name: str

    pieces = staticmethod(pieces)


@router.get("/said/{code}")
async def said(request: Request, session: Db, shop: CurrentShop, code: str) -> Response:
    """The answer and its sources, for whoever was given the address."""
    message_id = message_id_of(code)
    if message_id is None:
        raise NotFound("There is no such page.")
    message = await message_of(session, shop.id, message_id)
    if message.author not in ("assistant", "staff") or message.kind != "message":
        raise NotFound("There is no such page.")
    page = SaidPage(message=message, shop_name=shop.name.text(message.lang))
    shop_pages = doors_of(request).shop_pages
    context: PageContext = (
        await shop_pages.page_context(request, session, shop, message.lang) if shop_pages else plain_page(request, shop)
    )
    response = page_response("channels/said.html", page, context=context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
