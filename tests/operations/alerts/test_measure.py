"""The measures as data: whole, in both languages, each with something that reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.operations.alerts.comparing import count_against_past, level, share_against_past, share_over
from mercery.operations.alerts.measure import Rule, checked, measures
from mercery.operations.alerts.reading import _READERS
from mercery.operations.alerts.unusual import Counted


def test_every_measure_is_whole_and_read_by_something() -> None:
    assert set(measures()) == set(_READERS)
    for measure in measures().values():
        assert checked(measure, measure.values) == measure.values
        for words in (measure.title, measure.about, measure.remedy):
            assert words.en and words.zh and not {"!", "！"} & set(words.en + words.zh)
        assert measure.url.startswith("/console/")


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ("answer_rate", {"threshold": -1.0}, "threshold"),
        ("answer_rate", {"clear": 90.0}, "clear"),
        ("disk", {"clear": 2.0}, "clear"),
        ("answer_rate", {"window": 5}, "window"),
        ("answer_rate", {"least": 1}, "least"),
        ("stream", {"bad_for": -1}, "bad_for"),
        ("stream", {"severity": "panic"}, "severity"),
    ],
)
def test_values_that_make_no_sense_are_refused_by_field(key: str, changes: dict[str, object], field: str) -> None:
    measure = measures()[key]
    with pytest.raises(Invalid) as refused:
        checked(measure, replace(measure.values, **changes))  # type: ignore[arg-type]
    assert field in {problem.field for problem in refused.value.problems}


def rule(key: str) -> Rule:
    measure = measures()[key]
    return Rule(measure=measure, values=measure.values)


def test_a_share_is_judged_only_by_enough_of_now_and_enough_of_the_past() -> None:
    held, usual = rule("answer_rate"), [Counted(hits=36, trials=40)] * 8
    assert share_against_past(held, Counted(hits=2, trials=20), usual, usual).state == "few"
    assert share_against_past(held, Counted(hits=20, trials=40), [], []).state == "few"
    assert share_against_past(held, Counted(hits=20, trials=40), usual, usual).state == "bad"
    assert share_against_past(held, Counted(hits=36, trials=40), usual, usual).state == "well"
    # A fall of ten points in forty is within what chance brings.
    assert share_against_past(held, Counted(hits=32, trials=40), usual, usual).state == "between"


def test_a_quiet_hour_is_held_against_whole_weeks() -> None:
    held, quiet, whole = rule("answer_rate"), [Counted(hits=3, trials=3)], [Counted(hits=900, trials=1_000)] * 4
    read = share_against_past(held, Counted(hits=18, trials=40), quiet, whole)
    assert read.state == "bad" and "in a week" in read.words.en and "整周" in read.words.zh


def test_more_sentences_held_back_than_usual_is_bad_and_fewer_is_not() -> None:
    held, usual = rule("leaks"), [Counted(hits=1, trials=100)] * 8
    assert share_against_past(held, Counted(hits=8, trials=60), usual, usual).state == "bad"
    assert share_against_past(held, Counted(hits=0, trials=60), usual, usual).state == "well"


def test_a_count_is_judged_where_enough_is_usual() -> None:
    held = rule("questions")
    assert count_against_past(held, 0, [3, 2, 4]).state == "few"
    assert count_against_past(held, 0, [40]).state == "few", "one week says nothing of weeks"
    assert count_against_past(held, 2, [40, 44, 39]).state == "bad"
    assert count_against_past(held, 38, [40, 44, 39]).state == "well"


def test_a_share_over_a_limit_has_to_be_so_beyond_doubt() -> None:
    held = rule("model_errors")
    assert share_over(held, Counted(hits=4, trials=8)).state == "few"
    assert share_over(held, Counted(hits=4, trials=14)).state == "between"
    assert share_over(held, Counted(hits=30, trials=40)).state == "bad"
    assert share_over(held, Counted(hits=0, trials=40)).state == "well"


def test_levels_have_a_side() -> None:
    assert [level(rule("disk"), free, Words("x")).state for free in (4, 11, 30)] == ["bad", "between", "well"]
    assert [level(rule("stream"), s, Words("x")).state for s in (90, 40, 3)] == ["bad", "between", "well"]
