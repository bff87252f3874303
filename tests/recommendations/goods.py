"""Pieces for the tests of what is pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from mercery.catalog.product import Product
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.recommendations.piece import Piece, pieces_of

TODAY = date(2026, 11, 26)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@cache
def products() -> dict[str, Product]:
    """The demo shop's goods by key, which is their id too."""
    return {one.product.key: replace(one.product, id=one.product.key, media=()) for one in demo_products(TODAY)}


@cache
def pieces() -> dict[str, Piece]:
    """The same as pieces."""
    return {one.id: one for one in pieces_of(list(products().values()))}


def named(title: str, zh: str = "", category: tuple[Words, ...] = (), **more: object) -> Product:
    """A piece of which only the name is known."""
    plain = replace(products()["saddle-bag"], id=title, key=title, title=Words(title, zh), category=category,
                    attributes=(), durable=None, replacement_days=None)  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def ago(days: int) -> datetime:
    """A moment so many days before NOON."""
    return NOON - timedelta(days=days)
