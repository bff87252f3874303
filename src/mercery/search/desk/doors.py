"""What the desk asks of its neighbour on the shelf; `app.py` fills it."""

from __future__ import annotations

from typing import cast

from starlette.requests import HTTPConnection

from mercery.search.finding import OfferSource


def offers_of(connection: HTTPConnection) -> OfferSource:
    """Where prices and stock of this moment come from."""
    return cast("OfferSource", connection.app.state.search_offers)
