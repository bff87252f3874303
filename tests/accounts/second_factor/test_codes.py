"""Codes of an app: those of RFC 6238, one step around, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.accounts.second_factor import codes

KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The key of the RFC's appendix B, "12345678901234567890"."""
MOMENTS = st.integers(1_577_836_800, 4_102_444_800).map(lambda one: datetime.fromtimestamp(one, UTC))


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert codes.code_at(KEY, moment) == code
    assert codes.matched_step(KEY, code, moment, after=None) == seconds // 30


@given(moment=MOMENTS, off=st.integers(-30, 30))
def test_a_clock_half_a_minute_off_still_fits(moment: datetime, off: int) -> None:
    assert codes.matched_step(KEY, codes.code_at(KEY, moment + timedelta(seconds=off)), moment, after=None) is not None


@given(moment=MOMENTS, off=st.integers(61, 3600), before=st.booleans())
def test_a_code_of_another_time_does_not(moment: datetime, off: int, before: bool) -> None:
    code = codes.code_at(KEY, moment + timedelta(seconds=-off if before else off))
    near = {codes.code_at(KEY, moment + timedelta(seconds=30 * step)) for step in (-1, 0, 1)}
    assert code in near or codes.matched_step(KEY, code, moment, after=None) is None


@given(moment=MOMENTS, later=st.integers(0, 90))
def test_no_code_is_accepted_twice_whenever_it_is_tried_again(moment: datetime, later: int) -> None:
    code = codes.code_at(KEY, moment)
    step = codes.matched_step(KEY, code, moment, after=None)
    again = codes.matched_step(KEY, code, moment + timedelta(seconds=later), after=step)
    # Only where two steps happen to share their six digits is the later one a code of its own.
    assert again is None or again > (step or 0)


@pytest.mark.parametrize("typed", ["123456", "123 456", " 123-456 ", "１２３４５６", "123\u2009456"])
def test_a_pasted_code_is_read(typed: str) -> None:
    assert codes.plain_code(typed) == "123456"
    assert codes.is_app_code(codes.plain_code(typed))


def test_recovery_codes_are_told_apart_and_read_however_written() -> None:
    made = {codes.new_recovery_code() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        typed = one.upper().replace("-", " ").replace("0", "O").replace("1", "l")
        assert codes.read_recovery_code(codes.plain_code(typed)) == codes.plain_code(one)
        assert not codes.is_app_code(codes.plain_code(one))


def test_the_address_names_account_and_shop() -> None:
    address = codes.app_address(KEY, account="owner@aurelle.example", issuer="Maison Aurelle")
    assert address.startswith("otpauth://totp/Maison%20Aurelle:owner%40aurelle.example?")
    assert f"secret={KEY}" in address
