"""What is remembered of a search, from the shelf to the desk."""

from datetime import timedelta

from tests.storefront.conftest import Boutique
from tests.storefront.test_pages import page, token

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import acts
from mercery.search.desk import desk, digest
from mercery.storefront.searched import search_details

FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


async def remembered(database: Database, boutique: Boutique) -> list[Interaction]:
    async with database.session() as session:
        since = now() - timedelta(hours=1)
        return await acts(session, boutique.shop.id, ["search", "click", "add_to_cart"], since=since, until=now())


def test_a_page_of_results_is_one_row_with_the_ids_in_their_order() -> None:
    kept = search_details("bag", found=30, left_out=(), page=2, sort="relevance", shown=["a", "b"], per_page=24)
    assert kept == {"found": 30, "exact": True, "relaxed": "", "sort": "relevance", "from": 25, "shown": "a b"}


async def test_a_search_a_click_and_a_bag_make_an_outcome_with_its_place(
    boutique: Boutique, database: Database
) -> None:
    boutique.client.headers.update(FIREFOX)
    await page(boutique, "/en/search?q=black+bag")
    came = {"referer": str(boutique.client.base_url.join("/en/search?q=black+bag"))}
    html = (await boutique.client.get("/en/p/work-tote", headers=came)).text
    async with database.session() as session:
        tote = await catalog.product(session, boutique.shop.id, handle="work-tote")
    fields = {"csrf_token": token(html), "product_id": tote.id, "sku": tote.variants[0].sku, "quantity": 1}
    assert (await boutique.client.post("/en/cart/lines", data=fields)).status_code == 303
    kept = await remembered(database, boutique)
    assert [one.kind for one in kept] == ["search", "click", "add_to_cart"]
    shown = str(kept[0].details["shown"]).split()
    assert tote.id in shown and kept[0].details["found"] == len(shown) and kept[0].details["exact"] is True
    async with database.session() as session:
        await digest.work_out(session, boutique.shop.id, now() - timedelta(hours=1), now(), now())
    async with database.session() as session:
        outcome = (await desk.outcomes(session, boutique.shop.id, "black bag"))[tote.id]
    assert (outcome.shown, outcome.clicked, outcome.carted) == (1, 1, 1)
    assert outcome.place == shown.index(tote.id) + 1


async def test_what_had_to_be_left_out_is_remembered_and_a_person_is_not(
    boutique: Boutique, database: Database
) -> None:
    boutique.client.headers.update(FIREFOX)
    await page(boutique, "/en/search?q=gloves+jane%40example.com")
    [kept] = await remembered(database, boutique)
    assert kept.query == "gloves [e-mail]" and kept.details["exact"] is False
    assert kept.details["relaxed"] == "gloves"
