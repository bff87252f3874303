"""Calendars as JSON, both ways, and what is said about faults."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.promotions.calendars import a_buyer, a_calendar, a_cart

from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.notation import (
    NotationError,
    buyer_data,
    buyer_from,
    calendar_data,
    calendar_from,
    cart_data,
    cart_from,
    rule_data,
    rule_from,
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_written_is_read_back(seed: int) -> None:
    random = Random(seed)
    calendar = a_calendar(random, rules=8)
    cart, buyer = a_cart(random, calendar), a_buyer(random, calendar)
    assert calendar_from(json.loads(json.dumps(calendar_data(calendar)))) == calendar
    assert cart_from(json.loads(json.dumps(cart_data(cart)))) == cart
    assert buyer_from(json.loads(json.dumps(buyer_data(buyer)))) == buyer


def test_names_periods_and_words_of_both_languages_are_kept() -> None:
    written = {
        "id": "r",
        "name": {"en": "Every 300 minus 50", "zh": "每满300减50"},
        "benefit": {"kind": "every", "step": 30_000, "off": 5000},
        "starts": "2026-11-11T00:00:00+08:00",
        "ends": "2026-11-12T00:00:00+08:00",
    }
    rule = rule_from(written)
    assert (rule.name.zh, rule.starts and rule.starts.isoformat()) == ("每满300减50", "2026-11-11T00:00:00+08:00")
    assert rule_from(rule_data(rule)) == rule


def test_a_list_of_coupons_is_one_copy_of_each() -> None:
    assert buyer_from({"wallet": ["A", "B"]}) == Buyer(wallet={"A": 1, "B": 1})


@pytest.mark.parametrize(
    ("changes", "message", "remedy"),
    [
        ({"nedd_amount": 5}, "Rule 'r': nedd_amount is not a known field.", "Did you mean 'need_amount'?"),
        (
            {"need_amount": 299.9},
            "Rule 'r': need_amount must be a whole number, at least 0, not 299.9.",
            "Amounts are in minor units (12.50 = 1250), rates in basis points (12.5 % = 1250).",
        ),
        (
            {"benefit": {"kind": "pct", "bps": 12_000}},
            "Rule 'r': bps must be a whole number from 0 to 10000, not 12000.",
            "Amounts are in minor units (12.50 = 1250), rates in basis points (12.5 % = 1250).",
        ),
        ({"benefit": {"kind": "tiers", "steps": []}}, "Rule 'r': steps has no tier.", "Write at least one"),
        (
            {"benefit": {"kind": "tiers", "steps": [[5, ["pct", 1]], [3, ["pct", 2]]]}},
            "Rule 'r': steps must rise from tier to tier.",
            "Sort them; each threshold once.",
        ),
        (
            {"basis": "gross"},
            "Rule 'r': basis must be one of list, entry, running, not 'gross'.",
            "Choose one of these.",
        ),
        ({"starts": "2026-11-11"}, "Rule 'r': starts must be a time with its zone", "2026-11-11T00:00:00+08:00"),
        ({"scope": {"skus": []}}, "Rule 'r': skus is an empty list, which would mean all goods.", "Leave it out"),
        ({"who": "member"}, "Rule 'r': who must be a list of texts, not 'member'.", 'Write a list: ["a", "b"].'),
        (
            {"level": "line", "benefit": {"kind": "gift", "gift": "x"}},
            "Rule 'r': level cannot be 'line' with a benefit of kind 'gift'.",
            "Write 'order'.",
        ),
        ({"benefit": {"kind": "half"}}, "Rule 'r': kind must be one of pct, off", "Choose one of these."),
    ],
)
def test_a_fault_names_rule_field_and_remedy(changes: dict[str, Any], message: str, remedy: str) -> None:
    with pytest.raises(NotationError) as raised:
        rule_from({"id": "r", "benefit": {"kind": "pct", "bps": 1000}} | changes)
    assert raised.value.problems[0].message.startswith(message)
    assert remedy in raised.value.problems[0].remedy


def test_all_faults_of_a_calendar_are_told_at_once_with_their_places() -> None:
    with pytest.raises(NotationError) as raised:
        calendar_from(
            {
                "skus": [{"sku": "a", "price": 100, "floor": 200}, {"sku": "a", "price": "1.00"}],
                "rules": [{"id": "r", "benefit": {"kind": "pct"}}, {"benefit": {"kind": "ship"}, "level": "ship"}],
            }
        )
    assert [(one.column, one.message.split(":")[0]) for one in raised.value.problems] == [
        ("skus[0].floor", "SKU 'a'"),
        ("skus[1].price", "SKU 'a'"),
        ("rules[0].benefit.bps", "Rule 'r'"),
        ("rules[1].id", "Rule at rules[1]"),
        ("skus[1].id", "SKU 'a'"),
    ]
    assert raised.value.message.endswith("(4 more)")
