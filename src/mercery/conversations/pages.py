"""Pages for customers: the widget's script at its lasting address, and the plain question page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from mercery.accounts.page import plain_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop
from mercery.conversations import access, service
from mercery.conversations.attachments import ACCEPT, LARGEST, Attachment, read_attachments
from mercery.conversations.conversation import Conversation, Message
from mercery.conversations.responder import doors_of
from mercery.conversations.thread_view import pieces
from mercery.core.config import settings
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.core.mail import mail_leaves
from mercery.ui.manifest import ASSET_PREFIX, DIST, asset_url
from mercery.ui.page_context import PageContext
from mercery.web.database import Db, database_of
from mercery.web.html import page_response
from mercery.web.rate_limit import (
    ASSISTANT_PER_ADDRESS,
    ASSISTANT_PER_VISITOR,
    assistant_per_shop,
    client_address,
    limiter_of,
)
from mercery.web.visitor import VisitorId

router = APIRouter(include_in_schema=False)
_ABOUT: Final = Words(
    "An AI assistant answers from the shop's own records; each stitched phrase has a source. A person can take over.",
    "由 AI 店员依据店内资料答复，画线的话都有出处，也可随时转真人。",
)
_READ: Final = Words("Please read the file I attached.", "请看一下我附上的文件。")
_FAILED: Final = Words("The answer could not be completed. Your question is kept.", "暂时无法答复，您的问题已保留。")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """The plain question page."""

    messages: tuple[Message, ...]
    about: str
    action: str
    client_key: str
    product_id: str = ""
    draft: str = ""
    problem: str = ""
    waits: bool = False
    """A person is waited for and mail leaves, so the customer may say where they are told of the answer."""

    accept: str = ACCEPT
    pieces = staticmethod(pieces)


@router.get("/widget.js")
def widget_script() -> Response:
    """The script other sites embed. Its address never changes, so browsers ask again after five minutes."""
    path = DIST / asset_url("widget.js").removeprefix(ASSET_PREFIX)
    return Response(
        path.read_bytes(),
        media_type="text/javascript",
        headers={
            "Cache-Control": "public, max-age=300",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        },
    )


@router.get("/{lang}/ask")
async def ask_page(
    request: Request, session: Db, shop: CurrentShop, lang: Lang, q: str = "", product: str = ""
) -> Response:
    """The conversation so far and a field."""
    found = await access.newest_for_page(request, session, shop)
    return await _page(request, session, shop, lang, found, product_id=product[:64], draft=q[:500])


@router.post("/{lang}/ask")
async def ask(
    request: Request,
    session: Db,
    shop: CurrentShop,
    lang: Lang,
    visitor: VisitorId,
    text: Annotated[str, Form()] = "",
    product_id: Annotated[str, Form(max_length=64)] = "",
    client_key: Annotated[str, Form(max_length=80)] = "",
    person: Annotated[str, Form()] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Answer, then show the page again."""
    limiter = limiter_of(request)
    await limiter.take_all(
        (ASSISTANT_PER_VISITOR, (shop.id, visitor)),
        (ASSISTANT_PER_ADDRESS, (shop.id, client_address(request))),
        (assistant_per_shop(), (shop.id,)),
    )
    context = {"page": request.url.path, **({"product_id": product_id} if product_id else {})}
    database, doors = database_of(request), doors_of(request)
    # The answer has transactions of its own. One kept open beside them would hold rows that they wait for.
    await session.commit()
    async with database.session() as opening:
        begun = await access.open_for_page(request, opening, shop, lang=lang, context=context)
        enabled = doors.enrolment is None or await doors.enrolment.assistant_enabled(opening, shop, visitor)
    try:
        held = [(one.filename or "", await one.read(LARGEST + 1)) for one in files or () if one.filename]
        sent = await asyncio.to_thread(read_attachments, held)
        text = text if text.strip() or not sent else _READ.text(lang)
        if text.strip() and doors.responder is not None and enabled and not person:
            turn = doors.responder.respond(
                shop=shop, conversation=begun, text=text, lang=lang, context=context, client_key=client_key or None,
                files=sent,
            )  # fmt: skip
            async for _ in turn:
                pass
        else:
            async with database.session() as calling:
                await _to_person(calling, shop, begun, text, lang, client_key, sent)
    except MerceryError as error:
        problem = told_in(lang, error) if error.status < 500 else _FAILED.text(lang)
        async with database.session() as showing:
            return await _page(
                request, showing, shop, lang, begun, product_id=product_id, draft=text, problem=problem.strip()
            )
    return RedirectResponse(f"/{lang}/ask", status_code=303)


async def _to_person(
    session: AsyncSession,
    shop: Shop,
    begun: Conversation,
    text: str,
    lang: Lang,
    client_key: str,
    files: Sequence[Attachment],
) -> None:
    """Keep the message, if there is one, and call a person."""
    if text.strip():
        await service.receive(session, shop.id, begun.id, text, lang, client_key=client_key or None, files=files)
    await service.ask_for_person(session, shop.id, begun.id)


async def _page(
    request: Request,
    session: AsyncSession,
    shop: Shop,
    lang: Lang,
    found: Conversation | None,
    *,
    product_id: str = "",
    draft: str = "",
    problem: str = "",
) -> Response:
    stored = await service.messages(session, shop.id, found.id, newest=True, notes=False) if found else []
    if found:
        await service.mark_read(session, shop.id, found.id, "customer")
    page = AskPage(
        messages=tuple(stored),
        about=_ABOUT.text(lang),
        action=f"/{lang}/ask",
        client_key=new_id("ask"),
        product_id=product_id,
        draft=draft,
        problem=problem,
        waits=found is not None and found.status == "waiting" and mail_leaves(settings()),
    )
    shop_pages = doors_of(request).shop_pages
    context: PageContext = (
        await shop_pages.page_context(request, session, shop, lang) if shop_pages else plain_page(request, shop)
    )
    return page_response("conversations/ask.html", page, context=context, status=422 if problem else 200)
