"""What a customer is told of a rule: what concerns a buyer and nothing of the shop's own affairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mercery.claims.deals import Promotion, Term
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.rule_facts import rule_facts, terms_of
from mercery.promotions.rules.benefit import Benefit, Bundle, BuyGet, Every, Fix, Gift, Off, Pct, Ship, Tiers
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import Names
from mercery.promotions.told import one_counts

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAMES = Names(currency="EUR", tags={"category:bags": Words("Bags", "包袋")}, skus={"POUCH": Words("Pouch", "小袋")})


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def told(rule: Rule, **goods: list[Sku]) -> Promotion:
    (fact,) = rule_facts([rule], NAMES, at=AT, release=3, certificate="crt_1", goods=goods or None)
    assert fact.source.en == "promotion 3, proved" and fact.version == 3
    assert isinstance(fact.value, Promotion)
    return fact.value


def test_the_shops_own_affairs_are_left_out() -> None:
    rule = Rule(
        id="r", benefit=Pct(bps=2000), level="line", scope=Scope(tags=frozenset(["category:bags"])), priority=7,
        merchant_bps=6000, stage=4, basis="running", total=500, budget=90_000, ends=datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    value = told(rule)
    assert value.words == Words("20% off Bags", "包袋：8折")
    assert value.goods == (Words("Bags", "包袋"),) and value.with_others is None


def test_audience_code_cap_and_company_are_told() -> None:
    rule = Rule(
        id="r",
        benefit=Pct(bps=500),
        who=frozenset(["member"]),
        code="FRIEND",
        cap=4_000,
        exclusive=True,
        group="coupon",
    )
    value = told(rule)
    assert value.audiences == (Words("members", "会员"),) and value.code == "FRIEND"
    assert value.most == euros(4_000) and value.with_others is False
    for part in ("at most €40 off an order", "for members only", "with code FRIEND", "not with any other offer"):
        assert part in value.words.en


def test_a_piece_is_covered_where_every_choice_of_it_is() -> None:
    rule = Rule(id="r", benefit=Pct(bps=500), level="line", scope=Scope(tags=frozenset(["colour:red"])))
    red, blue = Sku(id="A", price=1, tags=frozenset(["colour:red"])), Sku(id="B", price=1)
    value = told(rule, both=[red, blue], all_red=[red])
    assert value.covers("all_red") and not value.covers("both")


def test_a_rule_out_of_its_time_is_no_fact() -> None:
    over = Rule(id="r", benefit=Pct(bps=500), ends=AT)
    assert rule_facts([over, replace(over, id="s", ends=None, starts=datetime(2027, 1, 1, tzinfo=UTC))], NAMES, at=AT, release=1) == []  # fmt: skip


@pytest.mark.parametrize(
    ("benefit", "terms"),
    [
        (Pct(bps=1250), (Term(gives="percent", percent=Decimal("12.5"), from_amount=euros(9_000)),)),
        (Off(amount=500, per="unit"), (Term(gives="amount", amount=euros(500), per_piece=True, from_amount=euros(9_000)),)),
        (Fix(price=4_900), (Term(gives="price", amount=euros(4_900), from_amount=euros(9_000)),)),
        (Every(step=30_000, off=5_000), (Term(gives="amount", amount=euros(5_000), from_amount=euros(30_000), every=True),)),
        (
            Tiers(steps=((2, Pct(bps=1000)), (3, Pct(bps=2000))), by="quantity"),
            (
                Term(gives="percent", percent=Decimal(10), from_pieces=2),
                Term(gives="percent", percent=Decimal(20), from_pieces=3),
            ),
        ),
        (BuyGet(n=2, m=1), (Term(gives="pieces", percent=Decimal(100), pieces=1, of_pieces=3, from_amount=euros(9_000)),)),
        (Bundle(n=3, price=9_900), (Term(gives="price", amount=euros(9_900), pieces=3, from_amount=euros(9_000)),)),
        (Gift(gift="POUCH"), (Term(gives="gift", gift=Words("Pouch", "小袋"), from_amount=euros(9_000)),)),
        (Ship(), (Term(gives="delivery", from_amount=euros(9_000)),)),
    ],
)  # fmt: skip
def test_each_benefit_has_its_terms(benefit: Benefit, terms: tuple[Term, ...]) -> None:
    assert terms_of(Rule(id="r", benefit=benefit, need_amount=9_000), NAMES) == terms


def test_conditions_too_many_for_a_short_sentence_leave_only_the_rules_own_words() -> None:
    narrow = Rule(id="r", benefit=Pct(bps=500), scope=Scope(price_min=10_000))
    elsewhere = Rule(id="r", benefit=Pct(bps=500), need_amount=1, need_scope=Scope(tags=frozenset(["category:bags"])))
    assert terms_of(narrow, NAMES) == terms_of(elsewhere, NAMES) == ()


def test_which_of_two_counts_alone() -> None:
    plain = Rule(id="a", benefit=Pct(bps=500))
    coupon = Rule(id="b", benefit=Pct(bps=500), group="coupon", code="B")
    other = replace(coupon, id="c", code="C")
    alone = replace(plain, id="d", exclusive=True)
    shy = replace(plain, id="e", excludes=frozenset(["coupon"]))
    assert not one_counts(plain, coupon, Policy())
    assert one_counts(coupon, other, Policy()) and not one_counts(coupon, other, Policy(group_most={"coupon": 2}))
    assert one_counts(plain, alone, Policy()) and one_counts(shy, coupon, Policy())
