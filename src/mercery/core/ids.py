"""Identifiers: a prefix that says what it names, then 26 characters that sort by time.

The layout is that of ULID (https://github.com/ulid/spec): 48 bits of milliseconds, 80 random bits, Crockford's base 32.
"""

import secrets
import time
from typing import Final

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS: Final = [first + second for first in _ALPHABET for second in _ALPHABET]
"""Ten bits at a time: an import makes ids by the hundred thousand."""


def new_id(prefix: str) -> str:
    """A new identifier such as `prd_01jdk3…` (`prefix` is two to four letters)."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_{_base32(number)}"


def new_secret(bytes_: int = 32) -> str:
    """An unguessable URL-safe token."""
    return secrets.token_urlsafe(bytes_)


def _base32(number: int) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])
