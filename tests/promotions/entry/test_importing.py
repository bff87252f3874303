"""Rules from a merchant's spreadsheet."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.promotions.entry.strategies import KNOWN, NAMES, ZONE, rules

from mercery.core.files.problems import FileRefused
from mercery.core.i18n import Lang, Words
from mercery.promotions.entry.importing import read_rules, rules_as_csv
from mercery.promotions.rules.benefit import Every, Fix, Off, Pct
from mercery.promotions.rules.notation import rule_data
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope


def imported(tmp_path: Path, text: str, name: str = "rules.csv") -> tuple[Rule, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_rules(path, name, KNOWN).rules


def refused(tmp_path: Path, text: str) -> list[tuple[int | None, str | None, str | None]]:
    with pytest.raises(FileRefused) as caught:
        imported(tmp_path, text)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.line, problem.column, problem.field) for problem in caught.value.problems]


def test_a_chinese_spreadsheet_with_headings_merchants_use(tmp_path: Path) -> None:
    text = (
        "活动名称,优惠,门槛,适用商品,开始时间,结束时间,适用人群,券码,每人限用,总量,平台承担\n"
        "黑五满减,减50,300,全场,2026-11-27 20:00,2026-11-30,所有人,,,,40%\n"
        "皮包季,8折,,皮包,45988,45990.5,会员,,1,,\n"
        "新客券,减60,900,,2026/12/1,2026/12/31 24:00,新客,WELCOME60,1,500,\n"
    )
    first, second, third = imported(tmp_path, text)
    assert (first.benefit, first.need_amount, first.merchant_bps) == (Off(amount=5_000), 30_000, 6_000)
    assert first.name == Words("黑五满减", "黑五满减")
    assert (first.starts, first.ends) == (datetime(2026, 11, 27, 20, tzinfo=ZONE), datetime(2026, 12, 1, tzinfo=ZONE))
    assert (second.benefit, second.scope) == (Pct(bps=2_000), Scope(tags=frozenset(["bags"])))
    assert (second.starts, second.ends) == (
        datetime(2025, 11, 27, tzinfo=ZONE),
        datetime(2025, 11, 29, 12, tzinfo=ZONE),
    )
    assert (third.code, third.per_user, third.total, third.who) == ("WELCOME60", 1, 500, frozenset(["new"]))
    assert third.ends == datetime(2027, 1, 1, tzinfo=ZONE)


def test_an_english_spreadsheet_with_a_column_for_the_type(tmp_path: Path) -> None:
    text = (
        "Name;Type;Value;Min spend;Products;Stackable\n"
        "Bags;percent;20;;leather bags;yes\n"
        "Save;amount;50;300;;no\n"
        "Again;every;50;300;;\n"
        "Flash;price;199;;silk scarves;\n"
    )
    bags, save, again, flash = imported(tmp_path, text)
    assert (bags.benefit, save.benefit, save.exclusive) == (Pct(bps=2_000), Off(amount=5_000), True)
    assert (again.benefit, flash.benefit) == (Every(step=30_000, off=5_000), Fix(price=19_900))


def test_what_is_not_understood_refuses_the_whole_file_with_line_column_and_remedy(tmp_path: Path) -> None:
    text = (
        "活动名称,优惠,适用商品,开始时间\n"
        "好的,满300减50,全场,2026-11-27\n"
        "雨伞,8折,雨伞,2026-11-27\n"
        "含糊,20,皮包,2026-11-27\n"
        "两天,9折,皮包,03/04/2026\n"
        "没有,,皮包,2026-11-27\n"
    )
    assert refused(tmp_path, text) == [
        (3, "适用商品", "goods"), (4, "优惠", "offer"), (5, "开始时间", "starts"), (6, None, "offer"),
    ]  # fmt: skip


def test_an_id_twice_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "id,offer\na,满300减50\na,满400减60\n") == [(3, "id", "id")]
    assert refused(tmp_path, "id,offer\n") == [(1, None, None)]


def test_a_column_nobody_knows_is_noted_and_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_text("优惠,店长\n满300减50,王\n", encoding="utf-8")
    found = read_rules(path, "rules.csv", KNOWN)
    assert len(found.rules) == 1
    assert [(note.column, note.severity) for note in found.notes] == [("店长", "warning")]


def test_rules_in_the_notation_are_read_as_they_are(tmp_path: Path) -> None:
    rule = Rule(id="a", benefit=Every(step=30_000, off=5_000, times=2), stage=2, who=frozenset(["member"]))
    assert imported(tmp_path, json.dumps({"rules": [rule_data(rule)]}), "rules.json") == (rule,)


@pytest.mark.parametrize("lang", ["en", "zh"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules())
def test_what_is_exported_comes_back_as_it_was(tmp_path: Path, lang: Lang, rule: Rule) -> None:
    named = replace(rule, name=Words("Weekend", "周末"))
    back = imported(tmp_path, rules_as_csv([named], NAMES, lang))
    assert [replace(one, name=Words("")) for one in back] == [rule]


def test_a_rate_alone_in_a_column_of_discounts_is_what_is_taken_off(tmp_path: Path) -> None:
    (rule,) = imported(tmp_path, "name,discount,products,from,to\nBlack week,20%,leather bags,2026-12-01,2026-12-05\n")
    assert rule.benefit == Pct(bps=2_000)
