"""The files of the dialects: complete, dated, and honest about what was verified."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from mercery.core.errors import NotFound
from mercery.promotions.dialects import DIALECTS, dialect, kind_of
from mercery.promotions.dialects.dialect import Kind
from mercery.promotions.dialects.shelf import dialect_from
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

GUIDE = (Path(__file__).parents[3] / "docs/guide/dialects.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dialect_says_in_both_languages_what_it_rests_on(name: str) -> None:
    found = dialect(name)
    assert found.title.en
    assert found.title.zh
    assert found.as_of <= date(2026, 12, 31)
    assert found.statements
    for one in found.statements:
        assert one.words.en.endswith(".")
        assert re.search(r"[\u4e00-\u9fff]", one.words.zh)
        assert bool(one.source) == one.verified
        assert set(one.about) <= set(found.places)


@pytest.mark.parametrize("name", DIALECTS)
def test_the_guide_names_each_with_its_date_and_how_much_of_it_is_verified(name: str) -> None:
    found = dialect(name)
    verified = sum(one.verified for one in found.statements)
    assert f"| {found.title.en} | {found.as_of:%Y-%m-%d} | {verified} of {len(found.statements)} |" in GUIDE


def test_chinese_platforms_that_were_not_looked_up_say_so() -> None:
    assert not any(one.verified for name in ("jd", "pinduoduo") for one in dialect(name).statements)
    assert not dialect("tmall").verified
    assert dialect("vendure").verified


def test_an_unknown_dialect_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFound) as refused:
        dialect("ebay")
    assert "tmall" in str(refused.value.remedy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"places": {"raffle": {"stage": 1}}}, "raffle"),
        ({"places": {"gift": {"stage": 1, "basis": "guess"}}}, "guess"),
        ({"as_of": "yesterday"}, "no date"),
        ({"statements": [{"en": "So it is.", "zh": "如此。", "verified": True}]}, "names its source"),
    ],
)
def test_what_a_dialect_may_not_say(change: dict[str, Any], said: str) -> None:
    data = {"title": {"en": "Own", "zh": "自"}, "as_of": date(2026, 1, 1), "places": {}, "statements": []}
    with pytest.raises(ValueError, match=said):
        dialect_from("own", {**data, **change})


def test_files_and_names_agree() -> None:
    folder = Path(__file__).parents[3] / "src/mercery/promotions/dialects/data"
    assert {file.stem for file in folder.glob("*.yaml")} == set(DIALECTS)
    for file in folder.glob("*.yaml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8"))["places"]


MEMBERS = frozenset({"member"})
FORMS: list[tuple[Kind, Benefit, dict[str, Any]]] = [
    ("flash_price", Fix(price=900), {"level": "line"}),
    ("member_price", Fix(price=900), {"level": "line", "who": MEMBERS}),
    ("member_price", Pct(bps=500), {"level": "line", "who": MEMBERS}),
    ("product_discount", Pct(bps=500), {"level": "line"}),
    ("product_discount", PerLine(by="off", value=100), {}),
    ("deposit", Deposit(pay=50, worth=100), {}),
    ("quantity_discount", Tiers(steps=((2, Pct(bps=1000)),), by="quantity"), {}),
    ("quantity_discount", PerLine(by="pct", value=5000, skip=1), {}),
    ("quantity_discount", Pct(bps=1000), {"need_qty": 3}),
    ("buy_get", BuyGet(n=2, m=1), {}),
    ("bundle", Bundle(n=3, price=9900), {}),
    ("shop_reduction", Off(amount=500), {"need_amount": 5000}),
    ("shop_reduction", Tiers(steps=((5000, Off(amount=500)),)), {}),
    ("shop_coupon", Off(amount=500), {"code": "A"}),
    ("platform_coupon", Off(amount=500), {"code": "A", "merchant_bps": 5000}),
    ("cross_store", Every(step=30000, off=5000), {}),
    ("order_discount", Pct(bps=1000), {}),
    ("gift", Gift(gift="pin"), {"need_amount": 100}),
    ("points", Points(rate=1), {}),
    ("delivery", Ship(), {"level": "ship", "code": "POST"}),
]


@pytest.mark.parametrize(("kind", "benefit", "more"), FORMS)
def test_what_a_rule_is_by_its_form(kind: Kind, benefit: Benefit, more: dict[str, Any]) -> None:
    assert kind_of(Rule(id="r", benefit=benefit, **more)) == kind


def test_the_example_of_the_guide_comes_out_as_it_says() -> None:
    exec(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[0], {})
