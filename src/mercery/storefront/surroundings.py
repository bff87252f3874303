"""What stands around a page of the shop, for features below that have a page of their own there."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang
from mercery.storefront.visit import page_context, visit_of
from mercery.ui.page_context import PageContext
from mercery.web.visitor import visitor_id


class StorefrontPages:
    """Fills `conversations.responder.ShopPages`."""

    async def page_context(self, request: Request, session: AsyncSession, shop: Shop, lang: Lang) -> PageContext:
        """Header, footer and bag of this shop in this language."""
        return await page_context(await visit_of(lang, request, session, shop, visitor_id(request)))
