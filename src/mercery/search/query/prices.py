"""Limits of price in a query: "under 500", "between 200 and 400", "around €300", 两千以内, 三四千, 千元左右. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mercery.claims.mentions import CURRENCIES, CURRENCY, may_mean
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.search.query.amounts import amounts
from mercery.search.query.numbers import AMOUNT, Spread, read_amount
from mercery.search.query.parts import Draft, Part

AROUND: Final = Decimal("0.2")
"""How far off an amount may be that is asked for "around"."""
_LEAST_BARE: Final = 20
_LEAST_UNCUED: Final = 100
"""Two bare numbers are a range of prices from here on, behind "between" and without: below, they are rather sizes."""
_TO: Final = r"\s*(?:-|~|to|and|至|到)\s*"


def _one(n: int) -> str:
    """A pattern for one amount with its currency before or after it."""
    return rf"(?:(?P<c{n}b>{CURRENCY})\s?)?(?P<n{n}>{AMOUNT})(?:\s?(?P<c{n}a>{CURRENCY}))?"


_AMOUNTS: Final = re.compile(rf"(?:{_one(1)})(?:{_TO}{_one(2)})?", re.IGNORECASE)
_NOT: Final = r"(?<!not )(?<!no )(?<!isn't )(?<!不)"
_UNDER: Final = re.compile(
    rf"(?:\b(?:under|below|beneath|{_NOT}less than|up to|upto|at most|maximum|max|within|cheaper than|{_NOT}lower than|"
    r"(?:not|no) (?:more|higher) than|(?:not|no) over|not (?:exceeding|above)|budget(?: is| of)?|limit(?: of)?)|<=?|≤"
    rf"|不超过|不超|不高于|不多于|不大于|{_NOT}(?:低于|少于|小于)|最多|最高|不到|预算(?:是|为|在|大概|大约|约)?|控制在|以下)"
    r"[\s:]*(?:about|around)?\s*$",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    rf"(?:\b(?:{_NOT}(?:over|above|more than|higher than)|at least|from|minimum|min|starting (?:at|from)|(?:not|no) (?:less|under) than|"
    rf"upwards of)|>=?|≥|{_NOT}(?:高于|超过|多于|大于)|至少|不低于|不少于|最低|起码)[\s:]*$",
    re.IGNORECASE,
)
_AROUND: Final = re.compile(
    r"(?:\b(?:around|about|approximately|approx\.?|roughly|circa|near|close to)|~|≈|大约|大概|差不多|约)[\s:]*$",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"(?:\b(?:lighter|smaller|shorter|thinner|narrower|slimmer|lower) than|轻于|短于|窄于)[\s:]*$", re.IGNORECASE
)
_MORE: Final = re.compile(
    r"(?:\b(?:heavier|bigger|larger|longer|taller|wider|thicker) than|重于|长于|宽于)[\s:]*$", re.IGNORECASE
)
"""What only measures are bounded by."""
_BETWEEN: Final = re.compile(r"(?:\b(?:between|from)|从|在)[\s:]*$", re.IGNORECASE)
_UNDER_AFTER: Final = re.compile(
    r"^\s*(?:or less|or cheaper|and under|and below|or under|or below|max\b|maximum\b|tops\b|at most|budget\b|以下|以内|之内|之下|内|封顶|不到)",
    re.IGNORECASE,
)
_OVER_AFTER: Final = re.compile(
    r"^\s*(?:or more|and up|and over|and above|or above|or over|plus\b|\+|以上|之上|起|往上|多)", re.IGNORECASE
)
_AROUND_AFTER: Final = re.compile(r"^\s*(?:or so|ish\b|-ish\b|左右|上下|附近|出头)", re.IGNORECASE)
_BETWEEN_AFTER: Final = re.compile(r"^\s*(?:之间|间|区间|价位|的?预算)")
_PRICE_WORD: Final = re.compile(
    r"(?:\b(?:price(?:d)?(?: at| of)?|for|cost(?:s|ing)?|at)|价格|价位|售价|卖)[\s:]*$", re.IGNORECASE
)
_TEN_THOUSAND: Final = re.compile(r"\s*(?:以|之|左右|上下|元|块|预算)")
"""`1w以内` are ten thousand yuan, `1w bulb` is one watt."""
_GLUED: Final = re.compile(r"[A-Za-z0-9_]")
_YEARS: Final = range(1900, 2101)
_PRICED: Final = re.compile(r"^(?:块钱|块|元|的|价位|价格|预算|[\s,，。；;!！?？]|$)")


_NEGATIVE: Final = re.compile(
    rf"(?:\b(?:under|below|over|above|less than|more than|up to|at most|at least|max|min)\s+|不超过|低于|高于|最多|至少)"
    rf"(?:{CURRENCY})?\s?[-−]\s?(?:{CURRENCY})?\s?{AMOUNT}(?:\s?(?:{CURRENCY}))?",
    re.IGNORECASE,
)
"""Less than nothing: no price is that."""


@dataclass(frozen=True, slots=True)
class _Limit:
    low: Decimal | None
    high: Decimal | None
    unit: str
    start: int
    end: int


def read_price(draft: Draft, currency: str) -> tuple[int | None, int | None]:
    """The limits in minor units of `currency`; amounts in another one are named and left out, never converted."""
    if "price" in draft.kept:
        return None, None
    for match in _NEGATIVE.finditer(draft.same):
        said = draft.said(*match.span())
        draft.take(
            Part(key="price", kind="aside", label=_no_such(said), said=said, start=match.start(), end=match.end())
        )
    low: int | None = None
    high: int | None = None
    for limit in _limits(draft):
        said = draft.said(limit.start, limit.end)
        place = {"said": said, "start": limit.start, "end": limit.end}
        if limit.unit and not may_mean(limit.unit, currency):
            label = Words(f"{said}: prices here are in {currency}", f"{said}：此处以 {currency} 标价")
            draft.take(Part(key="price", kind="other_currency", label=label, **place))  # type: ignore[arg-type]
            continue
        if not limit.high and not limit.low:
            draft.take(Part(key="price", kind="aside", label=_no_such(said), **place))  # type: ignore[arg-type]
            continue
        bounds = (_minor(limit.low, currency), _minor(limit.high, currency))
        low, high = (bounds[0] if bounds[0] is not None else low), (bounds[1] if bounds[1] is not None else high)
        draft.take(Part(key="price", kind="price", label=_label(bounds, currency), **place))  # type: ignore[arg-type]
    return low, high


def bound_of(same: str, start: int, end: int) -> tuple[tuple[int, int], str]:
    """The stretch of text an amount takes up together with the word that bounds it, and whether that says `under`,
    `over` or `around`."""
    before, after = same[:start], same[end:]
    under = _UNDER.search(before) or _LESS.search(before)
    over = _OVER.search(before) or _MORE.search(before)
    under_after, over_after = _UNDER_AFTER.match(after), _OVER_AFTER.match(after)
    around, around_after = _AROUND.search(before), _AROUND_AFTER.match(after)
    first = min([hit.start() for hit in (under, over, around) if hit] or [start])
    last = end + max([hit.end() for hit in (under_after, over_after, around_after) if hit] or [0])
    bound = "under" if under or under_after else "over" if over or over_after else ""
    bound = bound or ("around" if around or around_after else "")
    return (first, last), bound


def _limits(draft: Draft) -> list[_Limit]:
    measured = [
        (one.start, one.end)
        for one in amounts(draft.same)
        if not (one.unit == "w" and _TEN_THOUSAND.match(draft.same[one.end :]))
    ]
    found: list[_Limit] = []
    at = 0
    while match := _AMOUNTS.search(draft.same, at):
        at = max(match.end(), match.start() + 1)
        whole = _alone(draft.same, match)
        clear = all(end <= match.start() or match.end() <= start for start, end in measured)
        clear = clear and draft.free(match.start(), match.end())
        if whole and clear and (limit := _limit(draft.same, match)) is not None:
            found.append(limit)
            at = max(at, limit.end)
    return found


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether the amount is no piece of a longer word or number."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return _GLUED.match(before) is None and _GLUED.match(after) is None


def _limit(text: str, match: re.Match[str]) -> _Limit | None:
    """The limit an amount sets together with the words around it; None when it is no price."""
    before, after = text[: match.start()], text[match.end() :]
    first = read_amount(match["n1"])
    second = read_amount(match["n2"]) if match["n2"] else None
    if first is None or (match["n2"] and second is None):
        return None
    unit = next((CURRENCIES[sign.lower()] for name in ("c1b", "c1a", "c2b", "c2a") if (sign := match[name])), "")
    cues = [one for one in (_UNDER, _OVER, _AROUND, _BETWEEN, _PRICE_WORD) if one.search(before)]
    afters = [one for one in (_UNDER_AFTER, _OVER_AFTER, _AROUND_AFTER, _BETWEEN_AFTER) if one.match(after)]
    spread = Spread(min(first.low, second.low), max(first.high, second.high)) if second else first
    if not _is_price(text, match, spread, unit, cues, afters, after):
        return None
    start = min([hit.start() for one in cues if (hit := one.search(before))] or [match.start()])
    end = match.end() + max([hit.end() for one in afters if (hit := one.match(after))] or [0])
    low, high = _bounds(spread, cues, afters)
    return _Limit(low, high, unit, start, end)


def _is_price(
    text: str,
    match: re.Match[str],
    spread: Spread,
    unit: str,
    cues: list[re.Pattern[str]],
    afters: list[re.Pattern[str]],
    after: str,
) -> bool:
    """Whether it is money: by its currency, by a word that bounds it, or as a range of numbers that no size has."""
    compared = any(one in (_UNDER, _OVER, _AROUND) for one in cues) or any(
        one in (_UNDER_AFTER, _OVER_AFTER, _AROUND_AFTER, _BETWEEN_AFTER) for one in afters
    )
    if unit or compared:
        # "Under €0" is a price no thing has, and is said to be; "0+ months" is none.
        return bool(spread.high or unit) or any(one in (_UNDER, _OVER) for one in cues)
    if match["n2"]:
        if spread.low in _YEARS and spread.high in _YEARS:
            return bool(cues)
        return spread.low >= (_LEAST_BARE if cues else _LEAST_UNCUED) or match["n1"][-1:] in "千万百k"
    spoken = not spread.exact or not match["n1"][-1:].isdigit()
    return spoken and not match["n1"][:1].isascii() and _PRICED.match(after) is not None and spread.high >= 100


def _bounds(
    spread: Spread, cues: list[re.Pattern[str]], afters: list[re.Pattern[str]]
) -> tuple[Decimal | None, Decimal | None]:
    if not spread.exact and not (_UNDER in cues or _UNDER_AFTER in afters):
        return spread.low, spread.high
    if _AROUND in cues or _AROUND_AFTER in afters:
        return spread.low * (1 - AROUND), spread.high * (1 + AROUND)
    if _OVER in cues or _OVER_AFTER in afters:
        return spread.low, None
    return None, spread.high


def _minor(value: Decimal | None, currency: str) -> int | None:
    if value is None:
        return None
    return int(value.scaleb(minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _no_such(said: str) -> Words:
    return Words(f"{said}: no such price, left out", f"{said}：没有这样的价格，未作限制")


def _label(bounds: tuple[int | None, int | None], currency: str) -> Words:
    def said(minor: int) -> Words:
        money = Money(minor, currency)
        return Words(money.text("en"), money.text("zh"))

    low, high = bounds
    if low is not None and high is not None:
        return Words(f"{said(low).en} to {said(high).en}", f"{said(low).zh} 至 {said(high).zh}")
    if high is not None:
        return Words(f"Up to {said(high).en}", f"{said(high).zh} 以内")
    assert low is not None
    return Words(f"From {said(low).en}", f"{said(low).zh} 起")
