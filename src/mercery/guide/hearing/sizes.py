"""Sizes and ages as people say them, and which of the shop's own size values they mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.known import KnownValue
from mercery.guide.hearing.text import Plain, amounts_in

_LETTERS: Final = r"(?:xxxs|xxs|xs|s|m|l|xl|xxl|xxxl|2xl|3xl|4xl)"
_WORDS: Final = {
    "extra small": "xs", "x-small": "xs", "small": "s", "medium": "m", "large": "l", "extra large": "xl", "x-large": "xl", "xx-large": "xxl",
    "小号": "s", "中号": "m", "大号": "l", "加大号": "xl", "加大码": "xl", "特大号": "xxl", "均码": "one size", "one size": "one size", "one-size": "one size",
}  # fmt: skip
_SIZE_WORD: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_SAID: Final = re.compile(
    rf"\b(?:sized?|sizes|eu|eur size|taille|size is|shoe size|ring size)\s?(?:is |of |an? |eu |:)?\s?(?P<a>\d{{1,3}}(?:[.,]5)?|{_LETTERS}|{_SIZE_WORD})(?![a-z0-9%€$£])"
    rf"|(?<![\d.])(?P<b>\d{{1,3}}(?:[.]5)?)\s?[码号](?!店|门|线|之前|以前|前|下午|上午)"
    rf"|(?<![a-z])(?P<c>{_LETTERS})\s?[码号](?!店)"
    rf"|穿\s?(?P<d>\d{{2}}(?:\.5)?|{_LETTERS})(?![a-z0-9])"
    rf"|\b(?:takes?|wears?|wear|need|needs|i'm|i am|he's|she's|is|usually|in|into|for|an?)\s(?:an?\s|about an?\s)?(?P<e>{_LETTERS})(?![a-z'])"
    rf"|\b(?:(?:feet|foot)(?: are| is)?|takes?|wears?|i'm an?|i am an?|he's an?|she's an?|is an?|usually an?)\s(?:an?\s|size\s)?(?P<f>\d{{1,2}}(?:[.]5)?)(?![\d.,%]|\s?(?:-|years|cm|mm|€|euro|yuan|inch))"
    rf"|\bin (?:an? |size )?(?P<g>\d{{1,2}}(?:[.]5)?)(?![\d.,%]|\s?(?:days|hours|minutes|weeks|%|-?inch|cm|mm|-|€|euro|different|colou?rs))"
    rf"|\b(?:in|size)\s(?:an? )?(?P<h>{_SIZE_WORD})\b(?!\s(?:bag|tote|watch|scarf|gift|present|budget|amount|number|something|beauty|treat))"
    rf"|(?<![\d.])(?P<j>\d{{1,4}}\s?(?:gb|tb))\b(?!\s?(?:of )?(?:ram|memory|内存|运存))"
    rf"|(?:\b(?:he|she|i|they)(?:'s|'m|'re| is| am| are| takes?| wears?)\s(?:usually )?an?\s)(?P<k>{_SIZE_WORD})\b(?!\s(?:man|woman|guy|lady|girl|boy|budget|part|fan))"
    rf"|(?P<i>加大号|特大号|小号|中号|大号|均码)",
    re.IGNORECASE,
)  # fmt: skip
_ALONE: Final = re.compile(rf"(?:^|[,;，、(\s])\s*(?P<a>{_LETTERS.upper()}|\d{{2}}(?:\.5)?)\s*(?=$|[,;.，。、)!?]|\s(?:please|for|in stock|thanks)\b)")  # fmt: skip
"""A letter in capitals or a number between commas."""
_LETTER_ALONE: Final = re.compile(r"(?<![A-Za-z0-9'’&.])(?P<a>XXS|XS|S|M|L|XL|XXL|2XL|3XL)(?![A-Za-z0-9'’&.])")
_WORD_ALONE: Final = re.compile(
    r"(?:^|[,;，])\s*(?P<a>(?:extra |x-?)?(?:small|large)|medium)\s*(?=$|[,;.!?，。])", re.IGNORECASE
)
_AGE: Final = re.compile(
    r"(?P<a>\d{1,2})(?:\s|-)?(?:years?|yrs?|yr)(?:\s|-)?olds?|\baged?\s(?P<b>\d{1,2})\b|(?P<c>\d{1,2})\s?(?:周?岁)|\b(?P<d>\d{1,2})\s?(?:y/?o)\b|"
    r"\b(?:he|she|he's|she's|who's|who is|he is|she is|(?<!size )(?<!budget )(?<!price )(?<!limit )(?<!max )(?<!maximum )(?<!ceiling )(?<!number )is|turning|turns|just turned|will be|my \d+)\s(?:is\s|only\s|just\s|turning\s|now\s)?(?P<e>\d{1,2})(?=\s(?:and|years|today|now|next|this|on|in|soon)\b|[,.!?]|$)|"
    r"\bsize\s(?P<f>\d{1,2})\s?y(?:ears)?\b|\b(?P<g>\d{1,2})y\b",
    re.IGNORECASE,
)
_MONTHS_OLD: Final = re.compile(
    r"(?P<a>\d{1,2})(?:\s|-)?months?(?:\s|-)?old|(?P<b>\d{1,2})\s?个月(?:大|的宝宝|的孩子)", re.IGNORECASE
)
_SPELT: Final = {word: number for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"], 1)}  # fmt: skip
_SPELT_AGE: Final = re.compile(
    rf"\b(?:is|aged?|turning|turns|turned|he's|she's|who's|just)\s(?P<a>{'|'.join(_SPELT)})\b(?!\s(?:of|size|euros|hundred|with))|\b(?P<b>{'|'.join(_SPELT)})(?:-|\s)year", re.IGNORECASE
)  # fmt: skip


_ELSEWHERE: Final = re.compile(r"\b(?P<of>uk|us)\s?(?:size\s)?(?P<n>\d{1,2}(?:\.5)?)(?![\d%])")
_WOMEN: Final = re.compile(
    r"\b(?:women|ladies|lady|wife|she|her|mum|mother|girl|sister|daughter)\w*|女|她|妈|太太|老婆"
)
_FROM_UK: Final = {False: 34, True: 33}
_FROM_US: Final = {False: 33, True: 31}
"""British and American sizes of shoes in European ones, men's and women's, as the usual tables have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSize:
    """A size as it was said."""

    text: str
    """`38`, `m`, `one size`, `100 ml`."""
    start: int
    end: int
    sure: bool = True
    """Not sure: a bare number or letter, which is a size only where the shop has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old the one is it is for, in years."""

    years: Decimal
    start: int
    end: int


def ages_said(text: Plain) -> list[Age]:
    """The ages a message names."""
    found = []
    for match in _AGE.finditer(text.low):
        years = next(one for one in match.groups() if one)
        found.append(Age(years=Decimal(years), start=match.start(), end=match.end()))
    for match in _SPELT_AGE.finditer(text.low):
        word = next(one for one in match.groups() if one)
        found.append(Age(years=Decimal(_SPELT[word.lower()]), start=match.start(), end=match.end()))
    for match in _MONTHS_OLD.finditer(text.low):
        months = Decimal(match["a"] or match["b"])
        found.append(Age(years=months / 12, start=match.start(), end=match.end()))
    return found


def _from_elsewhere(text: Plain) -> Iterator[AskedSize]:
    """British and American sizes of shoes, as European ones."""
    women = bool(_WOMEN.search(text.low))
    for match in _ELSEWHERE.finditer(text.low):
        number = Decimal(match["n"]) + (_FROM_UK if match["of"] == "uk" else _FROM_US)[women]
        yield AskedSize(text=f"{number.normalize():f}", start=match.start(), end=match.end())


def sizes_said(text: Plain, taken: Sequence[tuple[int, int]]) -> list[AskedSize]:
    """The sizes a message names, outside of what is `taken`."""
    found: list[AskedSize] = []

    def free(start: int, end: int) -> bool:
        spans = [*taken, *((one.start, one.end) for one in found)]
        return not any(begin < end and start < stop for begin, stop in spans)

    found += _from_elsewhere(text)
    for match in _SAID.finditer(text.low):
        name, word = next((name, one) for name, one in match.groupdict().items() if one)
        start, end = match.start(name), match.end(name)
        if name == "e" and not text.text[start:end].isupper():
            continue
        if free(start, end):
            found.append(
                AskedSize(text=_plain(word), start=start, end=end, sure=name != "g" or "size" in match.group())
            )
    for pattern in (_ALONE, _LETTER_ALONE, _WORD_ALONE):
        for match in pattern.finditer(text.text):
            if free(match.start("a"), match.end("a")):
                found.append(AskedSize(text=_plain(match["a"]), start=match.start("a"), end=match.end("a"), sure=False))
    for one in amounts_in(text.text):
        if one.kind == "quantity" and one.high is None and free(one.start, one.end):
            words = text.low[one.start : one.end]
            found.append(AskedSize(text=words, start=one.start, end=one.end, sure=False))
    return found


def _plain(word: str) -> str:
    low = re.sub(r"(\d)\s?(gb|tb)$", r"\1 \2", word.lower().replace(",", "."))
    return _WORDS.get(low, low)


def values_for(asked: AskedSize, sizes: Sequence[KnownValue]) -> tuple[KnownValue, ...]:
    """The shop's values that a size means."""
    texts = {asked.text, re.sub(r"^(\d{2,4})\s?g$", r"\1 gb", asked.text)}
    exact = [one for one in sizes if _labels(one) & texts]
    return tuple(exact or [one for one in sizes if _means(one, asked.text)])


_AMOUNT: Final = re.compile(r"^(\d+(?:\.\d+)?)\s?(gb|tb)$")
_TERABYTE: Final = 1024


def values_within(asked: AskedSize, bound: str, sizes: Sequence[KnownValue]) -> tuple[KnownValue, ...]:
    """The shop's values on the asked side of an amount: "at least 200 GB"."""
    limit = _gigabytes(asked.text)
    if limit is None or bound not in ("over", "under"):
        return ()
    own = [(held, one) for one in sizes for text in _labels(one) if (held := _gigabytes(text)) is not None]
    return tuple(dict.fromkeys(one for held, one in own if (held >= limit if bound == "over" else held <= limit)))


def _gigabytes(text: str) -> Decimal | None:
    match = _AMOUNT.match(text.strip().lower())
    return Decimal(match[1]) * (_TERABYTE if match[2] == "tb" else 1) if match else None


def values_for_age(years: Decimal, sizes: Sequence[KnownValue]) -> tuple[KnownValue, ...]:
    """The shop's values that suit an age."""
    found = [(span, one) for one in sizes for span in _years(one.label) if span[0] <= years <= span[1]]
    exact = [one for span, one in found if span[0] == years]
    if exact or found:
        return tuple(exact or [one for _, one in found])
    larger = [(span[0], one) for one in sizes for span in _years(one.label) if years < span[0] <= years + 1]
    return tuple(one for start, one in larger if start == min(start for start, _ in larger))


def next_size(sizes: Sequence[KnownValue], value: str, step: int) -> KnownValue | None:
    """The size after (`step` 1) or before (-1) another, in their own order; None where there is none."""
    ordered = sorted(sizes, key=_order)
    at = next((place for place, one in enumerate(ordered) if one.value == value), None)
    if at is None or not 0 <= at + step < len(ordered):
        return None
    return ordered[at + step]


_ORDER: Final = ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl")


def _order(size: KnownValue) -> tuple[float, str]:
    head = re.split(r"[\s(/]", (size.label.en or size.label.zh).lower())[0]
    number = re.match(r"\d+(?:\.\d+)?", head)
    if number:
        return float(number.group()), head
    return (_ORDER.index(head) - 100.0 if head in _ORDER else 1e9), head


def _labels(size: KnownValue) -> set[str]:
    texts = (size.label.en, size.label.zh)
    return {re.sub(r"(\d)\s?(gb|tb)\b", r"\1 \2", text.lower().strip()) for text in texts if text}


_HEAD: Final = re.compile(rf"^(?:size )?({_LETTERS}|{_SIZE_WORD})(?![a-z])", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"(\d{1,3}(?:\.5)?)\s?(?:-|–|to|/)\s?(\d{1,3}(?:\.5)?)(?!\s?(?:cm|mm|ml|g\b|y))", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.5)?)(?![\d.]|\s?(?:cm|mm|ml|g\b|y))", re.IGNORECASE)


def _means(size: KnownValue, asked: str) -> bool:
    for label in _labels(size):
        head = _HEAD.match(label)
        if head and _plain(head[1]) == asked:
            return True
        if re.fullmatch(r"\d{1,3}(?:\.5)?", asked):
            number = Decimal(asked)
            spans = _SPAN.findall(label)
            if any(Decimal(low) <= number <= Decimal(high) for low, high in spans):
                return True
            if not spans and number in {Decimal(one) for one in _NUMBER.findall(label)}:
                return True
        elif _same_amount(label, asked):
            return True
    return False


def _same_amount(label: str, asked: str) -> bool:
    ours = [one for one in amounts_in(label) if one.kind == "quantity"]
    theirs = [one for one in amounts_in(asked) if one.kind == "quantity"]
    return len(theirs) == 1 and any(one.same_as(theirs[0]) for one in ours)


_LABEL_YEARS: Final = re.compile(
    r"(?<![\d.])(\d{1,2})(?:\s?(?:-|–|to)\s?(\d{1,2}))?\s?(?:y(?:ears?|rs?)?(?![a-z])|岁|周岁)", re.IGNORECASE
)
_LABEL_MONTHS: Final = re.compile(r"(?<![\d.])(\d{1,2})(?:\s?(?:-|–|to)\s?(\d{1,2}))?\s?(?:m(?:onths?|ths?)?(?![a-z])|个月)", re.IGNORECASE)  # fmt: skip


def _years(label: Words) -> Iterator[tuple[Decimal, Decimal]]:
    for text in (label.en, label.zh):
        for match in _LABEL_YEARS.finditer(text):
            yield Decimal(match[1]), Decimal(match[2] or match[1])
        for match in _LABEL_MONTHS.finditer(text):
            yield Decimal(match[1]) / 12, Decimal(match[2] or match[1]) / 12
