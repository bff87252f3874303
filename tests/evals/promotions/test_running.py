"""The eval as a whole, on files of its own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from mercery.core.errors import Invalid
from mercery.evals.promotions.running import run
from mercery.evals.promotions.stacking import judge

Json = dict[str, Any]
LAMP: Json = {"sku": "lamp", "price": 10000, "cost": 7000, "tags": [], "floor": 0, "order_limit": 30}


def accident(bps: int, meant: int, worst: int) -> Json:
    rules = [[{"id": "sale", "level": "line", "benefit": {"kind": "pct", "bps": one}}] for one in (bps, meant)]
    calendars = [{"skus": [LAMP], "rules": one} for one in rules]
    expected = {"accident_worst_margin": worst, "intended_worst_margin": 1000, "max_units": 5}
    return {"id": "own", "fault": "sale", "accident": calendars[0], "intended": calendars[1], "expected": expected}


def stacked(total: int) -> Json:
    rules = [{"id": "a", "benefit": {"kind": "pct", "bps": 1000}}]
    cart = [{"sku": "x", "price": 999, "qty": 2, "tags": [], "floor": 0}]
    return {"id": f"s{total}", "system": "Own (test)", "cart": cart, "rules": rules, "expect": {"total": total}}


def raw(total: int) -> Json:
    goods = {"lamp": {"price_cents": 1000, "categories": []}}
    sale = {"name": "s", "rules": [], "actions": [{"target": "order", "type": "percentage", "value": 10}]}
    cart = [{"sku": "lamp", "qty": 1}]
    case = {"products": goods, "promotions": [sale], "cart": cart, "expected": {"total_cents": total}}
    return {"id": f"r{total}", "engine": "sylius-cart", **case}


def test_figures_and_failures(tmp_path: Path) -> None:
    (tmp_path / "stacking.json").write_text(json.dumps([stacked(1798), stacked(1)]))
    (tmp_path / "accidents.json").write_text(json.dumps([accident(8000, 2000, -25000)]))
    unknown = {"id": "u", "engine": "abacus", "expected": {}}
    lines = "\n".join(json.dumps(one) for one in (raw(900), raw(1), unknown))
    (tmp_path / "cases.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    said: list[str] = []

    result = run([tmp_path], said.append)

    figures = result.figures
    assert result.n == 6
    assert (figures["stacking_right"], figures["stacking_total"]) == (1, 2)
    assert (figures["accidents_caught"], figures["accidents_total"], figures["false_alarms"]) == (1, 1, 0)
    assert (figures["raw_right"], figures["raw_total"], figures["raw_inexpressible"]) == (1, 3, 1)
    assert figures["by_engine"] == {
        "abacus": {"right": 0, "total": 1, "inexpressible": 1},
        "sylius-cart": {"right": 1, "total": 2, "inexpressible": 0},
    }
    assert any("s1: total is 1798, not 1" in line for line in said)
    assert any("the engine 'abacus'" in line for line in said)


def test_a_policy_may_be_told_in_other_names_for_the_same_things() -> None:
    rules = [{"id": "a", "benefit": {"kind": "off", "amount": 100}}]
    cart = [{"sku": sku, "price": 500, "qty": 1, "tags": [], "floor": 0} for sku in "xyz"]
    for alloc, units in (("last", [[467], [467], [466]]), ("first", [[466], [467], [467]])):
        policy = {"alloc": alloc, "round_mode": "floor"}
        expect = {"lines": [one[0] for one in units], "units": units}
        assert judge({"cart": cart, "rules": rules, "policy": policy, "expect": expect}) == ""


def test_lines_of_one_name_at_two_prices_are_two_articles() -> None:
    cart: list[Json] = [{"sku": "x", "price": price, "qty": 1, "tags": [], "floor": 0} for price in (500, 300)]
    assert judge({"cart": cart, "rules": [], "expect": {"lines": [500, 300], "total": 800}}) == ""


def test_an_accident_that_is_worse_than_what_was_found_counts_as_missed(tmp_path: Path) -> None:
    (tmp_path / "accidents.json").write_text(json.dumps([accident(8000, 2000, -25001)]))
    assert run([tmp_path], print).figures["accidents_caught"] == 0


def test_an_alarm_on_what_was_meant_is_counted(tmp_path: Path) -> None:
    (tmp_path / "accidents.json").write_text(json.dumps([accident(8000, 4000, -25000)]))
    assert run([tmp_path], print).figures["false_alarms"] == 1


def test_a_directory_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no cases"):
        run([tmp_path], print)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "stacking.json").write_text("{")
    with pytest.raises(Invalid, match=r"stacking\.json cannot be read"):
        run([tmp_path], print)
