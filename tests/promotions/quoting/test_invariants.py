"""What holds for every cart under every calendar."""

from dataclasses import replace
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.promotions.calendars import a_buyer, a_calendar, a_cart

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.quoting.walk import Priced, Selection
from mercery.promotions.rules.benefit import Every, Off, Pct
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule

seeds = given(st.integers(0, 10**9))
often = settings(max_examples=120, deadline=None)


def _priced(seed: int) -> tuple[Calendar, Buyer, Priced]:
    """Any rules at all on any cart: what a selection may be is not asked by the evaluator."""
    random = Random(seed)
    calendar = a_calendar(random, rules=random.randint(1, 8))
    cart, buyer = a_cart(random, calendar), a_buyer(random, calendar)
    order = [rule.id for rule in calendar.rules if rule.level != "line" and random.random() < 0.8]
    lines = [rule.id for rule in calendar.rules if rule.level == "line"]
    by_line = tuple(tuple(one for one in lines if random.random() < 0.8) for _ in cart)
    return calendar, buyer, evaluate(calendar, cart, Selection(order=tuple(order), lines=by_line), buyer)


@often
@seeds
def test_every_discount_is_divided_without_a_rest(seed: int) -> None:
    _, _, priced = _priced(seed)
    for step in priced.steps:
        if step.level != "ship":
            assert sum(step.split) == step.discount <= step.wanted
    for at, line in enumerate(priced.lines):
        assert line.total == line.list_total - sum(step.split[at] for step in priced.steps if step.split)


@often
@seeds
def test_a_line_lies_between_its_floor_and_its_list_price(seed: int) -> None:
    calendar, _, priced = _priced(seed)
    for line in priced.lines:
        assert calendar.skus[line.sku].floor * line.quantity <= line.total <= line.list_total


@often
@seeds
def test_what_is_paid_is_the_lines_and_the_delivery(seed: int) -> None:
    calendar, _, priced = _priced(seed)
    assert priced.goods == sum(line.total for line in priced.lines)
    assert priced.payable == priced.goods + priced.shipping
    assert 0 <= priced.shipping <= calendar.shipping
    assert 0 <= priced.deposit <= priced.payable


@often
@seeds
def test_units_of_a_line_add_up_and_differ_by_one_at_most(seed: int) -> None:
    for line in _priced(seed)[2].lines:
        assert sum(line.unit_paid) == line.total
        assert len(line.unit_paid) == line.quantity
        assert max(line.unit_paid) - min(line.unit_paid) <= 1


@often
@seeds
def test_no_rule_gives_more_than_its_cap_and_its_budget(seed: int) -> None:
    calendar, _, priced = _priced(seed)
    for step in priced.steps:
        for limit in (calendar.by_id[step.rule].cap, calendar.by_id[step.rule].budget):
            assert limit is None or step.discount <= limit


@often
@seeds
@example(3725913)  # what a buy-and-get gives lies on a line that belongs to the excluded rule
def test_rules_that_exclude_each_other_never_share_a_line(seed: int) -> None:
    calendar, _, priced = _priced(seed)
    for step in priced.steps:
        excludes = calendar.by_id[step.rule].excludes
        for other in priced.steps:
            named = {other.rule, calendar.by_id[other.rule].group} & excludes
            if named and other.rule != step.rule and step.split and other.split:
                assert not any(one and two for one, two in zip(step.split, other.split, strict=True))


@often
@seeds
def test_everything_sent_back_brings_back_everything_paid(seed: int) -> None:
    calendar, buyer, priced = _priced(seed)
    came = refund(calendar, priced, [line.quantity for line in priced.lines], buyer, gifts_returned=dict(priced.gifts))
    assert came.amount == priced.payable - came.deposit_kept
    assert came.deposit_kept <= priced.deposit
    assert came.points == priced.points
    assert (came.owed, came.kept) == (0, None)


@often
@seeds
def test_units_sent_back_one_by_one_bring_back_as_much_as_together(seed: int) -> None:
    calendar, buyer, priced = _priced(seed)
    rules = tuple(replace(rule, refund="allocated") for rule in calendar.rules)
    calendar = replace(calendar, rules=rules)
    gone = [0] * len(priced.lines)
    shares = 0
    for at, line in enumerate(priced.lines):
        for _ in range(line.quantity):
            now = [int(one == at) for one in range(len(priced.lines))]
            shares += sum(refund(calendar, priced, now, buyer, earlier=gone).shares)
            gone[at] += 1
    assert shares == priced.goods


@often
@seeds
def test_returns_in_steps_pay_no_more_than_one_return_but_for_what_is_owed(seed: int) -> None:
    """Whatever the order of the steps; and never more than some one return of what had come back by then."""
    calendar, buyer, priced = _priced(seed)
    random, gone = Random(seed), [0] * len(priced.lines)
    units = [at for at, line in enumerate(priced.lines) for _ in range(line.quantity)]
    random.shuffle(units)
    paid, owed, most = 0, 0, 0
    for at in units[: random.randint(1, len(units))]:
        now = [int(one == at) for one in range(len(priced.lines))]
        step = refund(calendar, priced, now, buyer, earlier=gone, owed=owed)
        gone[at] += 1
        paid, owed = paid + step.amount, step.owed
        once = refund(calendar, priced, gone, buyer)
        most = max(most, once.amount)
        assert step.amount == 0 or owed == 0
        assert paid - owed <= once.amount - once.owed
        assert paid <= most


@often
@seeds
def test_the_margin_is_what_is_left_of_list_price_discount_and_cost(seed: int) -> None:
    calendar, _, priced = _priced(seed)
    margin = margin_of(calendar, priced)
    fee = calendar.shipping - priced.merchant_shipping
    assert margin.margin == priced.list_total - priced.merchant_discount + fee - margin.goods
    discount = priced.list_total - priced.goods
    assert 0 <= priced.merchant_discount <= discount


@often
@seeds
def test_no_selection_met_on_the_way_is_cheaper_than_the_best(seed: int) -> None:
    random = Random(seed)
    calendar = a_calendar(random, rules=5)
    cart = a_cart(random, calendar)
    quoted = quote(calendar, cart, seconds=30)
    assert quoted.best.payable <= quoted.platform.payable
    again = evaluate(calendar, quoted.best.cart, quoted.best.selection)
    assert again == quoted.best


@often
@given(st.permutations(range(3)), st.integers(1, 5), st.integers(100, 900))
def test_rules_side_by_side_may_be_written_in_any_order(order: list[int], units: int, off: int) -> None:
    """As long as nothing is clamped."""
    side_by_side = (
        Rule(id="tenth", benefit=Pct(bps=1000)),
        Rule(id="every", benefit=Every(step=30_000, off=1500)),
        Rule(id="off", benefit=Off(amount=off), need_amount=20_000),
    )
    skus = {"a": Sku(id="a", price=12_345), "b": Sku(id="b", price=6789)}
    cart = (Line(sku="a", quantity=units), Line(sku="b", quantity=2))
    chosen = Selection(order=("tenth", "every", "off"))
    one = evaluate(Calendar(skus=skus, rules=side_by_side), cart, chosen)
    other = evaluate(Calendar(skus=skus, rules=tuple(side_by_side[at] for at in order)), cart, chosen)
    assert [line.total for line in one.lines] == [line.total for line in other.lines]
