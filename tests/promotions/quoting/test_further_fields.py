"""Further conditions, budgets, units from the second on, full sets, a rule's own rounding, shares to the nearest."""

from __future__ import annotations

from random import Random

import pytest

from mercery.core.errors import MerceryError
from mercery.promotions.quoting.allocation import allocate
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.evaluate import evaluate, run_selection
from mercery.promotions.quoting.prepared import prepared, table
from mercery.promotions.quoting.rounding import half_up
from mercery.promotions.quoting.selection import choices, selections
from mercery.promotions.quoting.walk import Selection
from mercery.promotions.rules.benefit import Benefit, BuyGet, Every, Off, Pct, PerLine, Ship
from mercery.promotions.rules.buyer import ANYBODY
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.notation import rule_data, rule_from
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Need, Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

A, B = Scope(skus=frozenset({"a"})), Scope(skus=frozenset({"b"}))


def lines(rule: Rule, *quantities: int, shipping: int = 0) -> tuple[list[int], int]:
    """What the rule takes off each line of a (10.00) and b (4.00), and what is left of the delivery fee."""
    skus = {"a": Sku(id="a", price=1000), "b": Sku(id="b", price=400)}
    calendar = Calendar(skus=skus, rules=(rule,), shipping=shipping)
    cart = tuple(Line(sku=sku, quantity=quantity) for sku, quantity in zip("ab", quantities, strict=False) if quantity)
    priced = evaluate(calendar, cart, Selection(order=(rule.id,)))
    return [line.list_total - line.total for line in priced.lines], priced.shipping


@pytest.mark.parametrize(
    ("also", "given"),
    [
        ((Need(qty=2, scope=B),), False),
        ((Need(qty=1, scope=B), Need(amount=1000, scope=A)), True),
        ((Need(qty=1, scope=B), Need(amount=1001, scope=A)), False),
        ((Need(kinds=2),), True),
        ((Need(kinds=3),), False),
    ],
)
def test_every_further_condition_has_to_hold(also: tuple[Need, ...], given: bool) -> None:
    rule = Rule(id="r", benefit=Pct(bps=1000), scope=A, also=also)
    assert lines(rule, 1, 1)[0] == [100 if given else 0, 0]


def test_an_exclusive_rule_whose_further_condition_fails_leaves_the_others_alone() -> None:
    alone = Rule(id="alone", benefit=Pct(bps=5000), exclusive=True, also=(Need(qty=9),))
    other = Rule(id="other", benefit=Pct(bps=1000))
    calendar = Calendar(skus={"a": Sku(id="a", price=1000)}, rules=(alone, other))
    assert quote(calendar, (Line(sku="a", quantity=1),)).best.payable == 900


def test_from_the_second_unit_on_up_to_a_number() -> None:
    rule = Rule(id="r", benefit=PerLine(by="pct", value=5000, skip=1, max_units=3))
    assert lines(rule, 1, 2)[0] == [0, 200]
    assert lines(rule, 5, 1)[0] == [1000, 0]


def test_full_sets_are_filled_from_the_lines_with_the_most_units() -> None:
    rule = Rule(id="r", benefit=PerLine(by="off", value=10, sets_of=3))
    assert lines(rule, 1, 2)[0] == [10, 20]
    assert lines(rule, 1, 4)[0] == [0, 30]
    assert lines(rule, 1, 1)[0] == [0, 0]


def test_what_a_budget_has_no_money_for_is_not_given_at_all() -> None:
    assert lines(Rule(id="r", benefit=Pct(bps=1000), budget=100), 1, 1)[0] == [100, 0]
    assert lines(Rule(id="r", benefit=Pct(bps=1000), budget=99), 1, 1)[0] == [0, 40]
    free = Rule(id="s", level="ship", benefit=Ship(), budget=499)
    assert lines(free, 1, shipping=500)[1] == 500
    assert lines(free, 1, shipping=499)[1] == 0


def test_a_rule_may_round_at_its_own_place() -> None:
    calendar = Calendar(skus={"a": Sku(id="a", price=33)}, rules=())
    by_unit = calendar.with_rule(Rule(id="r", benefit=Pct(bps=1000), round_at="unit"))
    by_line = calendar.with_rule(Rule(id="r", benefit=Pct(bps=1000)))
    cart = (Line(sku="a", quantity=5),)
    assert evaluate(by_unit, cart, Selection(order=("r",))).payable == 165 - 15
    assert evaluate(by_line, cart, Selection(order=("r",))).payable == 165 - 17


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [(100, (1, 2), [33, 67]), (100, (1, 1, 1), [34, 33, 33]), (5, (1, 1), [3, 2]), (2, (6, 6, 8), [0, 1, 1])],
)
def test_shares_to_the_nearest_with_odd_cents_from_the_first_line(
    amount: int, weights: tuple[int, ...], shares: list[int]
) -> None:
    room = [1000] * len(weights)
    assert allocate(amount, weights, room, "nearest_then_first", half_up) == shares


def test_shares_to_the_nearest_add_up() -> None:
    random = Random(5)
    for _ in range(300):
        weights = [random.randint(0, 50) for _ in range(random.randint(1, 6))]
        room = [random.randint(0, 60) for _ in weights]
        amount = random.randint(0, 150)
        shares = allocate(amount, weights, room, "nearest_then_first", half_up)
        assert sum(shares) == min(amount, sum(free for free, weight in zip(room, weights, strict=True) if weight))
        assert all(0 <= share <= free for share, free in zip(shares, room, strict=True))


def test_they_are_written_and_read() -> None:
    rule = Rule(
        id="r",
        benefit=PerLine(by="pct", value=5000, skip=1, sets_of=2),
        also=(Need(qty=1, scope=A), Need(kinds=2), Need(amount=5)),
        budget=500,
        round_at="unit",
    )
    assert rule_from(rule_data(rule)) == rule


def test_what_is_wrong_in_a_further_condition_is_named() -> None:
    with pytest.raises(MerceryError, match=r"Rule 'r': quantity is not a known field"):
        rule_from({"id": "r", "benefit": {"kind": "pct", "bps": 1}, "also": [{"quantity": 2}]})


def test_the_best_price_with_them_is_the_least_of_all_selections() -> None:
    random = Random(3)
    for _ in range(120):
        calendar = _calendar(random)
        cart = tuple(Line(sku=sku, quantity=random.randint(1, 4)) for sku in random.sample("abc", random.randint(1, 3)))
        laid = table(prepared(calendar), cart)
        least = min(run_selection(laid, *one, ANYBODY).payable for one in selections(choices(laid)))
        quoted = quote(calendar, cart)
        assert quoted.bound <= least <= quoted.best.payable
        assert quoted.best.payable == least or not quoted.optimal


def _calendar(random: Random) -> Calendar:
    skus = {sku: Sku(id=sku, price=random.randint(50, 600), floor=random.choice((0, 30))) for sku in "abc"}
    policy = Policy(
        round_at=random.choice(("unit", "line", "order")),
        alloc=random.choice(("largest_remainder", "nearest_then_first")),
    )
    return Calendar(
        skus=skus, rules=tuple(_rule(random, number) for number in range(random.randint(2, 4))), policy=policy
    )


def _rule(random: Random, number: int) -> Rule:
    scopes = (EVERYTHING, A, B, Scope(skus=frozenset({"a", "c"})))
    needs = (Need(amount=300, scope=random.choice(scopes)), Need(qty=2, scope=random.choice(scopes)), Need(kinds=2))
    return Rule(
        id=f"r{number}",
        benefit=_benefit(random),
        stage=random.randint(1, 3),
        scope=random.choice(scopes),
        basis=random.choice(("list", "entry", "running")),
        also=tuple(random.sample(needs, random.choice((0, 0, 1, 2)))),
        group=random.choice((None, "g")),
        code=random.choice((None, f"c{number}")),
        budget=random.choice((None, None, random.randint(10, 400))),
        round_at=random.choice((None, "unit", "line", "order")),
    )


def _benefit(random: Random) -> Benefit:
    kinds: tuple[Benefit, ...] = (
        Pct(bps=random.choice((500, 1250, 3333))),
        Off(amount=random.randint(1, 900)),
        Every(step=random.randint(200, 700), off=random.randint(10, 200)),
        BuyGet(n=random.randint(1, 2), m=1),
        PerLine(
            by=random.choice(("pct", "off")),
            value=random.randint(50, 3000),
            max_units=random.choice((None, 1, 3)),
            skip=random.choice((0, 1)),
            sets_of=random.choice((None, 2, 3)),
        ),
    )
    return random.choice(kinds)
