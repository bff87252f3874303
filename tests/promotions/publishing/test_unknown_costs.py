"""Goods whose cost nobody told: their proof is hollow, so publishing it is a decision that somebody says and answers for."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.promotions.publishing.atelier import BAG, CANDLE, CLAIRE, HUGO, Atelier, percent

from mercery.accounts.actor import SYSTEM
from mercery.accounts.tables import AuditRow
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.promotions.publishing import service
from mercery.promotions.publishing.unknown_costs import unknown_costs
from mercery.promotions.rules.benefit import Gift, Pct
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

EVERYTHING = percent("all", 1_000)


async def without_costs(atelier: Atelier, *skus: str) -> None:
    async with atelier.database.session() as session:
        gone = [GoodsCost(sku=sku, currency="EUR", cost=0) for sku in skus]
        await record_costs(session, atelier.shop.id, gone, SYSTEM)


async def waiting(atelier: Atelier, *rules: dict[str, object]) -> service.PromotionSet:
    kept = await atelier.keep(list(rules))
    await atelier.prove(kept.id)
    async with atelier.database.session() as session:
        return await service.ask(session, atelier.shop, CLAIRE, kept.id)


async def test_without_costs_publishing_asks_for_a_yes_with_a_reason_that_stands_in_the_record(
    atelier: Atelier,
) -> None:
    await without_costs(atelier, BAG, CANDLE)
    one = await waiting(atelier, EVERYTHING)
    async with atelier.database.session() as session:
        with pytest.raises(service.CostsUnknown, match=r"2 of 2 pieces have no known cost \(BAG-BLACK, CANDLE\)"):
            await service.publish(session, atelier.shop, HUGO, one.id, reason="Looked at")
    async with atelier.database.session() as session:
        await service.publish(
            session, atelier.shop, HUGO, one.id, reason="Looked at", despite_unknown_costs="Costs come in January"
        )
        row = await session.scalar(select(AuditRow).where(AuditRow.action == "promotion.publish"))
    assert row and row.after
    assert row.after["despite_unknown_costs"] == "Costs come in January"
    assert row.after["unknown_costs"] == {"EUR": {"count": 2, "reached": 2, "first": [BAG, CANDLE]}}


async def test_only_goods_the_rules_reach_count(atelier: Atelier) -> None:
    await without_costs(atelier, CANDLE)
    bags = await waiting(atelier, percent("bags", 1_000, "category:bags"))
    async with atelier.database.session() as session:
        assert await service.unknown_costs_of(session, atelier.shop, bags) == {}
        assert await service.publish(session, atelier.shop, HUGO, bags.id, reason="Looked at") == 1


def test_a_gift_without_a_cost_counts_and_the_dearest_is_named_first() -> None:
    skus = [Sku(id=f"S{at}", price=at * 100, cost=0) for at in range(1, 8)] + [
        Sku(id="POUCH", price=0, cost=0), Sku(id="BAG", price=90_000, cost=40_000),
    ]  # fmt: skip
    rules = (
        Rule(id="some", level="line", benefit=Pct(bps=500), scope=Scope(not_skus=frozenset(("POUCH", "S7")))),
        Rule(id="pouch", level="order", benefit=Gift(gift="POUCH"), scope=Scope(skus=frozenset(("BAG",)))),
    )
    calendar = Calendar(skus={sku.id: sku for sku in skus}, rules=rules)
    found = unknown_costs(calendar, ["some", "pouch"])
    assert found is not None
    assert (found.count, found.reached, found.first) == (7, 8, ("S6", "S5", "S4", "S3", "S2"))
    assert "S2 and 2 more" in found.words.en and "等 7 件" in found.words.zh
    gift = unknown_costs(calendar, ["pouch"])
    assert gift is not None and gift.first == ("POUCH",)
