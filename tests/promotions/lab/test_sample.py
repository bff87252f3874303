"""The spreadsheet to start from is read without a problem, in both languages."""

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
    path.write_text(sample_csv(lang), encoding="utf-8")
    first, second, third = read_rules(path, "sample.csv", KNOWN).rules
    assert first.benefit == Pct(bps=2000) and first.starts and first.ends
    assert second.benefit == Pct(bps=1000) and second.who == frozenset({"member"})
    assert third.benefit == Off(amount=6_000) and third.need_amount == 90_000
    assert third.code == "WELCOME" and third.per_user == 1
