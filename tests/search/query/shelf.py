"""Shops whose queries the tests read: real indexes of the demo shop and of shops invented for them."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.search.query.shops import clothes, electronics, outdoors

from mercery.catalog.product import Product
from mercery.demo.catalogue import demo_products
from mercery.search.document import document
from mercery.search.index import NewVersion, open_index
from mercery.search.library import OpenShop
from mercery.search.query.parts import Reading
from mercery.search.query.understanding import understand
from mercery.search.synonyms.synonym import Synonym


@dataclass(frozen=True, slots=True)
class Shelf:
    """An opened shop."""

    shop: OpenShop

    def read(self, query: str, *kept: str, currency: str = "EUR", own: tuple[Synonym, ...] = ()) -> Reading:
        """The query as search reads it."""
        return understand(self.shop, query, currency=currency, kept_as_words=frozenset(kept), own=own)


def shelf(products: Iterable[Product]) -> Shelf:
    """These products, indexed."""
    home = Path(mkdtemp(prefix="mercery-shelf-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    with NewVersion(home, "shop_test") as version:
        version.add([document(replace(one, id=one.id or f"product_{number}")) for number, one in enumerate(products)])
        version.publish()
    return Shelf(OpenShop(open_index(home, "shop_test")))


@cache
def demo_shelf() -> Shelf:
    """The demo shop."""
    return shelf(one.product for one in demo_products(date(2026, 11, 25)))


@cache
def electronics_shelf() -> Shelf:
    """The invented shop for electronics."""
    return shelf(electronics())


@cache
def clothes_shelf() -> Shelf:
    """The invented shop for clothes."""
    return shelf(clothes())


@cache
def outdoors_shelf() -> Shelf:
    """The invented shop for outdoors."""
    return shelf(outdoors())
