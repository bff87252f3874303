"""A shop whose goods the guide knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest_asyncio
from tests.catalog.builders import SHOP, add_shop
from tests.guide.goods import product, variant

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.catalog.service import apply_drafts
from mercery.core.database import Database
from mercery.guide.shelf import forget_shelves


def stock() -> list[Product]:
    """Bags and shoes of an invented shop, as drafts."""
    drafts = [
        product(
            "harbour", variant("HAR-BLK", colour="black", price=125_000), variant("HAR-TAN", colour="tan", price=125_000, stock=0),
            title="Harbour Tote", material="grained calf leather; cotton lining", notes="Fits a 13-inch laptop", audience="women", durable=True,
        ),
        product(
            "dune", variant("DUN-SND", colour="sand", price=42_000), title="Dune Shopper",
            material="coated canvas with calf leather trim", closure="open top, no zip",
        ),
        product(
            "ridge", variant("RID-BLK", colour="black", price=29_000, was=38_000), variant("RID-OLV", colour="olive", price=29_000, was=38_000),
            title="Ridge Backpack", material="recycled nylon", notes="Padded sleeve for a 15-inch laptop", closure="zip",
        ),
        product("quay", *(variant(f"QUA-{size}", colour="navy", size=size, price=39_500, stock=int(size) % 2) for size in ("40", "41", "42", "43")),
                title="Quay Loafers", category="Shoes", material="suede; leather sole", audience="men"),
        product("cove", variant("COV-38", colour="red", size="38", price=10_500), title="Cove Espadrilles", category="Shoes",
                material="linen canvas; jute sole", audience="women"),
        product("salve", variant("SAL-75", size="75 ml", price=3_200), title="Almond Hand Cream", category="Beauty",
                material="sweet almond oil, shea butter", notes="Contains nut oil", volume="75 ml", durable=False),
    ]  # fmt: skip
    return [replace(one, id="", variants=tuple(replace(each, id="") for each in one.variants)) for one in drafts]


@pytest_asyncio.fixture
async def shop(database: Database, home: Path) -> Shop:
    """The shop, with its goods in it."""
    forget_shelves()
    made = await add_shop(database, SHOP)
    async with database.session() as session:
        await apply_drafts(session, made, stock(), SYSTEM)
    return made
