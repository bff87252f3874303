"""Feeds that others read by themselves: Google Merchant's."""

from __future__ import annotations

import time
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from mercery.storefront import addresses
from mercery.storefront.visit import CurrentVisit, site
from mercery.studio.exporting.files import merchant_feed

router = APIRouter(include_in_schema=False)
__all__ = ["addresses", "router"]
_FRESH: Final = 1.0
"""Seconds a feed is given out again: whoever asks over and over costs no more than one look a second."""
_made: dict[tuple[str, str, str, str], tuple[float, str]] = {}
_MOST: Final = 64


@router.get("/{lang:lang}/feeds/google.xml")
async def google(visit: CurrentVisit, currency: str = "") -> Response:
    """Every variant with what it costs and whether it can be had, as of this second."""
    chosen = currency if currency in visit.shop.currencies else visit.shop.currency
    base = site(visit.request, visit.shop)
    key = (visit.shop.id, visit.lang, chosen, base)
    made = _made.get(key)
    if made is None or time.monotonic() - made[0] > _FRESH:
        begun = time.monotonic()
        text = await merchant_feed(visit.session, visit.shop, visit.lang, base, currency=chosen)
        if len(_made) >= _MOST:
            _made.clear()
        # Counted from before it was read: what changes meanwhile is in the next one.
        made = _made[key] = (begun, text)
    return Response(made[1], media_type="application/xml", headers={"Cache-Control": "no-cache"})
