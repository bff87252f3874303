"""Values that break programs which trust what they are sent, and bodies that are no body."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any, Final

VALUES: Final[tuple[Any, ...]] = (
    "\x00", "a\x00b", "\ud800", "\u202e" * 3, "", " ", "\r\nX-Injected: 1", "{{7*7}}", "${7*7}", "<script>alert(1)</script>",
    "../../../../etc/passwd", "%2e%2e%2f", "'; DROP TABLE shops; --", "0x7f.1", "http://169.254.169.254/", "9999-99-99",
    "2026-02-30T25:61:61Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "NaN", "Infinity", "1e400", "-0",
    "٣٤", "𝟙", "İ" * 40, "a" * 20_000, 0, -1, 2**31, 2**63, -(2**63) - 1, 10**40, 1e308, -1e308, 0.1 + 0.2, True, False, None,
    [], {}, [[]], {"": ""}, {"\x00": "\x00"}, [None] * 300, {"en": "\x00", "zh": None},
)  # fmt: skip
"""Each has broken some program: text no database stores, moments out of range, numbers too great, the wrong shape."""

BODIES: Final[tuple[bytes, ...]] = (
    b"", b"{", b"null", b"[]", b"{}", b'"x"', b"0", b"true", b"\xff\xfe\x00", b'{"a": NaN}', b'{"a": 1e999}',
    b'{"a": "\\ud800"}', b'{"\\u0000": "\\u0000"}', b'[{"a": 1}, null, "x"]', b"[" * 3_000, b'{"a":' * 3_000,
    b"[" * 60_000 + b"]" * 60_000, b"9" * 6_000, b"{" + b'"a": 1, ' * 2_000 + b'"a": 2}',
)  # fmt: skip
"""Bodies that are no JSON, or JSON nobody writes."""


def spoiled(body: Any, dice: random.Random) -> Any:
    """The same body with one of its values replaced by a broken one."""
    if not isinstance(body, dict | list) or not body:
        return dice.choice(VALUES)
    made = copy.deepcopy(body)
    holder, name = dice.choice(list(_places(made)))
    holder[name] = dice.choice(VALUES)
    return made


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a body at which another value could stand."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield value, name
        yield from _places(one)
