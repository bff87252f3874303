"""Addresses of recommended pieces for mails a shop sends itself: signed, so that what is counted as opened was really sent, and
with nothing of the person or of the reason in them. Everybody who is shown a piece gets the same address."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Lang
from mercery.web.secret import seal, unseal

_PURPOSE: Final = "recommended_piece"


def address_of(product_id: str, lang: Lang) -> str:
    """The path at the shop that leads to the piece's page."""
    return f"/{lang}/r/{seal(_PURPOSE, product_id)}"


def product_of(token: str) -> str | None:
    """The product an address leads to; None where the address was not made here."""
    found = unseal(_PURPOSE, token)
    return found if isinstance(found, str) else None
