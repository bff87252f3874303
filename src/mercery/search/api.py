"""Search for pages that complete what is typed, and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel

from mercery.accounts.web import CurrentShop
from mercery.catalog import service as catalog
from mercery.core.i18n import Lang, Words
from mercery.search.filters import GROUP_LABELS
from mercery.search.result import Suggestion
from mercery.search.service import suggest
from mercery.web.database import Db

router = APIRouter(prefix="/api/search", tags=["search"])
_PRODUCT = Words("piece", "商品")
_SEARCH = Words("search", "搜索")


class SuggestionOut(BaseModel):
    """One completion."""

    text: str
    kind: str
    """`search`, `product`, `category`, `brand`, `colour` …"""
    label: str
    """The same in words."""
    url: str
    """Where choosing it leads."""


class SuggestionsOut(BaseModel):
    """Completions, the likeliest first."""

    suggestions: list[SuggestionOut]


@router.get("/suggest")
async def suggestions(
    session: Db, shop: CurrentShop, q: Annotated[str, Query(max_length=80)] = "", lang: Lang = "en"
) -> SuggestionsOut:
    """Complete `q`: searches that led somewhere, categories, brands, colours and materials of the shop, names of products."""
    found = await suggest(session, shop, q, lang)
    products = await catalog.products(session, shop.id, [one.product_id for one in found if one.product_id])
    handles = {product.id: product.handle for product in products if product.status == "active"}
    return SuggestionsOut(
        suggestions=[
            SuggestionOut(
                text=one.text, kind=one.kind, label=_label(one).text(lang).lower(), url=_url(one, lang, handles)
            )
            for one in found
            if one.product_id is None or one.product_id in handles
        ]
    )


def _label(one: Suggestion) -> Words:
    own = {"product": _PRODUCT, "search": _SEARCH}
    return own.get(one.kind) or GROUP_LABELS.get(one.kind, Words(one.kind))


def _url(one: Suggestion, lang: Lang, handles: Mapping[str, str]) -> str:
    if one.product_id is not None:
        return f"/{lang}/p/{quote(handles[one.product_id])}"
    if one.kind == "category":
        return f"/{lang}/c/{quote(one.value or '')}"
    wanted = {"q": one.text} if one.kind == "search" else {one.kind: one.value or ""}
    return f"/{lang}/search?{urlencode(wanted)}"
