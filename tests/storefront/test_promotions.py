"""Published promotions on the shop's pages: prices, their ends and rules, the bag's walk-down, and codes with reasons."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from tests.promotions.published import publish
from tests.storefront.conftest import Boutique
from tests.storefront.test_pages import bagged, page, token

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.core.clock import now
from mercery.promotions.told import promotions_told

RULES: list[dict[str, Any]] = [
    {
        "id": "bags", "name": {"en": "Leather days", "zh": "皮具周"}, "level": "line", "benefit": {"kind": "pct", "bps": 2500},
        "scope": {"tags": ["category:bags"]}, "ends": (now() + timedelta(days=40)).isoformat(),
    },
    {"id": "spend", "level": "order", "stage": 2, "benefit": {"kind": "off", "amount": 6000}, "need_amount": 150_000},
    {
        "id": "friend", "name": {"en": "Letter to friends", "zh": "好友来信"}, "level": "order", "stage": 3, "group": "coupon",
        "benefit": {"kind": "pct", "bps": 1000}, "code": "FRIEND10",
    },
    {
        "id": "old", "level": "order", "stage": 3, "group": "coupon", "benefit": {"kind": "pct", "bps": 1000}, "code": "SUMMER",
        "ends": (now() - timedelta(days=9)).isoformat(),
    },
    {"id": "post", "level": "ship", "stage": 6, "benefit": {"kind": "ship"}, "need_amount": 20_000},
]  # fmt: skip


def plain(html: str) -> str:
    """The page's words alone."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


async def test_a_piece_shows_its_price_the_rule_behind_it_and_when_both_end(boutique: Boutique) -> None:
    await publish(boutique.database, boutique.shop, RULES)
    html = await page(boutique, "/en/p/work-tote?variant=WORK-TOTE-BLACK")
    words = plain(html)
    assert "€1,042.50" in words and "€1,390" in words and "Leather days: 25% off Bags" in words
    assert "€60 off the order, from €1,500" in words and "FRIEND10" not in words
    described = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    offers = next(one for one in described if one["@type"] == "Product")["offers"]
    assert {one["price"] for one in offers} == {"1042.50"} and all("priceValidUntil" in one for one in offers)
    card = plain(await page(boutique, "/zh/c/bags"))
    assert "€1,042.50" in card and "有效至" in card
    sale = await page(boutique, "/en/c/bags?sale=1")
    assert "Work Tote" in sale


async def test_the_bag_walks_down_rule_by_rule_and_says_what_is_nearly_reached(boutique: Boutique) -> None:
    await publish(boutique.database, boutique.shop, RULES, shipping=950)
    await bagged(boutique, "work-tote", "WORK-TOTE-BLACK")
    words = plain(await page(boutique, "/en/cart"))
    for said in (
        "List price €1,390", "Leather days", "−€347.50", "Delivery €9.50", "Free delivery, from €200", "−€9.50",
        "Total €1,042.50", "€457.50 more, and this counts too: €60 off the order, from €1,500",
    ):  # fmt: skip
        assert said in words, said
    zh = plain(await page(boutique, "/zh/cart"))
    for said in ("皮具周", "合计 €1,042.50", "再买 €457.50 即可享受："):
        assert said in zh, zh[zh.find("标价合计") :][:300]


async def test_a_code_counts_or_says_why_not_and_can_be_taken_out(boutique: Boutique) -> None:
    await publish(boutique.database, boutique.shop, RULES)
    await bagged(boutique, "work-tote", "WORK-TOTE-BLACK")
    html = await page(boutique, "/en/cart")
    for code in (" friend10 ", "SUMMER", "nothing"):
        answer = await boutique.client.post("/en/cart/codes", data={"csrf_token": token(html), "code": code})
        assert answer.status_code == 303
    words = plain(await page(boutique, "/en/cart"))
    assert "Letter to friends" in words and "−€104.25" in words and "FRIEND10 counts" in words
    assert "The code SUMMER takes nothing off: its time is over." in words
    assert "The code NOTHING takes nothing off: the shop has no code of this name." in words
    assert "优惠码 SUMMER 未生效：活动已经结束。" in plain(await page(boutique, "/zh/cart"))
    await boutique.client.post("/en/cart/codes/remove", data={"csrf_token": token(html), "code": "FRIEND10"})
    assert "Letter to friends" not in plain(await page(boutique, "/en/cart"))
    too_long = {"csrf_token": token(html), "code": "x" * 60}
    assert (await boutique.client.post("/en/cart/codes", data=too_long)).status_code == 303
    assert "Write the code as it was given to you" in await page(boutique, "/en/cart")


async def test_with_nothing_published_the_bag_is_as_it_was(boutique: Boutique) -> None:
    await bagged(boutique)
    words = plain(await page(boutique, "/en/cart"))
    assert "Reduced by €200" in words and "Total €1,280" in words
    for said in ("Coupon code", "List price", "after promotions", "more, and this counts too"):
        assert said not in words


async def test_no_page_no_search_and_nothing_the_assistant_reads_gives_away_codes_costs_or_limits(
    boutique: Boutique,
) -> None:
    inner = [{**rule, "budget": 987_654_321} if rule["id"] == "spend" else rule for rule in RULES]
    await publish(boutique.database, boutique.shop, inner)
    async with boutique.database.session() as session:
        cost = GoodsCost(sku="WORK-TOTE-BLACK", currency="EUR", cost=31_337, floor=47_113)
        await record_costs(session, boutique.shop.id, [cost], SYSTEM)
        products = await catalog.products(
            session, boutique.shop.id, await catalog.all_product_ids(session, boutique.shop.id)
        )
        told = await promotions_told(session, boutique.shop, at=now(), currency="EUR", products=products)
    paths = (
        "/en",
        "/en/p/work-tote",
        "/zh/p/work-tote",
        "/en/c/bags",
        "/en/search?q=FRIEND10",
        "/en/cart",
        "/sitemap.xml",
    )
    seen = [(await boutique.client.get(path, follow_redirects=True)).text for path in paths] + [
        repr((told.facts, told.apart))
    ]
    assert len(told.facts) >= 3 and all(seen)
    for path, text in zip((*paths, "assistant"), seen, strict=True):
        asked = text.replace("FRIEND10", "") if "q=" in path else text
        for secret in (
            "FRIEND10",
            "SUMMER",
            "Letter to friends",
            "31337",
            "313.37",
            "471.13",
            "987654321",
            "9,876,543",
        ):
            assert secret not in asked, f"{secret} in {path}"
