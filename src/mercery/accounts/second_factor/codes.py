"""The codes themselves: of an app (TOTP, RFC 6238: six digits, thirty seconds, SHA-1) and for recovery. Pure."""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Final

import pyotp

STEP_SECONDS: Final = 30
_STEPS_AROUND: Final = (0, -1, 1)
"""A clock that is half a minute off still fits; each step more would make guessing easier."""
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so that what is read off paper is unambiguous."""
_HALF: Final = 5
_APART: Final = re.compile(r"[\s\-\u2010-\u2015]+")


def new_key() -> str:
    """A fresh key for an app: 160 random bits as base 32, as RFC 4226 recommends."""
    return pyotp.random_base32(32)


def app_address(key: str, *, account: str, issuer: str) -> str:
    """What the square holds: `otpauth://totp/…`, which every authenticator app reads."""
    return pyotp.TOTP(key, interval=STEP_SECONDS).provisioning_uri(name=account, issuer_name=issuer)


def code_at(key: str, moment: datetime) -> str:
    """What an app shows at that moment."""
    return pyotp.TOTP(key, interval=STEP_SECONDS).at(moment)


def matched_step(key: str, code: str, moment: datetime, *, after: int | None) -> int | None:
    """The step of time this code belongs to, one step around `moment` at most, or None.

    `after`: the step of the last code that was accepted. It and everything before it is refused, so that no code works
    twice, also not for somebody who watched it being typed.
    """
    totp = pyotp.TOTP(key, interval=STEP_SECONDS)
    now_step = int(moment.timestamp()) // STEP_SECONDS
    found: int | None = None
    for around in _STEPS_AROUND:
        step = now_step + around
        # Every step is compared, whatever was found, so that time tells nothing.
        same = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if same and (after is None or step > after) and found is None:
            found = step
    return found


def plain_code(typed: str) -> str:
    """What somebody typed or pasted, without spaces and hyphens, in small letters and plain digits."""
    return _APART.sub("", unicodedata.normalize("NFKC", typed)).lower()


def is_app_code(plain: str) -> bool:
    """Whether it has the form of an app's code; anything else is looked for among the recovery codes."""
    return len(plain) == 6 and plain.isascii() and plain.isdigit()


def new_recovery_code() -> str:
    """Fifty random bits as `4k7d2-x9mqa`."""
    letters = [secrets.choice(_ALPHABET) for _ in range(2 * _HALF)]
    return f"{''.join(letters[:_HALF])}-{''.join(letters[_HALF:])}"


def read_recovery_code(plain: str) -> str:
    """As it was made: letters that are easily mistaken are read as what they were."""
    return plain.translate(str.maketrans("oilu", "011v"))
