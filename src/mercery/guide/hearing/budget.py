"""Limits of price, in every form people give them, and the currency they pay in. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mercery.claims.mentions import Mention
from mercery.core.money import minor_digits
from mercery.guide.hearing.text import Plain, amounts_in, around

AROUND: Final = Decimal("0.2")
"""How far from an amount "around" it goes, either way."""

_UNDER: Final = re.compile(
    r"(?:\b(?:under|below|less than|up to|at most|max(?:imum)?(?: of| is)?|(?:no|not|nothing) (?:more than|over|above|beyond|exceeding|dearer than)|"
    r"within|budget(?: is| of|'s| would be| around)?|cheaper than|(?:go|stretch|push|rise)(?: up)? to|spend(?: up to| about)?|(?:raise|increase|extend|lift|lower|drop|bring|set|change|put|up)\s(?:it |the budget |my budget |that |the limit |things )?(?:up |down )?to|think|not exceed(?:ing)?|"
    r"cap(?:ped)? (?:at|of|is)|limit(?: is| of)?|ceiling(?: is| of)?|afford|keep it (?:to|under)|have|got|only|ideally|not to exceed|without spending(?: more than)?|"
    r"(?:don'?t|do not|doesn'?t|won'?t|can'?t|cannot|shouldn'?t|mustn'?t|must not|should not)(?: want to)? (?:go (?:over|above|past|beyond)|spend (?:more than|over|above)|exceed|cost more than))"
    r"|[<≤]\s?=?|不(?:能|要|可|会|想)?(?:超过?|高于|多于)|别超过?|低于|少于|最多|顶多|至多|最高|不到|(?:预算|价格|价位)?(?:改成|改到|提到|降到|调到|加到|放宽到)|预算(?:是|在|大概|大约|差不多|只有|就)?|上限(?:是)?|控制在|封顶|限)"
    r"[\s:：,是为]*(?:about |around |roughly |some |only |大概|大约)?(?:a )?$",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"(?:\b(?:over|above|more than|at least|from|minimum(?: of| is)?|min|starting (?:at|from)|(?:no|not) less than|upwards of|north of|dearer than|not under|not below)"
    r"|[>≥]\s?=?|高于|超过|至少|最少|最低|不低于|不少于|起码)[\s:：]*$",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"(?:\bnot|n't|\bnever|\bcannot|\bwithout)\b(?:\s[a-z]+){0,3}\s*$|不[^，。,.]{0,4}$|别$", re.IGNORECASE
)
_UNDER_AFTER: Final = re.compile(
    r"^\s*(?:,\s)?(?:or (?:less|under|below|cheaper)|and (?:under|below)|max(?:imum)?\b(?!\s*[€£$¥]?\s?\d)|tops\b|at (?:the )?(?:very |absolute )?(?:most|max(?:imum)?|outside)|limit\b|"
    r"ceiling|budget|is (?:my|the|our) (?:limit|max|maximum|budget|ceiling)|is the most|is (?:what|all|the most) (?:i|we)(?:'ve| have| can|'d| would)|and no(?:t a cent)? more|不到|(?:块|元)?钱?(?:以下|以内|之内|内|封顶|为限|顶天|上限|往下|够了|打住))",
    re.IGNORECASE,
)
_OVER_AFTER: Final = re.compile(
    r"^\s*(?:or more|and (?:up|over|above|upwards)|upwards|minimum|at (?:the (?:very )?)?least|plus\b|\+|(?:块|元)?钱?(?:以上|起步|起|往上|打底))", re.IGNORECASE
)  # fmt: skip
_AROUND: Final = re.compile(
    r"(?:\b(?:around|about|roughly|approximately|approx\.?|circa|some(?:where)? (?:near|around|about)|in the region of|close to|near|give or take|ballpark)|大概|大约|约|差不多)\s*$",
    re.IGNORECASE,
)
_AROUND_AFTER: Final = re.compile(
    r"^\s*(?:or so\b|or thereabouts|-?ish\b|give or take|(?:块|元)?钱?(?:左右|上下|附近|出头|的样子))", re.IGNORECASE
)
_NO_PRICE_AFTER: Final = re.compile(r"^\s?(?:[x×*]\s?\d|(?:gb|tb|mb|ghz|hz|mp|mah|w|watts?|volts?|db|dpi|fps|pcs|oz|ml|cl|l|g|kg|mm|cm|inch|inches|ram|thread|tog|denier|carats?|ct)\b|码|号|岁|周岁|寸|英寸|-?inch|[yY]\b|%|％|折|st\b|nd\b|rd\b|th\b|years?|yrs?|yo\b|months?|月|日|点|个|件|双|条|只|块表|天|th\b|个月|-year|pieces?|people|guests|times|of\b|nights?|days?|weeks?|hours?|pm\b|am\b)", re.IGNORECASE)  # fmt: skip
_NO_PRICE_BEFORE: Final = re.compile(r"(?:\bsize|\bsizes|\bin an?|\ba|\ban|\btakes?|\bwears?|\bring|\baged?|\bnumber|\bno\.|\bn°|#|[码号穿])\s?$", re.IGNORECASE)  # fmt: skip
_SIDE_BEFORE: Final = re.compile(r"\d\s?[x×*]\s?$")
_EACH: Final = re.compile(
    r"^\s?(?:each|apiece|per (?:piece|person|head|item)|a (?:head|piece)|all in|in total|total|altogether|每(?:个|件|人|份))\b",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(r"(?:\bnot|\binstead of|\brather than|不是|而不是)\s*$", re.IGNORECASE)

_CURRENCIES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("EUR", re.compile(r"€|\beuros?\b|\beur\b|欧元|欧(?![洲盟式码美])|欧币", re.IGNORECASE)),
    ("CNY", re.compile(r"\b(?:rmb|cny|yuan|renminbi)\b|人民币|(?<=\d)\s?(?:元|块)", re.IGNORECASE)),
    ("GBP", re.compile(r"£|\bgbp\b|\bsterling\b|\bin pounds\b|\bquid\b|(?<=\d)\s?pounds\b|英镑", re.IGNORECASE)),
    ("USD", re.compile(r"\busd\b|us\$|\bin dollars\b|\bus dollars\b|美元|美金", re.IGNORECASE)),
    ("CHF", re.compile(r"\bchf\b|\bswiss francs?\b|瑞士法郎|瑞郎", re.IGNORECASE)),
    ("JPY", re.compile(r"\bjpy\b|\byen\b|日元|日币", re.IGNORECASE)),
    ("HKD", re.compile(r"\bhkd\b|hk\$|港币|港元", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits in minor units."""

    low: int | None = None
    high: int | None = None
    currency: str | None = None
    said: str = ""
    around: bool = False


def currency_said(text: Plain, currencies: Sequence[str]) -> str | None:
    """The currency a message names, alone or with an amount; of several the last, of the shop's own if one is."""
    found = [(match.end(), code) for code, pattern in _CURRENCIES for match in pattern.finditer(text.low)]
    if "$" in text.low and not any(code in ("USD", "HKD") for _, code in found):
        found += [(text.low.rindex("$"), "USD")]
    if "¥" in text.low and not any(code in ("CNY", "JPY") for _, code in found):
        found += [(text.low.rindex("¥"), "JPY" if "JPY" in currencies and "CNY" not in currencies else "CNY")]
    ordered = [code for _, code in sorted(found)]
    own = [code for code in ordered if code in currencies]
    # 块 and 元 are said of any money: a currency that is named outright goes before them.
    outright = [code for code in own if code != "CNY" or re.search(r"人民币|\b(?:rmb|cny|yuan|renminbi)\b", text.low)]
    best = outright or own or ordered
    return best[-1] if best else None


def budget_said(text: Plain, currency: str | None, covered: Sequence[tuple[int, int]]) -> Budget | None:
    """The limits a message sets; `covered` are stretches that are sizes, ages or measures."""
    low: Decimal | None = None
    high: Decimal | None = None
    near: tuple[Decimal, Decimal] | None = None
    if (bare := _bare_range(text, currency, covered)) is not None:
        low, high, spans_of = bare
        covered = [*covered, spans_of]
    spans: list[tuple[int, int]] = []
    for one in amounts_in(text.text):
        bound = bound_of(text.text, one)
        if not _is_price(text.text, one, bound, currency, covered):
            continue
        spans.append((one.start, one.end))
        if one.high is not None:
            low, high = min(one.value, one.high), max(one.value, one.high)
        elif bound == "around":
            near = (one.value * (1 - AROUND), one.value * (1 + AROUND))
        elif bound == "over":
            low = one.value
        else:
            high = one.value
    if near and low is None and high is None:
        low, high = near
    if low is not None and high is not None and low > high:
        low = None
    if low is None and high is None:
        return None
    start, end = (spans[0][0], spans[-1][1]) if spans else covered[-1]
    return Budget(
        low=_minor(low, currency), high=_minor(high, currency), said=text.said(start, end), around=near is not None
    )


_BARE_RANGE: Final = re.compile(
    r"(?<![\d.,x×])(?P<a>\d{2,6})\s?(?:-|to|and|or|到|至)\s?(?P<b>\d{2,6})(?![\d.]|\s?(?:[x×]|cm|mm|g\b|kg|ml|l\b|years|inch|岁|码|号|%))", re.IGNORECASE
)  # fmt: skip
_SPENDS: Final = re.compile(
    r"\b(?:spend(?:ing)?|between|budget(?: of| is)?|around|about|from|price range)\s$", re.IGNORECASE
)


def _bare_range(
    text: Plain, currency: str | None, covered: Sequence[tuple[int, int]]
) -> tuple[Decimal, Decimal, tuple[int, int]] | None:
    """ "Looking to spend 80-90": a range without a currency of its own."""
    match = _BARE_RANGE.search(text.text)
    if match is None or any(start < match.end() and match.start() < end for start, end in covered):
        return None
    if not _SPENDS.search(text.text[max(match.start() - 30, 0) : match.start()]):
        return None
    if any(one.kind == "money" and one.high is not None for one in amounts_in(text.text)):
        return None
    low, high = sorted((Decimal(match["a"]), Decimal(match["b"])))
    return low, high, match.span()


def priced_spans(text: Plain) -> list[tuple[int, int]]:
    """Where limits of price stand, with the words that make them limits."""
    found = []
    for one in amounts_in(text.text):
        bound = bound_of(text.text, one)
        if one.kind != "money" or not bound:
            continue
        before, after = around(text.text, one)
        leads = [
            one.start - len(before) + match.start()
            for pattern in (_UNDER, _OVER, _AROUND)
            if (match := pattern.search(before))
        ]
        follows = [
            match.end() for pattern in (_UNDER_AFTER, _OVER_AFTER, _AROUND_AFTER) if (match := pattern.match(after))
        ]
        found.append((min([one.start, *leads]), one.end + max([0, *follows])))
    return found


def _is_price(text: str, one: Mention, bound: str, currency: str | None, covered: Sequence[tuple[int, int]]) -> bool:
    if one.kind not in ("money", "number") or any(start < one.end and one.start < end for start, end in covered):
        return False
    before, after = around(text, one)
    if _NEGATED.search(before):
        return False
    if one.kind == "money":
        return True
    if _NO_PRICE_AFTER.match(after) or _SIDE_BEFORE.search(before) or (not bound and _NO_PRICE_BEFORE.search(before)):
        return False
    return bool(bound) and one.value >= (20 if bound == "over" else 5)


def bound_of(text: str, one: Mention) -> str:
    """`under`, `over`, `around` or nothing."""
    before, after = around(text, one)
    after = _EACH.sub("", after)
    if _AROUND_AFTER.match(after):
        return "around"
    if _UNDER_AFTER.match(after):
        return "under"
    if _OVER_AFTER.match(after):
        return "over"
    under, over = _UNDER.search(before), _OVER.search(before)
    if over and _DENIED.search(before[: over.start()]):
        return "under"
    if side := nearer(under, over):
        return side
    return "around" if _AROUND.search(before) else ""


def nearer(under: re.Match[str] | None, over: re.Match[str] | None) -> str:
    """Which of two bounds is meant, where the words of one stand inside the other's: "no less than", 不能超过."""
    if under and over:
        return "under" if under.start() < over.start() else "over"
    return "under" if under else "over" if over else ""


def bare_amounts(text: Plain, covered: Sequence[tuple[int, int]]) -> list[Decimal]:
    """Amounts without any sign of what they are, for an answer or a correction: "no, 500, not 300"."""
    found = []
    for one in amounts_in(text.text):
        if one.kind not in ("number", "money") or any(start < one.end and one.start < end for start, end in covered):
            continue
        before, after = around(text.text, one)
        if not _NEGATED.search(before) and not _NO_PRICE_AFTER.match(after):
            found.append(one.value)
    return found


_MOST: Final = Decimal(10) ** 12


def minor(amount: Decimal, currency: str | None) -> int:
    """The amount in minor units; more than any piece costs is as good as no limit."""
    amount = min(amount, _MOST)
    digits = minor_digits(currency) if currency else 2
    return int(amount.scaleb(digits).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _minor(amount: Decimal | None, currency: str | None) -> int | None:
    return None if amount is None else minor(amount, currency)
