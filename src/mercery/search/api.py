"""Search for pages that complete what is typed, and for programs."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel

from mercery.accounts.web import CurrentShop
from mercery.catalog import service as catalog
from mercery.core.i18n import Lang, Words
from mercery.search.filters import GROUP_LABELS
from mercery.search.service import suggest
from mercery.web.database import Db

router = APIRouter(prefix="/api/search", tags=["search"])
_PRODUCT = Words("piece", "商品")


class SuggestionOut(BaseModel):
    """One completion."""

    text: str
    label: str
    """What it is, in words."""
    url: str
    """Where choosing it leads."""


class SuggestionsOut(BaseModel):
    """Completions, the likeliest first."""

    suggestions: list[SuggestionOut]


@router.get("/suggest")
async def suggestions(
    session: Db, shop: CurrentShop, q: Annotated[str, Query(max_length=80)] = "", lang: Lang = "en"
) -> SuggestionsOut:
    """Complete `q`: categories, brands, colours and materials of the shop, then names of products."""
    found = await suggest(session, shop, q, lang)
    products = await catalog.products(session, shop.id, [one.product_id for one in found if one.product_id])
    handles = {product.id: product.handle for product in products}
    made = []
    for one in found:
        if one.product_id is not None:
            url = f"/{lang}/p/{quote(handles.get(one.product_id, ''))}"
        elif one.kind == "category":
            url = f"/{lang}/c/{quote(one.value or '')}"
        else:
            url = f"/{lang}/search?{urlencode({one.kind: one.value or ''})}"
        label = _PRODUCT if one.kind == "product" else GROUP_LABELS.get(one.kind, Words(one.kind))
        made.append(SuggestionOut(text=one.text, label=label.text(lang).lower(), url=url))
    return SuggestionsOut(suggestions=made)
