"""Only the shop's side is held to its tone."""

from __future__ import annotations

from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId


def test_found_where_it_begins() -> None:
    finding = found(RuleId.RUDE_OR_BLAMING, "C: it broke", "H: Hello, oh no.", "C: refund?", "H: Use your brain.", "C: what", "H: Learn to read.")  # fmt: skip
    assert finding is not None
    assert finding.turn == 3


def test_a_rude_customer_is_no_fault_of_the_shop() -> None:
    assert found(RuleId.RUDE_OR_BLAMING, "C: are you stupid", "H: Hello, I am sorry that this went wrong.") is None
