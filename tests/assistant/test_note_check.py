"""An associate's note beside shared pieces: held against the facts of the pieces, whichever of them a sentence is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.storefront.boutique import open_boutique

from mercery.accounts.shop import Shop
from mercery.assistant.note_check import AssociateNotes
from mercery.catalog.service import all_product_ids, products
from mercery.core.database import Database
from mercery.core.i18n import Lang


async def checked(
    database: Database, shop: Shop, text: str, names: Sequence[str], lang: Lang = "en"
) -> tuple[list[str], list[str]]:
    async with database.session() as session:
        every = await products(session, shop.id, await all_product_ids(session, shop.id))
    ids = [one.id for one in every if one.title.en in names]
    assert len(ids) == len(names)
    found = await AssociateNotes(database).check_note(shop=shop, product_ids=ids, text=text, lang=lang)
    return [one.found for one in found.contradictions], list(found.unproved)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database, home / "media")


BAGS = ("Work Tote", "Firenze Satchel")


async def test_friendly_words_need_no_proof(database: Database, shop: Shop) -> None:
    assert await checked(database, shop, "Hello again! Let me know if you have any questions.", BAGS) == ([], [])


@pytest.mark.parametrize("names", [BAGS[:1], BAGS])
async def test_a_price_that_none_of_the_pieces_has_contradicts(
    database: Database, shop: Shop, names: tuple[str, ...]
) -> None:
    wrong, unproved = await checked(database, shop, "It costs 12 euros.", names)
    assert wrong
    assert not unproved


async def test_a_promise_no_fact_bears_out_is_named(database: Database, shop: Shop) -> None:
    wrong, unproved = await checked(database, shop, "You can wear it in a tropical storm for forty years.", BAGS)
    assert wrong or unproved
