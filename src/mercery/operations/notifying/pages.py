"""Pages that mails to customers lead to: the conversation once more, and the end of such mails; and leaving an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from mercery.accounts import service as accounts
from mercery.accounts.page import plain_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop
from mercery.conversations import access
from mercery.conversations import service as conversations
from mercery.conversations.access import AskedShop
from mercery.conversations.conversation import Conversation
from mercery.conversations.pages import AskPage
from mercery.conversations.responder import doors_of
from mercery.core.errors import Invalid, MerceryError, NotFound
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.customers.signed_in import signed_in
from mercery.operations.notifying import leaving
from mercery.operations.notifying.links import AnswerLink, digest_of, read_answer_token, read_stop_token
from mercery.ui.page_context import PageContext
from mercery.web.csrf import csrf_exempt
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.rate_limit import Limit, client_address, limiter_of
from mercery.web.visitor import known_visitor

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/conversations", tags=["conversations"])
ADDRESSES = Limit(name="answer_address", burst=6, seconds=600)
LINKS = Limit(name="answer_link", burst=30, seconds=60)
_ABOUT: Final = Words(
    "You came by the link in your mail. What you write here goes to a person of the shop.",
    "您通过邮件中的链接打开了这段对话。在此留言将由店员回复。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewherePage:
    """Why nothing is shown: the link is over, or this is another browser."""

    why: Literal["over", "elsewhere"]
    shop: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """Ending such mails."""

    done: bool
    shop: str
    action: str


class AddressForm(BaseModel):
    """Where the customer wants to be told of answers in this conversation."""

    email: str = Field(max_length=254)


@api.post("/{conversation_id}/address", status_code=204)
async def leave_from_widget(
    request: Request, session: Db, shop: AskedShop, conversation_id: str, form: AddressForm
) -> Response:
    """Leave an address to be told at when there is an answer."""
    await limiter_of(request).take(ADDRESSES, shop.id, client_address(request))
    found = await access.customers_conversation(request, session, shop, conversation_id)
    await leaving.leave_address(session, shop.id, found.id, form.email)
    return Response(status_code=204)


@router.post("/{lang}/answers/address")
async def leave_from_page(
    request: Request, session: Db, shop: CurrentShop, lang: Lang, email: Annotated[str, Form(max_length=254)] = ""
) -> Response:
    """The same from the plain question page."""
    await limiter_of(request).take(ADDRESSES, shop.id, client_address(request))
    found = await access.newest_for_page(request, session, shop)
    if found is None:
        raise NotFound("There is no conversation to be told of.", zh="没有可通知的会话。")
    try:
        await leaving.leave_address(session, shop.id, found.id, email)
    except Invalid:
        words = Words("That is not an e-mail address.", "邮箱地址有误，请检查。")
        return redirect_with_flash(request, f"/{lang}/ask", words.text(lang), tone="stopped")
    words = Words("You will get a mail when somebody answers.", "有人回复后，您会收到邮件。")
    return redirect_with_flash(request, f"/{lang}/ask", words.text(lang))


@router.get("/{lang}/answers/{token}")
async def answered(request: Request, session: Db, shop: CurrentShop, lang: Lang, token: str) -> Response:
    """The conversation a mail tells of. In the browser it was begun in, that browser's own page; elsewhere only for an
    address known to be the customer's."""
    await limiter_of(request).take(LINKS, client_address(request))
    link = read_answer_token(token, shop.id)
    found = await _conversation(session, shop, link)
    if link is None or found is None:
        return await _elsewhere(request, session, shop, lang, "over")
    own = found.customer_id is None or signed_in(request, shop.id) == found.customer_id
    if own and found.channel == "storefront" and known_visitor(request) == found.visitor_id:
        await leaving.confirm(session, shop.id, found.id, link.digest)
        return RedirectResponse(f"/{lang}/ask", status_code=303, headers=_PRIVATE)
    if not await _may_open(session, shop, found, link):
        return await _elsewhere(request, session, shop, lang, "elsewhere")
    return await _thread(request, session, shop, lang, found, token)


@router.post("/{lang}/answers/{token}")
async def write(
    request: Request,
    session: Db,
    shop: CurrentShop,
    lang: Lang,
    token: str,
    text: Annotated[str, Form()] = "",
    client_key: Annotated[str, Form(max_length=80)] = "",
    person: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Write into the conversation. A person answers: a link in a mail proves less than a sign-in, so nothing is decided or
    done about orders by it."""
    await limiter_of(request).take(LINKS, client_address(request))
    link = read_answer_token(token, shop.id)
    found = await _conversation(session, shop, link)
    if link is None or found is None or not await _may_open(session, shop, found, link):
        return await _elsewhere(request, session, shop, lang, "over")
    try:
        async with session.begin_nested():
            if text.strip() or not person:
                await conversations.receive(session, shop.id, found.id, text, lang, client_key=client_key or None)
            await conversations.ask_for_person(session, shop.id, found.id)
    except MerceryError as error:
        return await _thread(
            request, session, shop, lang, found, token, draft=text, problem=Words(error.message, error.zh).text(lang)
        )
    await conversations.mark_read(session, shop.id, found.id, "customer")
    return RedirectResponse(f"/{lang}/answers/{token}", status_code=303, headers=_PRIVATE)


@router.get("/mail/stop/{token}")
async def stop_page(request: Request, session: Db, token: str) -> Response:
    """Asks before it ends the mails: programs that look through mails open links too."""
    return await _stop(request, session, token, done=False)


@router.post("/mail/stop/{token}")
@csrf_exempt("a mail program ends the mails by one click (RFC 8058) and has no page; the signed address is the proof")
async def stop(request: Request, session: Db, token: str) -> Response:
    """No more such mails."""
    await limiter_of(request).take(LINKS, client_address(request))
    return await _stop(request, session, token, done=True)


_PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


async def _stop(request: Request, session: AsyncSession, token: str, *, done: bool) -> Response:
    opened = read_stop_token(token)
    if opened is None:
        raise NotFound(
            "This link is not valid.",
            remedy="Use the link of the newest mail.",
            zh="链接无效，请使用最新邮件中的链接。",
        )
    shop = await accounts.shop(session, opened[0])
    if done:
        await leaving.stop(session, shop.id, opened[1])
    context = plain_page(request, shop)
    page = StopPage(done=done, shop=shop.name.text(context.lang), action=f"/mail/stop/{token}")
    return page_response("operations/notifying/stop.html", page, context=context, headers=_PRIVATE)


async def _conversation(session: AsyncSession, shop: Shop, link: AnswerLink | None) -> Conversation | None:
    if link is None:
        return None
    try:
        return await conversations.conversation(session, shop.id, link.conversation_id)
    except NotFound:
        return None


async def _may_open(session: AsyncSession, shop: Shop, found: Conversation, link: AnswerLink) -> bool:
    """Whether the link still leads to the address the conversation is told at, and that one is the customer's own."""
    reach = await leaving.reach_of(session, shop.id, found)
    return reach is not None and reach.confirmed and digest_of(shop.id, reach.address) == link.digest


async def _elsewhere(
    request: Request, session: AsyncSession, shop: Shop, lang: Lang, why: Literal["over", "elsewhere"]
) -> Response:
    page = ElsewherePage(why=why, shop=shop.name.text(lang), ask=f"/{lang}/ask")
    context = await _around(request, session, shop, lang)
    status = 410 if why == "over" else 200
    return page_response("operations/notifying/elsewhere.html", page, context=context, status=status, headers=_PRIVATE)


async def _thread(
    request: Request,
    session: AsyncSession,
    shop: Shop,
    lang: Lang,
    found: Conversation,
    token: str,
    *,
    draft: str = "",
    problem: str = "",
) -> Response:
    said = await conversations.messages(session, shop.id, found.id, newest=True, notes=False)
    page = AskPage(
        messages=tuple(said), about=_ABOUT.text(lang), action=f"/{lang}/answers/{token}", client_key=new_id("ask"),
        draft=draft, problem=problem,
    )  # fmt: skip
    context = await _around(request, session, shop, lang)
    status = 422 if problem else 200
    return page_response("conversations/ask.html", page, context=context, status=status, headers=_PRIVATE)


async def _around(request: Request, session: AsyncSession, shop: Shop, lang: Lang) -> PageContext:
    pages = doors_of(request).shop_pages
    return await pages.page_context(request, session, shop, lang) if pages else plain_page(request, shop)
