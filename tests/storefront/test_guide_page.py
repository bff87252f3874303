"""The guide's page by plain form posts: told, changed, put into the bag, remembered and forgotten, without a script."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import text
from tests.storefront.conftest import Boutique

from mercery.accounts.actor import SYSTEM
from mercery.assistant.service import Assistant
from mercery.conversations.responder import Doors
from mercery.core.i18n import Words
from mercery.guide.memory import Person, remember, remembered
from mercery.guide.need import Wish


@pytest.fixture
async def guided(boutique: Boutique) -> AsyncIterator[Boutique]:
    """The boutique with its assistant, for every visitor."""
    async with boutique.database.session() as session:
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 0.0}'"""))
    assistant = Assistant(boutique.database)
    boutique.app.state.conversations = Doors(responder=assistant, enrolment=assistant)
    yield boutique


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


async def tell(client: httpx.AsyncClient, words: str, lang: str = "en") -> str:
    """The page after the words, as a browser without scripts gets it."""
    page = (await client.get(f"/{lang}/guide")).text
    answer = await client.post(f"/{lang}/guide", data={"text": words, "csrf_token": token(page)})
    assert answer.status_code == 303 and answer.headers["location"] == f"/{lang}/guide"
    return (await client.get(f"/{lang}/guide")).text


def offered(page: str) -> list[str]:
    return re.findall(r'guide-offer-head"><h3[^>]*><a[^>]*>([^<]+)</a>', page)


def says(page: str, label: str) -> str:
    """What the first button with this label sends."""
    found = re.search(rf'name="text" value="([^"]+)"><button[^>]*>{re.escape(label)}</button>', page)
    assert found, label
    return html.unescape(found[1])


async def test_the_page_begins_with_a_field_and_ways_to_begin(guided: Boutique) -> None:
    page = (await guided.client.get("/en/guide?q=a%20black%20bag")).text
    assert "What are you looking for?" in page and 'value="a black bag"' in page and "data-sends" in page
    assert 'name="robots" content="noindex"' in page
    assert "您在找什么？" in (await guided.client.get("/zh/guide")).text


async def test_words_bring_offers_beside_what_is_understood_and_a_chip_takes_a_wish_away(guided: Boutique) -> None:
    page = await tell(guided.client, "a bag in calfskin, up to 1500 euros")
    assert offered(page) and "Saddle Bag" in page and "€1,280" in page
    assert "Up to €1,500" in page
    after = await tell(guided.client, "Without: up to €1,500")
    assert "Up to €1,500" not in after and offered(after)


async def test_a_criticism_on_a_card_is_a_plain_form(guided: Boutique) -> None:
    page = await tell(guided.client, "a bag in calfskin, up to 1500 euros")
    first = offered(page)[0]
    after = await tell(guided.client, says(page, "Not this one"))
    assert offered(after) and first not in offered(after)
    assert f"Not the {first}" in after


async def test_pieces_stand_side_by_side(guided: Boutique) -> None:
    page = await tell(guided.client, "a bag in calfskin")
    table = await tell(guided.client, says(page, "Compare"))
    assert '<div class="guide-table"' in table and ">Price</th>" in table
    assert all(f">{title}</a></th>" in table for title in offered(page))


async def test_an_offer_goes_into_the_bag_in_just_its_variant(guided: Boutique) -> None:
    page = await tell(guided.client, "想要黑色的小牛皮包", "zh")
    product, sku = re.findall(
        r'name="product_id" value="([^"]+)"><input type="hidden" name="sku" value="([^"]+)"', page
    )[0]
    assert sku.endswith("-black") or "black" in sku.lower()
    fields = {"product_id": product, "sku": sku, "csrf_token": token(page)}
    answer = await guided.client.post("/zh/guide/bag", data=fields)
    assert answer.status_code == 303 and answer.headers["location"] == "/zh/guide"
    bag = (await guided.client.get("/zh/cart")).text
    assert "黑色" in bag
    told = await guided.client.post("/zh/guide/bag", data=fields, headers={"accept": "application/json"})
    assert told.json()["added"] is True and told.json()["count"] == 2


async def test_who_wants_the_first_in_the_bag_is_shown_where_that_is_done(guided: Boutique) -> None:
    await tell(guided.client, "a bag in calfskin, up to 1500 euros")
    page = await tell(guided.client, "add the first one to my bag")
    assert "Press “Add to bag” beside the piece" in html.unescape(page)
    assert offered(page) and "A person has been called" not in page
    assert "加入购物袋" in await tell(guided.client, "把第一个加入购物袋", "zh")


async def test_a_price_that_changed_since_is_shown_as_it_is_now(guided: Boutique) -> None:
    page = await tell(guided.client, "a bag in calfskin, up to 1500 euros")
    assert "€1,280" in page
    async with guided.database.session() as session:
        await session.execute(text("UPDATE prices SET minor = 119000 WHERE minor = 128000"))
    later = (await guided.client.get("/en/guide")).text
    assert "€1,190" in later


async def test_what_is_remembered_is_seen_and_forgotten_on_the_page(guided: Boutique) -> None:
    page = await tell(guided.client, "a bag in calfskin")
    async with guided.database.session() as session:
        visitor = str(await session.scalar(text("SELECT visitor_id FROM conversations LIMIT 1")))
        wishes = [Wish(kind="material", values=("wool",), unwanted=True, label=Words("No wool", "不含羊毛"))]
        await remember(session, guided.shop.id, Person(visitor_id=visitor), wishes, SYSTEM)
    page = (await guided.client.get("/en/guide")).text
    assert "Remembered for your next visit" in page and "No wool" in page
    answer = await guided.client.post("/en/guide/memory", data={"everything": "1", "csrf_token": token(page)})
    assert answer.status_code == 303
    async with guided.database.session() as session:
        assert await remembered(session, guided.shop.id, Person(visitor_id=visitor)) is None
    assert "No wool" not in (await guided.client.get("/en/guide")).text


async def test_a_person_can_be_called_and_nothing_more_is_pressed(guided: Boutique) -> None:
    page = await tell(guided.client, "a bag in calfskin")
    await guided.client.post("/en/guide", data={"person": "1", "csrf_token": token(page)})
    page = (await guided.client.get("/en/guide")).text
    assert "A person has been called" in page and "Not this one" not in page


async def test_who_waits_for_a_person_is_told_so_and_goes_on_with_the_guide_without_losing_the_call(
    guided: Boutique,
) -> None:
    page = await tell(guided.client, "a bag in calfskin")
    await guided.client.post("/en/guide", data={"person": "1", "csrf_token": token(page)})
    page = (await guided.client.get("/en/guide")).text
    assert "You are waiting for a person" in page and "Go on without waiting" in page
    await guided.client.post("/en/guide", data={"go_on": "1", "csrf_token": token(page)})
    after = await tell(guided.client, "up to 1500 euros")
    assert "Up to €1,500" in after and offered(after)
    assert "the call stands" in after and "Go on without waiting" not in after
    async with guided.database.session() as session:
        assert (await session.execute(text("SELECT status FROM conversations"))).scalar_one() == "waiting"
