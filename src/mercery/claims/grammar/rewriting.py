"""Pairs of a pattern and what is put in its place, applied to a text one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

Put: TypeAlias = str | Callable[[re.Match[str]], str]


def compiled(pairs: Iterable[tuple[str, Put]]) -> tuple[tuple[re.Pattern[str], Put], ...]:
    """The pairs ready for use."""
    return tuple((re.compile(pattern), put) for pattern, put in pairs)


def rewritten(text: str, pairs: Iterable[tuple[re.Pattern[str], Put]]) -> str:
    """The text after all pairs in their order."""
    for pattern, put in pairs:
        text = pattern.sub(put, text)
    return text
