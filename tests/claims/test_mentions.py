"""Amounts as people write them, in both languages."""

from decimal import Decimal

import pytest

from mercery.claims.agreement import disagreements
from mercery.claims.mentions import mentions
from mercery.claims.numerals import read_number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("under €1,250.50", [("money", "1250.50", "EUR")]),
        ("2 to 3 business days", [("quantity", "2", "business_day")]),
        ("三百五十元以内", [("money", "350", "CNY")]),
        ("一千二百欧", [("money", "1200", "EUR")]),
        ("打八五折", [("percent", "15", "percent")]),
        ("百分之二十", [("percent", "20", "percent")]),
        ("34 x 28 x 14 cm", [("quantity", "34", "cm"), ("quantity", "28", "cm"), ("quantity", "14", "cm")]),
        ("a 13-inch laptop", [("quantity", "13", "in")]),
        ("38 in black", [("number", "38", "")]),
        ("30天内", [("quantity", "30", "day")]),
        ("three weeks", [("quantity", "3", "week")]),
        ("no amount at all", []),
        ("重量达780克", [("quantity", "780", "g")]),
    ],
)
def test_amounts_are_read(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.kind, str(one.value), one.unit) for one in mentions(text)] == found


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,280.50", "1280.50"), ("thirty-five", "35"), ("三百五十", "350"), ("一千二", "1200"), ("一万二", "12000"), ("两百零五", "205"), ("二〇二六", "2026")],
)  # fmt: skip
def test_numbers_in_words(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


def test_an_answer_disagrees_with_a_policy_only_where_the_policy_names_the_same_kind_of_amount() -> None:
    policy = ["You may return a piece within 30 days.", "Delivery takes 2 to 4 business days and costs €12."]
    assert [one.value for one in disagreements("Return it within 60 days.", policy)] == [60]
    assert disagreements("Return it within 30 days; delivery from 2 business days.", policy) == []
    assert [one.unit for one in disagreements("Delivery costs €15.", policy)] == ["EUR"]
    assert disagreements("It weighs 780 g.", policy) == []
