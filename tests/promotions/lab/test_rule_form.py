"""A rule through its form and back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.promotions.lab.refusals import by_field
from mercery.promotions.lab.rule_form import blank, rule_of, typed_of
from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
    Tiers,
)
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

PARIS = ZoneInfo("Europe/Paris")
cash = st.integers(1, 10_000_000)
count = st.integers(1, 99)
rate = st.integers(0, 10_000)
benefits: st.SearchStrategy[Benefit] = st.one_of(
    st.builds(Pct, bps=rate),
    st.builds(Off, amount=cash, per=st.sampled_from(("order", "unit"))),
    st.builds(Fix, price=cash),
    st.builds(Fix, prices=st.dictionaries(st.sampled_from(("A-1", "B-2")), cash, min_size=1)),
    st.builds(Every, step=cash, off=cash, times=st.none() | count),
    st.builds(
        lambda steps, by: Tiers(steps=tuple(sorted(steps.items())), by=by),
        steps=st.dictionaries(count, st.builds(Pct, bps=st.integers(1, 9_999)) | st.builds(Off, amount=cash), min_size=1, max_size=3),
        by=st.sampled_from(("amount", "quantity")),
    ),
    st.builds(BuyGet, n=count, m=count, bps=rate, times=st.none() | count, pick=st.sampled_from(("cheapest", "dearest", "grouped"))),
    st.builds(PerLine, by=st.just("pct"), value=rate, max_units=st.none() | count, skip=st.integers(0, 5)),
    st.builds(PerLine, by=st.just("off"), value=cash, sets_of=st.none() | st.integers(2, 9)),
    st.builds(Bundle, n=st.integers(2, 9), price=cash, times=st.none() | count),
    st.builds(Gift, gift=st.just("TOTE"), qty=count, step=st.none() | cash, times=st.none() | count),
    st.builds(Ship, bps=st.none() | rate, amount=st.none() | cash),
    st.builds(Points, rate=cash, max_bps=rate),
    st.builds(Deposit, pay=cash, worth=cash, refundable=st.booleans()),
)  # fmt: skip
rules = st.builds(
    Rule,
    id=st.just("r"),
    benefit=benefits,
    name=st.just(Words("Winter", "冬季")),
    scope=st.builds(Scope, tags=st.frozensets(st.sampled_from(("leather", "home"))), price_min=st.none() | cash),
    need_amount=st.integers(0, 100_000),
    need_qty=st.integers(0, 9),
    basis=st.sampled_from(("list", "entry", "running")),
    who=st.frozensets(st.sampled_from(("member", "new"))),
    code=st.none() | st.just("WELCOME"),
    cap=st.none() | cash,
    budget=st.none() | cash,
    group=st.none() | st.just("coupons"),
    exclusive=st.booleans(),
    per_user=st.none() | count,
    merchant_bps=rate,
    starts=st.just(datetime(2026, 11, 26, 9, tzinfo=PARIS)),
    ends=st.none() | st.just(datetime(2026, 12, 6, tzinfo=UTC)),
    returned=st.booleans(),
)


@given(rules)
def test_a_rule_shown_in_the_form_and_sent_again_is_the_same_rule(rule: Rule) -> None:
    again = rule_of(typed_of(rule, "EUR", PARIS), currency="EUR", zone=PARIS, rule_id="r", kept=rule)
    expected = "ship" if rule.benefit.kind == "ship" else rule.level
    assert again == type(rule)(**{**{name: getattr(rule, name) for name in rule.__slots__}, "level": expected})


def test_every_field_that_cannot_be_read_is_named() -> None:
    typed = blank() | {
        "kind": "every",
        "step": "three hundred",
        "step_off": "",
        "name_en": "x",
        "need_qty": "0",
        "endless": "1",
    }
    with pytest.raises(Invalid) as refused:
        rule_of(typed, currency="EUR", zone=PARIS, rule_id="r")
    assert set(by_field(refused.value, "en")) == {"step", "step_off", "need_qty"}
    assert by_field(refused.value, "zh")["step_off"] == "请填写此项。"


def test_an_end_has_to_be_chosen_and_come_after_the_start() -> None:
    typed = blank("2026-11-27T00:00", "2026-11-26T00:00") | {"rate": "20", "name_en": "x"}
    with pytest.raises(Invalid) as refused:
        rule_of(typed, currency="EUR", zone=PARIS, rule_id="r")
    assert list(by_field(refused.value, "en")) == ["ends"]
    with pytest.raises(Invalid):
        rule_of(typed | {"ends": ""}, currency="EUR", zone=PARIS, rule_id="r")


def test_amounts_are_written_as_people_write_them() -> None:
    typed = blank() | {"kind": "off", "off": "€1,280.50", "name_zh": "减", "endless": "1"}
    assert rule_of(typed, currency="EUR", zone=PARIS, rule_id="r").benefit == Off(amount=128_050)
