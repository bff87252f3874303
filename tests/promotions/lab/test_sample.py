"""The spreadsheet to start from is read without a problem, in both languages."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.promotions.entry.strategies import KNOWN

from mercery.core.i18n import Lang
from mercery.promotions.entry.importing import read_rules
from mercery.promotions.lab.sample import sample_csv
from mercery.promotions.rules.benefit import Off, Pct


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sample_reads_back_as_the_rules_it_says(tmp_path: Path, lang: Lang) -> None:
    path = tmp_path / "sample.csv"
    path.write_text(sample_csv(lang, KNOWN.today), encoding="utf-8")
    first, second, third = read_rules(path, "sample.csv", KNOWN).rules
    assert first.benefit == Pct(bps=2000) and first.starts and first.ends
    assert second.benefit == Pct(bps=1000) and second.who == frozenset({"member"})
    assert third.benefit == Off(amount=6_000) and third.need_amount == 90_000
    assert third.code == "WELCOME" and third.per_user == 1 and third.starts
    assert third.ends and third.ends - third.starts == timedelta(days=21)


@pytest.mark.parametrize("today", [date(2027, 1, 18), date(2028, 2, 29), date(2028, 12, 31), date(2029, 1, 1)])
def test_its_week_is_still_to_come_on_any_day(today: date) -> None:
    days = [date.fromisoformat(cell) for cell in sample_csv("en", today).split(",") if cell[:2] == "20" and "-" in cell]
    assert len(days) == 6 and today + timedelta(weeks=2) <= min(days) <= today + timedelta(weeks=3)
    assert min(days).weekday() == 0
