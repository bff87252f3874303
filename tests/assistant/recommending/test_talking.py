"""What goes with a piece, what keeps it, what else there is: answered by the recommendations, with cards, and again from the
record (the fixture of the folder replays every turn)."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.assistant.guiding.test_talking import Shopper, titles

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.demo.catalogue import demo_products
from mercery.recommendations import service as recommendations
from mercery.recommendations.recommendation import Who

CARE = "Sellier Leather Care Set"


@pytest.fixture
async def house(database: Database, shop: Shop) -> Shop:
    """The shop with what keeps leather and with scarves, and recommendations for everybody."""
    async with database.session() as session:
        sold = [
            one.product
            for one in demo_products(now().date())
            if one.product.category[0].en in ("Bags", "Shoes", "Home", "Scarves and knits")
        ]
        await catalog.apply_drafts(session, shop, sold, SYSTEM)
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 0.0, "recommendations": 0.0}'"""))
        return await accounts.shop(session, shop.id)


async def test_what_goes_with_a_piece_is_told_with_reasons_and_cards(database: Database, house: Shop) -> None:
    ana = Shopper(database, house)
    answer = await ana.says("What goes with the Saddle Bag?")
    assert await ana.path(answer) == ["recommended:goes_with"]
    assert answer.text.startswith(("These go with the Saddle Bag:", "This goes with the Saddle Bag:"))
    assert 1 <= len(answer.body.cards) <= 3 and all(card.reason and card.price_text for card in answer.body.cards)
    assert not {"Work Tote", "Saddle Bag"} & set(titles(answer)), "who has a bag needs no other"
    assert answer.body.evidence, "what is said stands on facts"


async def test_what_keeps_it_comes_after_what_the_shop_says_of_its_care(database: Database, house: Shop) -> None:
    ana = Shopper(database, house)
    answer = await ana.says("What do I need to care for the Saddle Bag?")
    assert titles(answer) == [CARE]
    assert "To care for" in answer.text


async def test_asked_in_chinese_it_is_answered_in_chinese(database: Database, house: Shop) -> None:
    lin = Shopper(database, house, lang="zh", visitor="vis_2")
    answer = await lin.says("马鞍包有什么搭配推荐？")
    assert await lin.path(answer) == ["recommended:goes_with"]
    assert "相配的有：" in answer.text and answer.body.cards


async def test_what_somebody_has_or_put_away_is_not_offered(database: Database, house: Shop) -> None:
    async with database.session() as session:
        ids = {
            one.title.en: one.id
            for one in await catalog.products(session, house.id, await catalog.all_product_ids(session, house.id))
        }
        await recommendations.say(session, house, Who(visitor_id="vis_3"), ids[CARE], "not_for_me")
    ben = Shopper(database, house, visitor="vis_3")
    answer = await ben.says("What goes with the Saddle Bag?")
    assert CARE not in titles(answer)
    offered = await ben.says("I am looking for a leather care set")
    assert CARE not in titles(offered), "the guide knows it, too"


async def test_the_hold_out_is_answered_as_before_and_both_are_noted(database: Database, house: Shop) -> None:
    await Shopper(database, house, visitor="vis_4").says("What goes with the Saddle Bag?")
    async with database.session() as session:
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 0.0, "recommendations": 1.0}'"""))
        plain = await accounts.shop(session, house.id)
    eva = Shopper(database, plain, visitor="vis_5")
    answer = await eva.says("What goes with the Saddle Bag?")
    assert not (await eva.path(answer))[0].startswith("recommended")
    async with database.session() as session:
        arms = await session.execute(text("SELECT visitor_id, arm FROM exposures WHERE feature = 'recommendations'"))
        assert dict(arms.all()) == {"vis_4": "treatment", "vis_5": "holdout"}
