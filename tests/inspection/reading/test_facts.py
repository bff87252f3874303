"""Loosely given facts as typed values."""

from __future__ import annotations

import pytest

from mercery.inspection.reading.facts import facts, read
from mercery.inspection.reading.lexicon import Lexicon, rows
from mercery.inspection.reading.rules import Rule, rules
from mercery.inspection.transcript import Known


@pytest.mark.parametrize(
    ("name", "value", "truth"),
    [
        ("dishwasher safe", "yes", "yes"),
        ("防水", "否", "no"),
        ("bulb", "not included", "no"),
        ("登机", "可以", "yes"),
        ("deposit", "none", "no"),
        ("colour", "no green", None),
        ("换货", "未拆封", None),
    ],
)
def test_yes_and_no(name: str, value: str, truth: str | None) -> None:
    assert read(Known(name=name, value=value)).truth == truth


def test_a_bare_number_is_of_the_family_its_name_asks_for() -> None:
    assert [one.family for one in read(Known(name="price", value="35")).amounts] == ["money"]
    assert [one.family for one in read(Known(name="积分", value="1260")).amounts] == ["points"]


def test_a_bound_in_the_name_holds_for_the_value() -> None:
    assert read(Known(name="max_load", value="25 kg")).amounts[0].bound == "most"


def test_a_typed_fact_is_read_like_a_loose_one() -> None:
    loose = read(Known(name="warranty", value="2 years"))
    typed = read(Known(name="Warranty of Oslo chair", value="24 months", fact_id="f1"))
    assert typed.known.fact_id == "f1"
    assert loose.topics <= typed.topics
    assert abs(loose.amounts[0].low - typed.amounts[0].low) < 1


def test_what_a_value_names_is_a_fact_of_its_own() -> None:
    names = [fact.name for fact in facts([Known(name="tea", value="Assam, caffeine: yes")])]
    assert names == ["tea", "caffeine"]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("identified", "yes", "identity"),
        ("转人工规则", "投诉转主管", "handoff"),
        ("rule", "verify the email before any order detail", "identity"),
        ("可推荐", "买鞋可推荐袜子", "upsell"),
        ("payment", "only at the checkout", "payment"),
        ("payment", "PayPal", "goods"),
        ("weight", "2 kg", "goods"),
    ],
)
def test_rules_for_the_agent_are_told_from_facts_about_goods(name: str, value: str, kind: str) -> None:
    assert read(Known(name=name, value=value)).kind == kind


def test_a_rule_with_a_condition() -> None:
    only = rules(read(Known(name="cancel_rule", value="only pending orders can be cancelled")))
    assert Rule(act="cancel", allowed=False, condition="pending", holds=False) in only
    washed = rules(read(Known(name="returns", value="not possible when worn")))
    assert Rule(act="return", allowed=False, condition="worn", holds=True) in washed
    opened = rules(read(Known(name="换货", value="未拆封")))
    assert Rule(act="exchange", allowed=False, condition="opened", holds=True) in opened


@pytest.mark.parametrize(
    "name", ["attributes", "acts", "conditions", "groups", "stages", "promising", "claiming", "occasions", "units"]
)
def test_every_list_can_be_read_and_every_line_says_something(name: str) -> None:
    assert rows(name)
    for row in rows(name):
        assert row.head and row.surfaces, row


def test_english_is_found_in_any_ending_and_the_longest_wins() -> None:
    words = Lexicon([("ship", ["ship", "发货"]), ("free", ["ship free", "包邮"]), ("box", ["box"])])
    assert [hit.key for hit in words.hits("it ships free, shipping 2 boxes")] == ["free", "ship", "box"]
    assert [hit.key for hit in words.hits("今天发货,包邮")] == ["ship", "free"]
    assert not words.hits("a shipwright's that'sbox")
