"""Limits on all sides at once: "not over 55x40x20 cm", "90 x 90", 不超过55×40×20厘米. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.measures import in_base
from mercery.core.i18n import Words
from mercery.guide.hearing.text import Plain
from mercery.guide.need import Wish

SIDES: Final = "sides"
"""The name of a measure whose values are a limit for each side, in millimetres, the shortest first."""
_NUMBER: Final = r"\d{1,4}(?:\.\d+)?"
_UNIT: Final = r"cm|mm|m\b|in\b|inch(?:es)?|centimet(?:re|er)s?|厘米|公分|毫米|米|寸|英寸"
_SIDES: Final = re.compile(
    rf"(?<![\d.])(?P<a>{_NUMBER})\s?(?:{_UNIT})?\s?(?:[x×*]|by|乘以?)\s?(?P<b>{_NUMBER})\s?(?:{_UNIT})?(?:\s?(?:[x×*]|by|乘以?)\s?(?P<c>{_NUMBER}))?\s?(?P<unit>{_UNIT})?(?!\d)",
    re.IGNORECASE,
)
_UNITS: Final = {
    "mm": "mm",
    "毫米": "mm",
    "m": "m",
    "米": "m",
    "in": "in",
    "inch": "in",
    "inches": "in",
    "寸": "in",
    "英寸": "in",
}
_AT_MOST: Final = re.compile(
    r"(?:\b(?:under|below|within|at most|up to|max(?:imum)?(?: of)?|(?:no|not|nothing) (?:more than|over|above|beyond|exceeding|bigger than|larger than)|smaller than|less than|fits?(?: in| into| inside)?|has to (?:be|fit|go)(?: in| into| under)?|go(?:es)? in(?:to)?|limits?(?: of| is)?|allowance(?: of| is)?|exceeds?)|不(?:能|要|可)?(?:超过?|大于)|别超过|小于|最大|最多|以内|限制?(?:是|为)?|放(?:进|得进))[\s:：,a]*$",
    re.IGNORECASE,
)
_AT_MOST_AFTER: Final = re.compile(
    r"^\s*(?:or (?:less|smaller|under)|max(?:imum)?\b|at (?:the )?most|limit|allowance|以内|以下|之内|内\b|的?限制)",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(
    r"(?:\b(?:at least|over|bigger than|larger than|more than|min(?:imum)?(?: of)?|not (?:under|below|smaller than))|至少|不小于|大于|最少)\s*$",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:not|n't|no)\b[^,.;]{0,16}$|不[^，。]{0,4}$", re.IGNORECASE)
_NEARLY: Final = Decimal("0.03")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Sides named together, in millimetres, the shortest first."""

    amounts: tuple[Decimal, ...]
    bound: str
    start: int
    end: int


def sides_said(text: Plain, taken: Sequence[tuple[int, int]]) -> Iterator[Sides]:
    """The sides a message names; without a unit they are centimetres, as furniture, bags and scarves are given."""
    for match in _SIDES.finditer(text.low):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        unit = _UNITS.get((match["unit"] or "cm").strip(), "cm")
        named = [Decimal(match[name]) for name in "abc" if match[name]]
        if min(named) < 3 and unit == "cm":
            continue
        before, after = text.low[max(match.start() - 40, 0) : match.start()], text.low[match.end() :]
        over = _AT_LEAST.search(before)
        if _AT_MOST.search(before) or _AT_MOST_AFTER.match(after):
            bound = "most"
        elif over:
            bound = "most" if _DENIED.search(before[: over.start()]) else "least"
        else:
            bound = ""
        amounts = tuple(sorted(in_base(one, unit) for one in named))
        yield Sides(amounts=amounts, bound=bound, start=match.start(), end=match.end())


def sides_wish(sides: Sides, said: str) -> Wish:
    """The wish for them: its term is `most`, `least` or, where no limit was named, nothing."""
    size = " × ".join(f"{one / 10:f}".rstrip("0").rstrip(".") if "." in f"{one / 10:f}" else f"{one / 10:f}" for one in reversed(sides.amounts))  # fmt: skip
    label = {
        "most": Words(f"At most {size} cm", f"不超过 {size} 厘米"),
        "least": Words(f"At least {size} cm", f"至少 {size} 厘米"),
        "": Words(f"{size} cm", f"{size} 厘米"),
    }[sides.bound]
    return Wish(
        kind="measure", name=SIDES, dimension="length", values=tuple(f"{one:f}" for one in sides.amounts), term=sides.bound, said=said, label=label,
    )  # fmt: skip


def within_sides(own: Sequence[Decimal], wish: Wish) -> bool:
    """Whether sides, in whatever order, keep to the limits; a limit of two sides is of the two longest."""
    limits = sorted(Decimal(value) for value in wish.values)
    sides = sorted(own)
    if wish.term != "least" and len(sides) > len(limits) and wish.term:
        limits = [limits[0]] * (len(sides) - len(limits)) + limits
    # What is flat has no third side to break a limit with.
    pairs = list(zip(reversed(sides), reversed(limits), strict=False))
    if wish.term == "most":
        return all(side <= limit for side, limit in pairs)
    if wish.term == "least":
        return len(sides) >= len(limits) and all(side >= limit for side, limit in pairs)
    return all(abs(side - limit) <= limit * _NEARLY for side, limit in pairs) and len(sides) >= min(len(limits), 2)
