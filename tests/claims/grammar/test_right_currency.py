"""Goods with prices in one currency go only where a policy sends them."""

from __future__ import annotations

from tests.claims.gate_shop import shop_grounds

from mercery.claims.grammar.clauses import clauses_of, with_heads
from mercery.claims.grammar.served import right_currency

RULE = "Products priced in CNY are delivered only to mainland China; products priced in EUR are not delivered there."


def test_goods_in_euros_do_not_go_where_only_those_in_yuan_go() -> None:
    grounds = shop_grounds()
    units = with_heads(clauses_of(RULE, "fact", "policy", grounds.words, 2026))
    tote = grounds.products["prd_harbour-tote"]
    assert tote.currencies == {"EUR"}
    assert not right_currency(units, [tote], ["china"])
    assert not right_currency(units, [tote], ["chengdu"])
    assert right_currency(units, [tote], ["germany"])
