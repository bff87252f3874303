"""Whose conversation a request may use: decided by the visitor's cookie or the conversation's token, never by text."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import Conversation
from mercery.core import statements
from mercery.core.database import Json
from mercery.core.errors import Forbidden, NotFound
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.statements import Asked
from mercery.customers import service as customers
from mercery.customers.signed_in import signed_in
from mercery.web.database import Db, database_of
from mercery.web.visitor import known_visitor, read_widget_visitor, visitor_id

TOKEN_HEADER = "X-Conversation-Token"  # noqa: S105 - the name of a header


async def asked_shop(
    connection: HTTPConnection, session: Db, shop: Annotated[str | None, Query(max_length=63)] = None
) -> Shop:
    """The shop named by `?shop=slug` (pages of other sites), else the one of this host."""
    if shop:
        return await accounts.shop_by_slug(session, shop)
    found = await accounts.shop_for_host(session, connection.headers.get("host", "")) or await accounts.first_shop(
        session
    )
    if found is None:
        raise NotFound("There is no shop here yet.", remedy="Set one up in the console.")
    return found


async def read_ahead(
    connection: HTTPConnection, session: AsyncSession, shop: str | None, conversation_id: str, *more: Asked[Any]
) -> None:
    """Ask in one trip what `asked_shop` and `customers_conversation` ask next, and `more`."""
    named = accounts.named_shop_asked(shop, connection.headers.get("host", ""))
    await statements.read_ahead(session, named, service.for_customer_asked(conversation_id), *more)


AskedShop = Annotated[Shop, Depends(asked_shop)]
"""Dependency: the shop a customer's page talks to."""


def token_of(connection: HTTPConnection) -> str | None:
    """The conversation's token as the widget sends it."""
    return connection.headers.get(TOKEN_HEADER) or None


async def customers_conversation(
    connection: HTTPConnection, session: AsyncSession, shop: Shop, conversation_id: str
) -> Conversation:
    """The conversation, when this request's token or cookie opens it; Forbidden otherwise."""
    found = await service.for_customer(
        session, shop.id, conversation_id, visitor_id=known_visitor(connection), token=token_of(connection)
    )
    if found.channel != "storefront":
        return found
    if found.customer_id and found.customer_id != signed_in(connection, shop.id):
        raise Forbidden(
            "This conversation belongs to a customer who is no longer signed in here.",
            remedy="Start a new conversation.",
            zh="此会话属于另一位顾客，该顾客在此已退出登录。请开始新会话。",
        )
    return await _owned(connection, session, shop, found)


async def open_for_page(
    connection: HTTPConnection, session: AsyncSession, shop: Shop, *, lang: Lang, context: Json
) -> Conversation:
    """The conversation of this browser on the shop's own pages."""
    begun = await service.open_or_resume(
        session,
        shop.id,
        visitor_id(connection),
        channel="storefront",
        lang=lang,
        context=context,
        customer_id=signed_in(connection, shop.id),
    )
    return await _owned(connection, session, shop, begun)


async def newest_for_page(connection: HTTPConnection, session: AsyncSession, shop: Shop) -> Conversation | None:
    """The open conversation of this browser, without opening one."""
    visitor = known_visitor(connection)
    if visitor is None:
        return None
    owner = signed_in(connection, shop.id)
    return await service.newest_open(session, shop.id, visitor, channel="storefront", customer_id=owner)


async def _owned(connection: HTTPConnection, session: AsyncSession, shop: Shop, found: Conversation) -> Conversation:
    """The conversation as that of the customer who is signed in, if anybody is."""
    owner = signed_in(connection, shop.id)
    known = await customers.find_customer(session, shop.id, owner) if owner and found.customer_id is None else None
    if known is None:
        return found
    return await service.name_customer(
        session, shop.id, found.id, name=known.name, email=known.email or "", customer_id=known.id
    )


async def open_for_embed(
    session: AsyncSession, shop: Shop, *, channel: str, lang: Lang, context: Json, visitor: str | None
) -> tuple[Conversation, str]:
    """A new conversation for a page elsewhere, and the token that opens it."""
    name = read_widget_visitor(visitor) or new_id("vis")
    begun = await service.open_or_resume(session, shop.id, name, channel=channel, lang=lang, context=context)
    return begun, await service.issue_token(session, shop.id, begun.id)


async def embed_allowed(connection: HTTPConnection, origin: str) -> bool:
    """Whether pages of `origin` may talk to the shop this request names by `?shop=`, or else by its host."""
    async with database_of(connection).session() as session:
        try:
            shop = await asked_shop(connection, session, connection.query_params.get("shop"))
        except NotFound:
            return False
    return origin in shop.embed_origins
