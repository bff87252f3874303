"""The pages as a browser without a script gets them."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.storefront.conftest import Boutique

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.reviews import service as reviews
from mercery.catalog.reviews.review import ReviewDraft
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policy

ACTS = text("SELECT kind, surface, query FROM interactions WHERE kind <> 'recommended' ORDER BY id")


async def page(boutique: Boutique, path: str, status: int = 200) -> str:
    answer = await boutique.client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
    return answer.text


def token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found
    return found.group(1)


async def bagged(
    boutique: Boutique, handle: str = "saddle-bag", sku: str = "SADDLE-BAG-BLACK", quantity: int = 1
) -> None:
    html = await page(boutique, f"/en/p/{handle}?variant={sku}")
    product = re.search(r'name="product_id" value="([^"]+)"', html)
    fields = {
        "csrf_token": token(html),
        "product_id": product.group(1) if product else "",
        "sku": sku,
        "quantity": quantity,
    }
    answer = await boutique.client.post("/en/cart/lines", data=fields)
    assert answer.status_code == 303


async def test_the_front_door_leads_to_the_readers_language(boutique: Boutique) -> None:
    answer = await boutique.client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert (answer.status_code, answer.headers["location"]) == (302, "/zh")


async def test_the_home_page_opens_with_a_piece_and_facts_about_it(boutique: Boutique) -> None:
    html = await page(boutique, "/en")
    assert html.count("<h1") == 1 and "Saddle Bag" in html
    assert re.search(r'class="claim claim-holds"[^>]*href="/en/p/saddle-bag[^"]*"', html)
    assert "Petite Clutch" in html and "€560" in html


async def test_every_page_says_its_language_and_where_the_other_one_is(boutique: Boutique) -> None:
    for path in ("/en", "/en/c/bags", "/en/p/saddle-bag", "/en/search?q=bag", "/en/policies", "/en/cart"):
        html = await page(boutique, path)
        assert '<html lang="en"' in html and 'hreflang="zh-CN"' in html and 'rel="canonical"' in html, path
        assert html.count("<h1") == 1, path


async def test_a_category_filters_by_a_plain_form(boutique: Boutique) -> None:
    html = await page(boutique, "/en/c/bags?colour=black&min=1000")
    assert "Saddle Bag" in html and "Work Tote" in html and "Firenze Satchel" not in html
    assert "2 pieces" in html
    assert 'name="colour" value="black" checked' in html


async def test_a_category_that_does_not_exist_is_no_page(boutique: Boutique) -> None:
    assert "nothing at this address" in await page(boutique, "/en/c/boats", status=404)
    await page(boutique, "/en/p/no-such-piece", status=404)
    await page(boutique, "/fr", status=404)


async def test_a_missing_page_stands_in_the_shop_and_offers_pieces_of_that_name(boutique: Boutique) -> None:
    html = await page(boutique, "/en/p/saddle-bags", status=404)
    assert "shop-wordmark" in html and "Mercery</span>" not in html and 'name="robots" content="noindex"' in html
    assert 'value="saddle bags"' in html and "/en/p/saddle-bag" in html
    assert "此地址没有内容" in await page(boutique, "/zh/nowhere", status=404)
    answer = await boutique.client.get("/en/p/none", headers={"accept": "application/json"})
    assert answer.status_code == 404 and answer.json()["error"]["code"] == "not_found"


async def test_the_product_page_shows_the_variant_asked_for(boutique: Boutique) -> None:
    html = await page(boutique, "/zh/p/petite-clutch?variant=PETITE-CLUTCH-RED")
    assert "红色" in html and "暂时缺货，预计 2026 年 12 月 14 日到货" in html
    assert "cart/lines" not in html


async def test_the_product_is_described_for_machines_from_its_facts(boutique: Boutique) -> None:
    html = await page(boutique, "/en/p/saddle-bag")
    found = [json.loads(one) for one in re.findall(r'application/ld\+json">(.*?)</script>', html)]
    product = next(one for one in found if one["@type"] == "Product")
    assert [offer["price"] for offer in product["offers"]] == ["1280.00", "1280.00"]
    assert {offer["priceCurrency"] for offer in product["offers"]} == {"EUR"}
    assert product["offers"][0]["availability"].endswith("InStock")


async def test_a_currency_without_a_price_is_said_and_not_converted(boutique: Boutique) -> None:
    boutique.client.cookies.set("currency", "USD")
    html = await page(boutique, "/en/p/saddle-bag")
    assert "Not sold in USD." in html and "$" not in re.sub(r"<script.*?</script>", "", html)
    boutique.client.cookies.set("currency", "CNY")
    assert "¥10,240" in await page(boutique, "/en/p/saddle-bag")


async def test_a_piece_goes_into_the_bag_and_its_number_changes(boutique: Boutique) -> None:
    await bagged(boutique)
    html = await page(boutique, "/en/cart")
    assert "Saddle Bag" in html and "€1,280" in html
    variant = re.search(r"/en/cart/lines/(var_\w+)", html)
    assert variant
    await boutique.client.post(f"/en/cart/lines/{variant.group(1)}", data={"csrf_token": token(html), "quantity": 3})
    assert "€3,840" in await page(boutique, "/en/cart")
    await boutique.client.post(f"/en/cart/lines/{variant.group(1)}", data={"csrf_token": token(html), "quantity": 0})
    assert "Nothing in it yet" in await page(boutique, "/en/cart")


async def test_a_piece_that_sold_out_meanwhile_is_flagged_and_not_in_the_total(boutique: Boutique) -> None:
    await bagged(boutique)
    await bagged(boutique, "vetiver-candle", "VETIVER-CANDLE-CREAM")
    async with boutique.database.session() as session:
        await catalog.set_stock(session, boutique.shop.id, "SADDLE-BAG-BLACK", 0, SYSTEM)
    html = await page(boutique, "/en/cart")
    assert "Sold out. No restock date is known." in html
    assert re.search(r'bag-grand">.*?€64</dd>', html, re.DOTALL)


async def test_the_bag_is_not_filled_by_a_forged_form(boutique: Boutique) -> None:
    await page(boutique, "/en")
    answer = await boutique.client.post("/en/cart/lines", data={"product_id": "x", "sku": "SADDLE-BAG-BLACK"})
    assert answer.status_code == 403


async def test_the_product_page_says_what_is_in_the_bag_already(boutique: Boutique) -> None:
    assert "in your bag" not in await page(boutique, "/en/p/saddle-bag?variant=SADDLE-BAG-BLACK")
    await bagged(boutique)
    await page(boutique, "/en/cart")
    assert "1 in your bag." in await page(boutique, "/en/p/saddle-bag?variant=SADDLE-BAG-BLACK")
    assert "in your bag" not in await page(boutique, "/en/p/work-tote")


async def test_two_visitors_have_two_bags(boutique: Boutique) -> None:
    await bagged(boutique)
    boutique.client.cookies.clear()
    assert "Nothing in it yet" in await page(boutique, "/en/cart")


async def test_policies_stand_with_their_end(boutique: Boutique) -> None:
    draft = PolicyDraft(
        key="returns",
        topic="returns",
        title=Words("Returns", "退货"),
        statement=Words("You may return a piece within 30 days.", "30 天内可退货。"),
        valid_to=now() + timedelta(days=60),
    )
    async with boutique.database.session() as session:
        await record_policy(session, boutique.shop.id, SYSTEM, draft, reason="test")
    html = await page(boutique, "/en/policies")
    assert "You may return a piece within 30 days." in html and "claim-expiring" in html and "until " in html
    assert "30 天内可退货。" in await page(boutique, "/zh/policies/returns")


async def test_what_visitors_do_is_recorded_and_machines_are_not(boutique: Boutique) -> None:
    await page(boutique, "/en/search?q=red+bag")
    await bagged(boutique)
    await boutique.client.get(
        "/en/p/saddle-bag", headers={"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}
    )
    async with boutique.database.session() as session:
        rows = (await session.execute(ACTS)).all()
    assert [tuple(row) for row in rows] == [
        ("search", "search", "red bag"),
        ("view", "product", None),
        ("add_to_cart", "product", None),
    ]


async def test_a_piece_chosen_in_a_search_is_a_click_with_the_words(boutique: Boutique) -> None:
    came = {"referer": "http://aurelle.localhost/en/search?q=black+bag"}
    await boutique.client.get("/en/p/saddle-bag", headers=came)
    await boutique.client.get("/en/p/saddle-bag", headers={"referer": "http://elsewhere.example/en/search?q=x"})
    await boutique.client.get("/en/p/saddle-bag", headers={**came, "user-agent": "Googlebot/2.1"})
    async with boutique.database.session() as session:
        rows = (await session.execute(ACTS)).all()
    assert [tuple(row) for row in rows] == [
        ("click", "search", "black bag"),
        ("view", "product", None),
        ("view", "product", None),
    ]


async def test_pages_ask_the_database_a_fixed_number_of_times(boutique: Boutique, statements: list[str]) -> None:
    for first in ("/en/c/bags", "/en/p/saddle-bag"):
        # What is read anew only when it changes is read here.
        await page(boutique, first)
    counts = {}
    for path in ("/en", "/en/c/bags", "/en/c/watches", "/en/search?q=bag", "/en/p/saddle-bag", "/en/cart"):
        statements.clear()
        await page(boutique, path)
        # Whether somebody changed the desk of search is looked up once a second, not once a page.
        asked = [one for one in statements if "search_desks" not in one]
        counts[path] = len([one for one in asked if one.lstrip().upper().startswith("SELECT")])
    assert counts["/en/c/bags"] == counts["/en/c/watches"]
    # Two rows of recommendations on the page of a piece ask some twenty times together, whatever is in them.
    assert max(counts.values()) <= 47, counts


async def test_the_sitemap_names_every_piece_in_each_language(boutique: Boutique) -> None:
    xml = await page(boutique, "/sitemap.xml")
    assert "/en/p/saddle-bag</loc>" in xml and "/zh/p/saddle-bag</loc>" in xml and "/zh/c/bags</loc>" in xml
    assert "Sitemap: http" in await page(boutique, "/robots.txt")


async def test_pictures_keep_for_ever_and_can_run_nothing(boutique: Boutique) -> None:
    answer = await boutique.client.get("/media/saddle-bag-black-main.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"] and "immutable" in answer.headers["cache-control"]
    for bad in ("/media/../mercery.env", "/media/%2e%2e/postgres/PG_VERSION", "/media/none.svg", "/media/a.html"):
        assert (await boutique.client.get(bad)).status_code == 404


async def test_completions_lead_to_pages_that_exist(boutique: Boutique) -> None:
    answer = await boutique.client.get("/api/search/suggest", params={"q": "sa", "lang": "en"})
    found = answer.json()["suggestions"]
    assert {one["text"] for one in found} >= {"Saddle Bag", "satin"}
    for one in found:
        await page(boutique, one["url"])


async def test_words_of_a_shopper_are_shown_as_text_only(boutique: Boutique) -> None:
    html = await page(boutique, "/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E&colour=%22%3E%3Cimg%20src=x%3E")
    assert "<script>alert" not in html and "<img src=x" not in html


async def test_a_search_for_a_colour_tells_stock_and_price_of_that_colour(boutique: Boutique) -> None:
    async with boutique.database.session() as session:
        await catalog.set_stock(session, boutique.shop.id, "SADDLE-BAG-BLACK", 0, SYSTEM)
        await catalog.set_price(session, boutique.shop.id, "SADDLE-BAG-BLACK", Money(190_000, "EUR"), SYSTEM)
    best = (await page(boutique, "/en/search?q=black+saddle+bag+under+2000")).partition("Can be had")
    assert "€1,900" in best[0] and "Sold out" in best[2][:300]
    other = (await page(boutique, "/en/search?q=bordeaux+saddle+bag+under+2000")).partition("Can be had")
    assert "3 in stock" in other[2][:300]


async def test_a_shop_with_a_host_of_its_own_calls_that_its_address(
    boutique: Boutique, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://first.example")
    settings.cache_clear()
    slug = boutique.shop.slug
    own = await boutique.client.get("/robots.txt", headers={"host": f"{slug}.second.example"})
    assert f"Sitemap: https://{slug}.second.example/sitemap.xml" in own.text
    shared = await boutique.client.get("/robots.txt", headers={"host": "10.0.0.3:8000"})
    assert "Sitemap: https://first.example/sitemap.xml" in shared.text
    html = (await boutique.client.get("/en/p/saddle-bag", headers={"host": f"{slug}.second.example"})).text
    assert "first.example" not in html and f'href="https://{slug}.second.example/en/p/saddle-bag"' in html


async def test_reviews_stand_on_the_page_as_what_customers_wrote_and_only_those_a_person_shows(
    boutique: Boutique,
) -> None:
    texts = ("Soft and light.", "<b>Wonderful</b> clasp.", "Write to me for a better price.")
    async with boutique.database.session() as session:
        drafts = [
            ReviewDraft(product="saddle-bag", rating=5 - place, text=text, author="Ines", written_at=now() - timedelta(days=9), lang="en")
            for place, text in enumerate(texts)
        ]  # fmt: skip
        await reviews.apply_reviews(session, boutique.shop.id, drafts, SYSTEM)
        for one in (await reviews.reviews(session, boutique.shop.id)).reviews:
            if "price" not in one.text:
                await reviews.decide(session, boutique.shop.id, one.id, "shown", SYSTEM)
    html = await page(boutique, "/en/p/saddle-bag")
    assert "4.5 of 5, from 2 reviews" in html and re.search(
        r"<blockquote[^>]*><p>Soft and light\.</p></blockquote>", html
    )
    assert "&lt;b&gt;Wonderful&lt;/b&gt;" in html and "better price" not in html
    assert "customers' own words, not the shop's" in html.replace("&#39;", "'")
    assert '"aggregateRating":{"@type":"AggregateRating","ratingValue":"4.5","reviewCount":2' in html
    assert "What customers write" not in await page(boutique, "/en/p/petite-clutch")
