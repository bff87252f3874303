"""Slips of the hand are told with the rule that was probably meant; what a shop is known for is left alone."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from mercery.core.i18n import Words
from mercery.evals.promotion_typos import run
from mercery.promotions.entry.flags import Flag
from mercery.promotions.entry.goods_typos import Article, goods_typos
from mercery.promotions.entry.typos import Past, typos
from mercery.promotions.rules.benefit import Benefit, BuyGet, Deposit, Fix, Gift, Off, Pct, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import Names

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PRICES = [9_900, 19_900, 29_900, 39_900, 59_900]
SHOP = Calendar(
    skus={
        **{f"s{i}": Sku(id=f"s{i}", price=price, cost=price * 45 // 100) for i, price in enumerate(PRICES)},
        "pouch": Sku(id="pouch", price=4_900, cost=2_000, tags=frozenset(["small"])),
    },
    rules=(),
)


def told(rule: Rule, *history: Rule, calendar: Calendar = SHOP) -> dict[str, Flag]:
    flags = typos(rule, calendar, Past.of(calendar, history), moment=NOW)
    return {flag.kind: flag for flag in flags if flag.strength >= 2}


def order(benefit: Benefit, **more: object) -> Rule:
    return Rule(id="r", benefit=benefit, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "meant", "kind"),
    [
        (order(Off(amount=50_000), need_amount=30_000), order(Off(amount=5_000), need_amount=30_000), "factor"),
        (order(Off(amount=30_000), need_amount=5_000), order(Off(amount=5_000), need_amount=30_000), "swapped"),
        (order(Off(amount=10_000), need_amount=100), order(Off(amount=10_000), need_amount=100_000), "factor"),
        (order(Pct(bps=8000), level="line"), order(Pct(bps=2000), level="line"), "percent_left"),
        (order(BuyGet(n=1, m=2, bps=9000)), order(BuyGet(n=1, m=2, bps=1000)), "percent_left"),
        (order(Deposit(pay=5_000, worth=100_000)), order(Deposit(pay=5_000, worth=10_000)), "factor"),
        (order(Gift(gift="pouch", step=9_900)), order(Gift(gift="pouch", step=99_000)), "factor"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(typed: Rule, meant: Rule, kind: str) -> None:
    assert told(typed)[kind].likely == meant
    assert told(meant) == {}


def test_a_deep_clearance_is_no_slip_where_the_shop_is_known_for_it() -> None:
    deep = order(Pct(bps=8000), level="line")
    known_for = [replace(deep, id=f"clearance-{year}") for year in range(2020, 2026)]
    assert "percent_left" in told(deep)
    assert told(deep, *known_for) == {}


def test_seventy_percent_alone_is_no_slip() -> None:
    assert told(order(Pct(bps=7000), level="line")) == {}


def test_money_for_everybody_without_a_threshold_asks_for_an_audience_or_a_limit() -> None:
    flag = told(order(Off(amount=11_000)))["no_audience"]
    assert flag.likely is not None and flag.likely.per_user == 1
    assert told(order(Off(amount=11_000), who=frozenset(["new"]), per_user=1)) == {}


def test_what_coupons_of_this_name_always_had_is_missed() -> None:
    past = order(Off(amount=2_000), need_amount=20_000, code="WELCOME20", who=frozenset(["new"]), per_user=1)
    now = order(Off(amount=3_000), need_amount=30_000, code="WELCOME30", per_user=1)
    flag = told(now, past)["no_audience"]
    assert (flag.field, flag.likely) == ("who", replace(now, who=frozenset(["new"])))


def test_a_price_for_goods_that_cost_very_different_ones_and_below_cost() -> None:
    flags = told(order(Fix(price=4_995), level="line"))
    assert flags["wide_price"].strength == 3 and "below_cost" in flags
    assert told(order(Fix(price=4_500), level="line", scope=Scope(tags=frozenset(["small"])))) == {}


def test_periods_that_end_first_are_over_or_lie_a_year_off() -> None:
    fine = order(Off(amount=3_000), need_amount=30_000, starts=NOW.replace(day=27), ends=NOW.replace(day=30))
    assert told(fine) == {}
    turned = replace(fine, starts=fine.ends, ends=fine.starts)
    assert told(turned)["end_first"].likely == fine
    last_year = replace(fine, starts=NOW.replace(year=2025, day=27), ends=NOW.replace(year=2025, day=30))
    assert told(last_year)["past"].likely == fine
    assert told(replace(fine, ends=NOW.replace(year=2027, day=30)))["long"].likely == fine


def test_the_same_offer_twice_at_the_same_time_is_told_and_a_group_of_which_one_is_used_is_not() -> None:
    first = replace(order(Off(amount=100_000), need_amount=500_000), id="first")
    again = order(Off(amount=100_000), need_amount=500_000)
    there = replace(SHOP, rules=(first,))
    assert told(again, calendar=there)["duplicate"].other == "first"
    nearly = replace(again, benefit=Off(amount=90_000))
    assert told(nearly, calendar=there)["twin"].other == "first"
    grouped = replace(SHOP, rules=(replace(first, group="coupon"),))
    assert told(replace(nearly, group="coupon"), calendar=grouped) == {}


def test_content_typed_in_another_unit_of_measure_is_told() -> None:
    oranges = [
        Article(
            sku=f"o{grams}", price=grams // 2 * 100 // 90, cost=grams // 5, content=Decimal(grams), unit="g", kind="o"
        )
        for grams in (2500, 4500, 9000)
    ]
    slipped = replace(oranges[1], unit="斤")
    flags = goods_typos([oranges[0], slipped, oranges[2]], Names())
    assert [(flag.kind, flag.rule, flag.strength) for flag in flags] == [("measure", "o4500", 3)]
    assert "4500 g" in flags[0].words.en
    assert goods_typos(oranges, Names()) == ()


def test_a_price_with_a_digit_too_few_is_told_by_its_cost() -> None:
    flag = goods_typos([Article(sku="tv", price=6_590, cost=41_000, before=65_900)], Names())[0]
    assert (flag.kind, flag.strength) == ("below_cost", 3) and "¥659" in flag.words.en


def test_a_history_the_prior_was_not_set_on() -> None:
    figures = run([DATA / "electronics.json"], lambda _line: None).figures
    assert figures["clean_total"] == 60
    by_kind = figures["by_kind"]
    assert isinstance(by_kind, dict)
    for kind in ("duplicate", "swapped", "end_before_start", "year_before", "year_after"):
        caught, injected, _ = by_kind[kind]
        assert caught == injected
    caught, injected = figures["caught"], figures["injected"]
    assert isinstance(caught, int) and isinstance(injected, int) and caught >= 0.9 * injected
    assert figures["false_flags"] == 4, "all of them prices below cost, which is told whatever is usual"


@pytest.mark.parametrize(
    ("typed", "meant", "kind"),
    [
        (
            order(Tiers(steps=((2, Pct(bps=500)), (4, Pct(bps=1000))))),
            order(Tiers(steps=((2, Pct(bps=500)), (4, Pct(bps=1000))), by="quantity")),
            "measure",
        ),
        (order(Pct(bps=1000), need_qty=30_000), order(Pct(bps=1000), need_amount=30_000), "measure"),
        (order(BuyGet(n=1, m=3)), order(BuyGet(n=3, m=1)), "swapped"),
        (
            order(Pct(bps=1000), name=Words("Members' week")),
            order(Pct(bps=1000), name=Words("Members' week"), who=frozenset(["member"])),
            "no_audience",
        ),
        (
            order(Pct(bps=1000), code="HI", who=frozenset(["new"])),
            order(Pct(bps=1000), code="HI", who=frozenset(["new"]), per_user=1),
            "no_limit",
        ),
        (order(Off(amount=2_000), level="line"), order(Pct(bps=2000), level="line"), "percent_amount"),
    ],
)
def test_the_shape_and_the_name_of_a_rule_speak_against_it(typed: Rule, meant: Rule, kind: str) -> None:
    assert told(typed)[kind].likely == meant
    assert kind not in told(meant)
