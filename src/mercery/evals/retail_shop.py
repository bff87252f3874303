"""A shop in a folder, brought in by the product's own importer into a scratch database, with a pack of rules for actions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.importing.parts import parts_of
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.evals.scratch import NO_DATA, scratch_database
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack
from mercery.orders.importing.kinds import register_kinds

DEFAULT_RULES = "one-change-retail"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailShop:
    """The shop and where it lives."""

    database: Database
    shop: Shop


@asynccontextmanager
async def retail_shop(folder: Path, rules: str = DEFAULT_RULES) -> AsyncIterator[RetailShop]:
    """The shop of a folder: the one document that holds a whole shop, else every file that is recognised."""
    register_kinds()
    async with scratch_database() as database:
        async with database.session() as session:
            shop = await create_shop(
                session, slug="examined", name=Words(folder.name), currency="USD", timezone="America/New_York",
                holdouts={"assistant": 0.0},
            )  # fmt: skip
            await import_path(session, shop, _whole_shop(folder) or folder, SYSTEM, ImportOptions(leave_out=NO_DATA))
            await actions.record_rules(session, shop.id, SYSTEM, pack(rules), reason="eval")
        yield RetailShop(database=database, shop=shop)


def _whole_shop(folder: Path) -> Path | None:
    for file in sorted(folder.iterdir()):
        if file.is_file():
            with parts_of(file) as parts:
                if parts:
                    return file
    return None
