"""The running order of a show in the shop: planned of its goods, changed by people, read by whoever puts it on air."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.livestream.service.house import CLAIRE, House

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.livestream import repository
from mercery.livestream.director.doors import Unproved
from mercery.livestream.order.programme import ShowProgramme
from mercery.livestream.order.stamps import stamp
from mercery.livestream.service import running_order, script, shows
from mercery.livestream.service.drafts import ItemDraft, ShowDraft
from mercery.livestream.show import Goals, Show

SUEDE = "The lining is goatskin suede."


@pytest.fixture
async def show(house: House) -> Show:
    """A show of the four bags, planned."""
    async with house.database.session() as session:
        draft = ShowDraft(title=Words("Bags"), goals=Goals(pieces=4, minutes_a_piece=2))
        made = await shows.create(session, house.shop.id, CLAIRE, draft)
        await running_order.replan(session, house.shop, made.id, actor=CLAIRE)
        return await repository.show(session, house.shop.id, made.id)


async def test_an_order_is_planned_of_the_goods_and_stays_the_same_while_nothing_changes(
    house: House, show: Show
) -> None:
    async with house.database.session() as session:
        items = await repository.items(session, show.id)
        assert items[0].kind == "welcome"
        assert {item.product_id for item in items if item.kind == "piece"} == set(house.ids.values())
        assert await running_order.replan(session, house.shop, show.id) == items
        found, _ = await audit.entries(session, house.shop.id, audit.AuditFilter(action="live.plan"))
    assert [one.actor for one in found] == [CLAIRE]


async def test_a_person_moves_skips_and_adds_and_a_new_plan_leaves_that(house: House, show: Show) -> None:
    async with house.database.session() as session:
        items = await repository.items(session, show.id)
        last = [item for item in items if item.kind == "piece"][-1]
        await running_order.move_item(session, house.shop.id, CLAIRE, show.id, last.id, 1)
        await running_order.skip_item(session, house.shop.id, CLAIRE, show.id, items[2].id, True, reason="Not today")
        words = await running_order.add_item(
            session, house.shop, CLAIRE, show.id, ItemDraft(kind="words", own=("Welcome to Maison Aurelle.",)), place=0
        )
        after = await running_order.replan(session, house.shop, show.id, round_number=3)
    assert after[0] == words and after[2].id == last.id
    assert [item.id for item in after if item.skipped] == [items[2].id]
    programme = ShowProgramme(house.database, show)
    assert items[2].id not in {item.id for item in await programme.items()}


async def test_own_words_that_are_not_true_are_refused_with_what_may_be_said(house: House, show: Show) -> None:
    bag = house.ids["saddle-bag"]
    async with house.database.session() as session:
        draft = ItemDraft(kind="piece", product_id=bag, own=(SUEDE, "It weighs 500 g."))
        with pytest.raises(Invalid) as refused:
            await running_order.add_item(session, house.shop, CLAIRE, show.id, draft)
        problem = refused.value.problems[0]
        assert problem.field == "item.own.1" and "780 g" in problem.remedy
        good = await running_order.add_item(session, house.shop, CLAIRE, show.id, replace(draft, own=(SUEDE,)))
        shown = await script.preview(session, house.shop, show.id, good.id)
    own = next(line for line in shown if line.text == SUEDE)
    assert own.writer == "person" and own.holds and own.spans
    assert all(line.holds for line in shown) and len(shown) > 5


async def test_a_preview_shows_own_words_that_have_become_untrue(house: House, show: Show) -> None:
    async with house.database.session() as session:
        draft = ItemDraft(kind="piece", product_id=house.ids["saddle-bag"], own=("It costs €1,480.",))
        item = await running_order.add_item(session, house.shop, CLAIRE, show.id, draft)
        await catalog.set_price(session, house.shop.id, "SADDLE-BAG-BORDEAUX", Money(139_000, "EUR"), SYSTEM)
        shown = await script.preview(session, house.shop, show.id, item.id)
    fallen = [line for line in shown if not line.holds]
    assert [line.text for line in fallen] == ["It costs €1,480."] and fallen[0].blocked.en
    async with house.database.session() as session:
        typed = await script.judged(
            session, house.shop, show.id, SUEDE + " It is waterproof.", product_id=house.ids["saddle-bag"]
        )
    assert [line.holds for line in typed] == [True, False]


async def test_a_change_of_an_entry_over_another_is_refused(house: House, show: Show) -> None:
    async with house.database.session() as session:
        items = await repository.items(session, show.id)
        draft = ItemDraft(kind="questions", minutes=2)
        await running_order.change_item(
            session, house.shop, CLAIRE, show.id, items[0].id, draft, after_version=show.version
        )
    async with house.database.session() as session:
        with pytest.raises(Conflict):
            await running_order.change_item(
                session, house.shop, CLAIRE, show.id, items[0].id, draft, after_version=show.version
            )


async def test_on_air_a_line_falls_with_its_price_and_a_sold_out_piece_leaves(house: House, show: Show) -> None:
    programme, bag = ShowProgramme(house.database, show), house.ids["saddle-bag"]
    item = next(one for one in await programme.items() if one.product_id == bag)
    lines = await programme.lines(item, 0)
    assert await programme.changed([bag]) == frozenset()
    priced = next(line for line in lines if "€1,480" in line.text)
    spans, price = await programme.kept(priced)
    assert price["amount"] == 148_000 and price["product"] == bag and spans
    assert all([await programme.still_true(line) for line in lines])
    async with house.database.session() as session:
        for sku in ("SADDLE-BAG-BORDEAUX", "SADDLE-BAG-BLACK"):
            await catalog.set_price(session, house.shop.id, sku, Money(139_000, "EUR"), SYSTEM)
    assert not await programme.still_true(priced)
    assert await programme.changed([bag]) == frozenset([bag])
    assert any("€1,390" in line.text for line in await programme.reactions(bag))
    assert await programme.reactions(bag) == ()
    async with house.database.session() as session:
        for sku in ("SADDLE-BAG-BORDEAUX", "SADDLE-BAG-BLACK"):
            await catalog.set_stock(session, house.shop.id, sku, 0, SYSTEM)
    assert bag not in {one.product_id for one in await programme.items()}
    assert any("sold out" in line.text for line in await programme.reactions(bag))


async def test_a_person_has_the_host_say_what_is_true_and_nothing_else(house: House, show: Show) -> None:
    programme = ShowProgramme(house.database, show)
    item = next(one for one in await programme.items() if one.product_id == house.ids["saddle-bag"])
    said = await programme.judged(SUEDE, item)
    assert [line.text for line in said] == [SUEDE] and said[0].grounds
    with pytest.raises(Unproved, match="500 g"):
        await programme.judged("It weighs 500 g.", item)
    back = await programme.resumed(lost=True)
    assert back is not None and "AI" in back.text
    card = await programme.card(house.ids["saddle-bag"])
    assert card is not None and (card.name, card.price) == ("Saddle Bag", "€1,480")


async def test_a_stamp_changes_with_prices_stock_and_rules_and_with_nothing_else(house: House, show: Show) -> None:
    bag = house.ids["saddle-bag"]

    async def now(*ids: str) -> str:
        async with house.database.session() as session:
            return await stamp(session, house.shop.id, ids)

    first, other = await now(bag), await now(house.ids["card-wallet"])
    assert await now(bag) == first
    async with house.database.session() as session:
        await catalog.set_stock(session, house.shop.id, "SADDLE-BAG-BLACK", 1, SYSTEM)
    assert await now(bag) != first and await now(house.ids["card-wallet"]) == other
    assert await now() != ""


async def test_each_round_is_planned_anew_when_its_first_entry_comes(house: House, show: Show) -> None:
    programme = ShowProgramme(house.database, show)
    items = await programme.items()
    await programme.lines(items[1], 0)
    async with house.database.session() as session:
        await session.execute(text("DELETE FROM live_items WHERE kind = 'piece'"))
    await programme.lines(items[0], 1)
    async with house.database.session() as session:
        pieces = [one for one in await repository.items(session, show.id) if one.kind == "piece"]
    assert {one.product_id for one in pieces} == set(house.ids.values())
