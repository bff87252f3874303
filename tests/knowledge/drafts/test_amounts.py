"""Numbers and dates in every form: what says the same is the same, what does not is not."""

from __future__ import annotations

import pytest

from mercery.knowledge.drafts.amounts import amounts


def _same(one: str, other: str) -> bool:
    left, right = amounts(one), amounts(other)
    return len(left) == len(right) and all(a.same_as(b) for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thirty (30) days", "30 days"),
        ("30天", "30 days"),
        ("三十（30）日内", "30 days"),
        ("30 calendar days", "30 days"),
        ("5至7个工作日", "5 to 7 business days"),
        ("半年", "six months"),
        ("within a week", "7 days"),
        ("14,50 €", "€14.50"),
        ("1.280,50 EUR", "€1,280.50"),
        ("1'280 CHF", "CHF 1,280"),
        ("80 元", "¥80"),
        ("8折", "20%"),
        ("1 Feb 2026", "2026年2月1日"),
        ("February 1st, 2026", "2026-02-01"),
        ("13/02/2026", "13 February 2026"),
        ("二〇二六年二月一日", "1 February 2026"),
        ("1–15 February 2026", "1 February 2026 to 15 February 2026"),
        ("下午6点", "6 pm"),
        ("18:00", "6 p.m."),
        ("周一至周五", "Monday to Friday"),
        ("两件", "two pieces"),
        ("+33 1 42 00 11 22", "+33 (1) 42-00-11-22"),
    ],
)
def test_forms_of_one_value(one: str, other: str) -> None:
    assert _same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("€14.50", "€12.50"),
        ("€20", "$20"),
        ("30 days", "30 business days"),
        ("30 calendar days", "30 business days"),
        ("2 to 3 days", "2 to 4 days"),
        ("1 Feb 2026", "1 Feb 2027"),
        ("01/02/2026", "2 January 2026"),
        ("6 am", "18:00"),
        ("Monday", "Sunday"),
        ("IP68", "IP67"),
        ("care@shop.example", "help@shop.example"),
        ("+33 1 42 00 11 22", "+33 1 42 00 11 23"),
        ("two pieces", "three pieces"),
    ],
)
def test_values_that_differ(one: str, other: str) -> None:
    assert not _same(one, other)


def test_two_amounts_are_not_a_range_because_of_an_and() -> None:
    assert [text_of("€5 and €15", one.start, one.end) for one in amounts("€5 and €15")] == ["€5", "€15"]
    assert len(amounts("between 5 and 15 days")) == 1


def test_a_range_in_a_cell_is_one_amount() -> None:
    assert [one.mention.high for one in amounts("Norway | 29 | 4-6 | 800") if one.mention] == [None, 6, None]


def test_a_year_nobody_named_may_be_left_out_but_not_added() -> None:
    (said,), (stated,) = amounts("1 February"), amounts("1 February 2026")
    assert said.same_as(stated)
    assert not stated.same_as(said)


def text_of(text: str, start: int, end: int) -> str:
    return text[start:end]
