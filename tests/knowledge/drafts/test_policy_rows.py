"""Statements of policy become values that code can compute with, and dates from and until when they hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.draft import PolicyRow
from mercery.knowledge.drafts.drafting import drafts_of
from mercery.policies.policy import TOPICS


@pytest.mark.parametrize(
    ("heading", "statement", "values"),
    [
        ("Returns", "You may return unworn items within 30 days of delivery.", {"days": 30}),
        ("Returns", "Returns are possible within 14 days. The customer pays for the return parcel.", {"days": 14, "return_cost": "customer"}),
        ("Refunds", "We refund within 5 business days after the parcel reaches us.", {"refund_business_days": 5}),
        ("Delivery", "Delivery is free from €200; below that it costs €12.", {"free_from_eur": 200, "fee_eur": 12}),
        ("Delivery", "A parcel takes 2 to 4 business days.", {"business_days_min": 2, "business_days_max": 4}),
        ("Warranty", "Every watch carries a warranty of two (2) years.", {"months": 24}),
        ("退货政策", "您可以在签收后30天内申请退货。", {"days": 30}),
        ("配送", "订单满500元免运费，未满收取12元。", {"free_from_cny": 500, "fee_cny": 12}),
        ("保修", "腕表保修期为两年。", {"months": 24}),
    ],
)  # fmt: skip
def test_values_of_a_statement(read: Callable[[str], list[Passage]], heading: str, statement: str, values: dict[str, object]) -> None:  # fmt: skip
    (row,) = _rows(read(f"# {heading}\n\n{statement}\n"))
    assert row.values == values
    assert row.topic in TOPICS


@pytest.mark.parametrize(
    ("statement", "dates"),
    [
        ("The warranty is two years. Valid from 1 Feb 2026 to 31 Jan 2027.", ("2026-02-01", "2027-01-31")),
        ("The warranty is two years. Valid until 31 January 2027.", ("", "2027-01-31")),
        ("腕表保修两年。自2026年2月1日起执行。", ("2026-02-01", "")),
        ("The warranty is two years.", ("", "")),
    ],
)
def test_validity_of_a_statement(read: Callable[[str], list[Passage]], statement: str, dates: tuple[str, str]) -> None:
    heading = "Warranty" if statement[0].isascii() else "保修"
    (row,) = _rows(read(f"# {heading}\n\n{statement}\n"))
    assert (row.valid_from, row.valid_to) == dates


def test_what_states_no_policy_is_none(read: Callable[[str], list[Passage]]) -> None:
    assert not _rows(read("# Our workshop\n\nWe have 12 craftsmen and were founded in 1987 in Lyon.\n"))


@pytest.mark.parametrize(
    "statement", ["Quartz watches need a new battery about every 3 years.", "This booklet holds from 1 September 2026."]
)
def test_the_name_of_a_booklet_makes_no_policy_of_what_stands_in_it(
    read: Callable[[str], list[Passage]], statement: str
) -> None:
    assert not _rows(read(f"# Returns and care\n\n## Watches\n\n{statement}\n"))


def _rows(passages: list[Passage]) -> list[PolicyRow]:
    return [one.policy for one in drafts_of(passages) if one.policy is not None]
