"""A rule in words, as typed, and what two versions say differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.actions.packs import pack, pack_names
from mercery.orders.actions.rule import ActionRule, rule_from_data, rule_to_data
from mercery.orders.actions.rule_form import rule_from_typed, typed_of
from mercery.orders.actions.rule_words import differences, lines

RULES = [rule for name in pack_names() for rule in pack(name)]
RETURN = next(rule for rule in pack("boutique") if rule.action == "return_items")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.action}-{rule.identity}-{rule.approval}")
def test_every_rule_comes_back_from_its_form_as_it_was(rule: ActionRule) -> None:
    assert rule_from_typed(rule.action, rule.key, typed_of(rule, rule.action), "Europe/Paris") == rule


@given(
    limits=st.dictionaries(st.sampled_from(["EUR", "CNY", "JPY"]), st.integers(0, 10_000_000), max_size=3),
    days=st.integers(0, 365),
    low=st.integers(0, 9),
)
def test_limits_and_days_survive_the_form_and_the_record(limits: dict[str, int], days: int, low: int) -> None:
    above = tuple(Money(minor, currency) for currency, minor in limits.items())
    rule = replace(RETURN, person_above=above, within_days=days, refund_days=(low, low + 3))
    assert rule_from_typed("return_items", rule.key, typed_of(rule, "return_items"), "UTC") == rule
    assert rule_from_data(rule_to_data(rule)) == rule


def test_a_rule_is_said_in_both_languages() -> None:
    said = {line.label.en: line.value for line in lines(RETURN)}
    assert said["Within"] == Words("30 days of delivery", "签收后 30 天内")
    assert said["Waits for a person above"] == Words("€1,500 or ¥12,000", "€1,500、¥12,000")
    assert said["And arrives"] == Words("within 5 working days after the pieces are back", "收到退件后 5 个工作日内")
    assert all(line.value.en and line.value.zh for line in lines(RETURN))


def test_only_what_differs_is_shown() -> None:
    changed = differences(RETURN, replace(RETURN, within_days=14, once=True))
    assert [(one.label.en, one.before and one.before.en, one.after and one.after.en) for one in changed] == [
        ("Within", "30 days of delivery", "14 days of delivery"),
        ("How often", None, "once for an order"),
    ]
    assert differences(RETURN, RETURN) == []


def test_a_change_in_one_language_is_shown_to_readers_of_the_other() -> None:
    said = RETURN.statement
    (english,) = differences(RETURN, replace(RETURN, statement=Words(f"{said.en} Keep the box.", said.zh)))
    assert (
        english.label.zh.endswith("（英文）") and english.after and english.after.text("zh").endswith("Keep the box.")
    )
    (chinese,) = differences(RETURN, replace(RETURN, statement=Words(said.en, f"{said.zh}请留好盒子。")))
    assert chinese.label.en.endswith("in Chinese") and chinese.after and chinese.after.text("en").endswith("盒子。")
    (both,) = differences(RETURN, replace(RETURN, statement=Words("Ask us.", "请联系我们。")))
    assert both.label == Words("Customers are told", "告知顾客")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"statuses": []}, "statuses"),
        ({"within_days": "soon"}, "within_days"),
        ({"within_days": "-3"}, "within_days"),
        ({"person_above": "a lot"}, "person_above"),
        ({"refund_low": "9", "refund_high": "5"}, "refund_high"),
        ({"statement_zh": ""}, "statement_zh"),
        ({"valid_from": "tomorrow"}, "valid_from"),
        ({"valid_from": "2026-12-10", "valid_to": "2026-12-01"}, "valid_to"),
    ],
)
def test_a_wrong_field_is_named_with_its_remedy(typed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        rule_from_typed("return_items", "return_items", typed_of(RETURN, "return_items") | typed, "Europe/Paris")
    assert [(problem.field, bool(problem.remedy)) for problem in caught.value.problems] == [(field, True)]


def test_days_are_the_shops_own_and_the_last_one_counts_as_a_whole() -> None:
    typed = typed_of(RETURN, "return_items") | {"valid_from": "2026-12-01", "valid_to": "2026-12-24"}
    rule = rule_from_typed("return_items", "return_items", typed, "Europe/Paris")
    assert rule.valid_from == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert rule.valid_to == datetime(2026, 12, 24, 23, tzinfo=UTC)
