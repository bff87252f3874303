"""One amount of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

AmountKind = Literal[
    "money",
    "percent",
    "fold",
    "date",
    "quantity",
    "number",
    "count",
    "size",
    "kinds",
    "clock",
    "fraction",
    "weekday",
    "sides",
    "span",
    "times",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount and where it stands. `word` is what was counted or the size as written."""

    kind: AmountKind
    value: Decimal = Decimal(0)
    high: Decimal | None = None
    unit: str = ""
    day: date | None = None
    word: str = ""
    sides: tuple[Decimal, ...] = ()
    until: date | None = None
    """The last day of a span of days."""
    start: int = 0
    end: int = 0


EN_WORD: Final = r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine|zero)"


ZH_NUM: Final = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"


COUNTED: Final = ("number", "count", "kinds")
_YEARS: Final = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("m", "cm"): 100,
    ("cm", "mm"): 10,
    ("kg", "g"): 1000,
    ("l", "ml"): 1000,
}
"""Units that are a whole number of others."""


def same_amount(one: Amount, other: Amount) -> bool:
    """Whether a text's amount is the one told."""
    if one.kind in COUNTED and other.kind in COUNTED:
        return one.value == other.value
    if one.kind == other.kind == "quantity" and one.unit != other.unit and one.high is None and other.high is None:
        return any(
            two.value * _YEARS.get((two.unit, three.unit), -1) == three.value
            for two, three in ((one, other), (other, one))
        )
    return (one.kind, one.value, one.high, one.unit, one.sides, one.day) == (
        other.kind,
        other.value,
        other.high,
        other.unit,
        other.sides,
        other.day,
    ) and (one.kind not in ("size", "clock") or one.word == other.word)
