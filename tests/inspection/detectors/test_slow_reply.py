"""A person answers within two minutes, or within what the shop says."""

from __future__ import annotations

from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

SLOW = RuleId.SLOW_REPLY


def test_a_person_who_takes_more_than_two_minutes() -> None:
    finding = found(SLOW, "C: hello", "+121 H: Hello!")
    assert finding is not None
    assert finding.turn == 1
    assert "121 s" in finding.why.en


def test_two_minutes_are_no_fault() -> None:
    assert found(SLOW, "C: hello", "+120 H: Hello!") is None


def test_a_machine_is_not_timed() -> None:
    assert found(SLOW, "C: hello", "+500 B: Hello!") is None


def test_time_runs_from_the_customers_last_message() -> None:
    assert found(SLOW, "C: hello", "+100 C: anybody", "+100 H: Hello!") is None


def test_a_second_message_of_the_shop_is_no_reply() -> None:
    assert found(SLOW, "C: hello", "+30 H: One moment.", "+400 H: It is there.") is None


def test_the_shop_may_name_another_limit() -> None:
    for known in ({"reply limit": "5 minutes"}, {"回复时限": "300秒"}):
        assert found(SLOW, "C: hello", "+290 H: Hello!", known=known) is None
        assert found(SLOW, "C: hello", "+310 H: Hello!", known=known) is not None
