"""A shop whose descriptions know more than is recorded of its goods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.catalog.builders import bag

from mercery.accounts import passwords
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Attribute, Product
from mercery.claims.values import MaterialPart, Materials
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.studio.extracting import repository, service, working
from mercery.studio.extracting.draft import Draft

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work: people are made and sign in."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))


@dataclass(frozen=True)
class ThinShop:
    """The shop and what a reading does to it."""

    database: Database
    shop: Shop

    async def read(self, *, everything: bool = False) -> None:
        """A reading from beginning to end."""
        async with self.database.session() as session:
            run = await service.start(session, self.shop.id, CLAIRE, everything=everything)
        await working.read_catalogue(self.database, self.shop.id, run.id)

    async def drafts(self, *states: str) -> dict[tuple[str, str], Draft]:
        """Drafts by product and attribute."""
        async with self.database.session() as session:
            found = await repository.drafts(session, self.shop.id, states or ("proposed",))  # type: ignore[arg-type]
            keys = {one.id: one.key for one in await self._products()}
        return {(keys[one.product_id], one.attribute): one for one in found}

    async def product(self, key: str) -> Product:
        """A product as it is now."""
        async with self.database.session() as session:
            return await catalog.product(session, self.shop.id, key=key)

    async def _products(self) -> list[Product]:
        async with self.database.session() as session:
            return await catalog.products(session, self.shop.id, await catalog.all_product_ids(session, self.shop.id))


def goods() -> list[Product]:
    """A tote that only its description describes, and a clutch with a recorded material."""
    tote = replace(
        bag("tote"), title=Words("Grained calf leather tote", "粒面小牛皮托特包"), attributes=(),
        description=Words(
            "A structured tote, lined in cotton. 36 x 28 x 14 cm, strap drop 55 cm. Magnetic closure. Made in Italy.",
            "里料为棉。意大利制造。",
        ),
    )  # fmt: skip
    lambskin = Attribute(
        name="material", label=Words("Material", "材质"), value=Materials((MaterialPart("main", Words("lambskin")),))
    )
    clutch = replace(
        bag("clutch"), title=Words("Evening clutch"), attributes=(lambskin,),
        description=Words("Cut from silk satin. Dry clean only."),
    )  # fmt: skip
    return [tote, clutch]


@pytest.fixture
async def thin(database: Database, home: Path) -> ThinShop:
    """Nothing has been read yet."""
    async with database.session() as session:
        shop = await accounts.create_shop(session, slug="thin", name=Words("Thin"), currency="EUR")
        await catalog.apply_drafts(session, shop, goods(), SYSTEM)
    return ThinShop(database=database, shop=shop)
