"""When a code may be sent and what one that was said is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.customers.challenges.challenge import (
    PER_CLAIM,
    PER_CONVERSATION,
    PER_CUSTOMER,
    TRIES,
    VALID,
    Challenge,
    judge,
    may_ask,
    spared,
)

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def asked(minutes_ago: float, *, conversation: str = "c", claim: str = "mira", state: str = "replaced", who: str | None = None) -> Challenge:  # fmt: skip
    return Challenge(
        id=f"idc_{minutes_ago}", conversation=conversation, claim=claim, customer_id=who,
        asked_at=NOW - minutes_ago * MINUTE, state=state, digest="d" * 64,  # type: ignore[arg-type]
    )  # fmt: skip


def may(past: list[Challenge], *, again: bool = False) -> str:
    return may_ask(past, conversation="c", claim="mira", now=NOW, again=again)


def test_the_code_under_way_counts_until_another_is_asked_for_after_a_minute() -> None:
    assert may([asked(0.5, state="open")]) == "waiting"
    assert may([asked(0.5, state="open")], again=True) == "soon"
    assert may([asked(1.5, state="open")], again=True) == "sent"
    assert may([asked(10, state="open")]) == "sent"


def test_a_slip_of_the_pen_is_mended_at_once() -> None:
    assert may([asked(0.1, claim="mria", state="open")]) == "sent"


def test_no_more_than_so_many_for_a_conversation_and_for_what_is_named() -> None:
    here = [asked(30 + one, claim=f"c{one}") for one in range(PER_CONVERSATION.hour)]
    assert may(here) == "too_often" and may(here[1:]) == "sent"
    elsewhere = [asked(30 + one, conversation=f"c{one}") for one in range(PER_CLAIM.hour)]
    assert may(elsewhere) == "too_often" and may(elsewhere[1:]) == "sent"
    day = [asked(60 * (2 + one), conversation=f"c{one}") for one in range(PER_CLAIM.day)]
    assert may(day) == "too_often" and may(day[1:]) == "sent"


@given(st.lists(st.tuples(st.floats(0, 1439), st.sampled_from("cde"), st.sampled_from(("mira", "lars"))), max_size=20), st.booleans())  # fmt: skip
def test_whether_one_may_ask_never_depends_on_an_account(rows: list[tuple[float, str, str]], again: bool) -> None:
    nobody = [asked(ago, conversation=where, claim=claim) for ago, where, claim in rows]
    somebody = [replace(one, customer_id="cus_1", digest="x" * 64) for one in nobody]
    assert may(nobody, again=again) == may(somebody, again=again)


def test_an_account_is_spared_by_whatever_it_is_named() -> None:
    sent = [asked(one, conversation=f"c{one}", claim=f"n{one}", who="cus_1") for one in range(PER_CUSTOMER.hour)]
    assert spared(sent, "cus_1", NOW) and not spared(sent[1:], "cus_1", NOW)
    assert not spared(sent, "cus_2", NOW) and not spared(sent, None, NOW)


def test_right_wrong_late_and_the_last_try() -> None:
    held = asked(1, state="open", who="cus_1")
    right, wrong = "d" * 64, "e" * 64
    assert judge(held, right, NOW) == "right"
    assert judge(held, wrong, NOW) == "wrong"
    assert judge(replace(held, tries=TRIES - 1), wrong, NOW) == "too_many"
    assert judge(held, right, held.asked_at + VALID) == "expired"


@pytest.mark.parametrize("state", ["used", "failed", "expired", "replaced"])
def test_a_code_counts_once_and_only_while_it_is_open(state: str) -> None:
    assert judge(asked(1, state=state), "d" * 64, NOW) == "none"
    assert judge(None, "d" * 64, NOW) == "none"


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_nothing_is_right_where_no_code_was_made(digest: str) -> None:
    assert judge(replace(asked(1, state="open"), digest=""), digest, NOW) == "wrong"
