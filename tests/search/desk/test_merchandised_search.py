"""Rules and synonyms in real searches of a boutique."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.promotions.service import offers
from mercery.search.desk import service
from mercery.search.desk.own_synonym import OwnSynonym
from mercery.search.desk.rule import Act, Rule, Scope, Target
from mercery.search.filters import Filters
from mercery.search.result import SearchResult
from mercery.search.service import search


class Shelf:
    """A boutique, its rules and what its lists show."""

    def __init__(self, database: Database, shop: Shop, ids: dict[str, str]) -> None:
        self.database, self.shop, self.ids = database, shop, ids
        self.handles = {product_id: handle for handle, product_id in ids.items()}

    async def rule(self, act: Act, target: Target | str, *queries: str, **more: Any) -> Rule:
        """A kept rule for these searches; a target that is a text names a piece."""
        meant = target if isinstance(target, Target) else Target(kind="product", value=self.ids[target])
        fields: dict[str, Any] = {"scope": Scope(kind="queries", queries=queries), "place": 1, **more}
        begins = now() - timedelta(minutes=1)
        made = Rule(
            id="", act=act, target=meant, starts_at=begins, ends_at=begins + timedelta(days=7), reason="Window",
            made_at=begins, changed_at=begins, **fields,
        )  # fmt: skip
        async with self.database.session() as session:
            return await service.save_rule(session, self.shop.id, SYSTEM, made)

    async def shows(self, query: str, **more: Any) -> tuple[list[str], SearchResult]:
        async with self.database.session() as session:
            result = await search(session, self.shop, query, "en", offers=offers, merchandised=True, **more)
        return [self.handles[one] for one in result.product_ids], result


@pytest.fixture
async def shelf(database: Database, home: Path) -> Shelf:
    shop = await open_boutique(database)
    async with database.session() as session:
        found = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    return Shelf(database, shop, {one.handle: one.id for one in found})


async def test_a_pin_leads_its_search_and_says_so_and_no_other(shelf: Shelf) -> None:
    before, _ = await shelf.shows("bag")
    await shelf.rule("pin", "petite-clutch", "bags")
    after, result = await shelf.shows("bag")
    assert after == ["petite-clutch", *(one for one in before if one != "petite-clutch")]
    assert result.marks[shelf.ids["petite-clutch"]].act == "pin" and result.brought == ()
    assert (await shelf.shows("black bag"))[1].marks == {}


async def test_a_slip_of_the_finger_does_not_keep_a_search_from_its_rule(shelf: Shelf) -> None:
    await shelf.rule("pin", "work-tote", "satchel")
    after, result = await shelf.shows("satchl")
    assert after[0] == "work-tote" and result.corrections


async def test_a_pinned_piece_that_is_no_result_is_brought_and_not_counted_as_a_fit(shelf: Shelf) -> None:
    await shelf.rule("pin", "deco-carre", "bag")
    after, result = await shelf.shows("bag")
    assert after[0] == "deco-carre" and result.brought == (shelf.ids["deco-carre"],)


async def test_a_pin_never_breaks_a_limit_the_shopper_set(shelf: Shelf) -> None:
    await shelf.rule("pin", "saddle-bag", "bag", "bag under 500", "bag without leather")
    for query, more in (
        ("bag under 500", {}),
        ("bag without leather", {}),
        ("bag", {"filters": Filters(price_max=50_000)}),
        ("bag", {"filters": Filters(facets={"colour": ("green",)})}),
    ):
        after, result = await shelf.shows(query, **more)
        assert "saddle-bag" not in after and result.marks == {} and result.refused, (query, after)


async def test_what_is_sold_out_is_not_brought_forward(shelf: Shelf) -> None:
    before, _ = await shelf.shows("bag")
    await shelf.rule("pin", "luna-hobo", "bag")
    after, result = await shelf.shows("bag")
    assert after == before and result.marks == {} and result.refused


async def test_a_piece_that_is_sold_out_in_the_colour_asked_for_is_not_brought_forward(shelf: Shelf) -> None:
    before, _ = await shelf.shows("black watch")
    await shelf.rule("pin", "heure-watch", "black watch", "red watch")
    after, result = await shelf.shows("black watch")
    assert after == before and result.refused


async def test_a_list_the_shopper_sorts_is_sorted(shelf: Shelf) -> None:
    await shelf.rule("pin", "firenze-satchel", "bag")
    assert (await shelf.shows("bag", sort="price_up"))[0][0] == "petite-clutch"


async def test_a_rule_for_a_category_page_counts_there_and_not_in_a_search(shelf: Shelf) -> None:
    scope = Scope(kind="category", category="bags")
    await shelf.rule("bury", "saddle-bag", scope=scope, strength=3)
    page, _ = await shelf.shows("", filters=Filters(facets={"category": ("bags",)}))
    assert page[-1] == "saddle-bag"
    assert (await shelf.shows("saddle bag"))[0][0] == "saddle-bag"


async def test_all_of_a_material_are_boosted_in_every_list(shelf: Shelf) -> None:
    target = Target(kind="attribute", name="material", value="satin")
    await shelf.rule("boost", target, scope=Scope(kind="all"), strength=3)
    assert (await shelf.shows("bag"))[0][0] == "petite-clutch"


async def test_a_rule_ends_by_itself_and_off_means_off(shelf: Shelf) -> None:
    rule = await shelf.rule("pin", "petite-clutch", "bag")
    with clock.at(now() + timedelta(days=8)):
        assert (await shelf.shows("bag"))[1].marks == {}
    async with shelf.database.session() as session:
        await service.switch_rule(session, shelf.shop.id, SYSTEM, rule.id, active=False)
    assert (await shelf.shows("bag"))[1].marks == {}


async def test_a_pinned_piece_stands_on_the_first_page_only(shelf: Shelf) -> None:
    await shelf.rule("pin", "petite-clutch", "bag", place=1)
    first, _ = await shelf.shows("bag", limit=2)
    second, _ = await shelf.shows("bag", limit=2, offset=2)
    third, _ = await shelf.shows("bag", limit=2, offset=4)
    assert first[0] == "petite-clutch" and len({*first, *second, *third}) == len([*first, *second, *third]) == 5


async def test_a_synonym_of_the_shop_finds_at_once_and_one_way_only(shelf: Shelf) -> None:
    assert "petite-clutch" not in (await shelf.shows("minaudière"))[0]
    async with shelf.database.session() as session:
        row = OwnSynonym(kind="finds", words=("minaudière",), means=("clutch",))
        await service.save_synonym(session, shelf.shop.id, SYSTEM, row)
    after, result = await shelf.shows("minaudière")
    assert after == ["petite-clutch"] and result.exact
