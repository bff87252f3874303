"""Rates and counts in words: 20% off, 8折, once, twice."""

from __future__ import annotations

from decimal import Decimal

from mercery.core.i18n import Lang

_WHOLE = 10_000


def percent(bps: int) -> str:
    """`20%`, `12.5%`."""
    return f"{_plain(Decimal(bps) / 100)}%"


def zhe(bps_off: int) -> str:
    """What is left to pay, as Chinese shops write it: 2000 off is 8折, 1500 is 8.5折, all of it is free."""
    return "免费" if bps_off >= _WHOLE else f"{_plain(Decimal(_WHOLE - bps_off) / 1000)}折"


def times(count: int, lang: Lang) -> str:
    """`once`, `twice`, `3 times`; `3次`."""
    if lang == "zh":
        return f"{count}次"
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def pieces(count: int, lang: Lang) -> str:
    """`1 piece`, `3 pieces`; `3件`."""
    if lang == "zh":
        return f"{count}件"
    return "1 piece" if count == 1 else f"{count} pieces"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
