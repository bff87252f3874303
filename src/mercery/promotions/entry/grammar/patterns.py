"""Patterns of the data files as regular expressions, with slots for amounts, rates, counts, goods, buyers and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Lang

GOODS: Final = "\ue000"
"""Stands in the text for the first letter of goods the shop knows; the others are `MORE`. Positions stay what they were."""
MORE: Final = "\ue001"
READ: Final = "\x00"
"""Stands for what a pattern has read."""

_NUMBER = r"(?>\d[\d,.]*\d|\d)(?:\s?[万千kK](?![A-Za-z]))?"
_ZH_NUMBER = r"(?>[〇一二两三四五六七八九十百千万]+)"
_SIGN = r"(?:(?:US|HK|NT|A|C|S)?[$€£¥₩]|(?:EUR|CNY|RMB|USD|GBP|JPY|CHF|HKD|SGD)(?![A-Za-z]))"
_UNIT = r"(?:[€£元]|块钱?|欧元?|美元|美金|日元|港币|英镑|円|分钱|(?:cents?|euros?|EUR|CNY|RMB|yuan|USD|dollars?|GBP|pounds|JPY|yen|CHF|HKD|SGD)(?![A-Za-z]))"
UNITS: Final = "(?:[件个双条只支瓶盒杯套箱款份对袋罐听桶副枚台束粒颗把]|包(?!邮))"
UNITS_EN: Final = (
    "(?:pieces?|items?|units?|articles?|pairs?|bottles?|boxes|box|packs?|bags?|cans?|jars?|tins?|tubes?|cups?|sets?)"
)
"""What goods are counted in."""
_NO_MONEY = (
    rf"(?!\s?(?:%|％|percent|per cent|折|{UNITS}|[点月日号年次张层]"
    r"|(?:pieces?|items?|units?|customers?|times|am|pm|uses)(?![A-Za-z])))"
)
_MONEY = rf"(?:(?:{_SIGN}\s?)?(?:{_NUMBER}|{_ZH_NUMBER})(?:\s?{_UNIT})?){_NO_MONEY}"
_SIGNED = rf"(?:(?:{_SIGN}\s?{_NUMBER}(?:\s?{_UNIT})?|(?:{_NUMBER}|{_ZH_NUMBER})\s?{_UNIT})){_NO_MONEY}"
_TENTHS = "five|ten|fifteen|twenty|twenty-five|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = rf"(?:(?>\d+)(?![\d.%]|\s?%|\s?折)|(?:{_WORDS})(?![A-Za-z])|{_ZH_NUMBER}(?!\s?折))"
_ZHE = r"(?:(?:\d[\d.]*|[一二三四五六七八九](?:点?[一二三四五六七八九])?)\s?折|半价|对折)"
_RATE = rf"(?:(?:{_TENTHS})\s(?:percent|per cent)|(?>\d[\d.,]*)\s?(?:%|％|percent|per cent)|{_ZHE}|half price|half off|half(?![A-Za-z]))"
_FREE = rf"(?:{_RATE}|free|免费|0\s?元)"
_ONE = f"{GOODS}{MORE}*"
_GOODS = (
    rf"(?:{_ONE}(?:\s*,\s*{_ONE})*\s*,?\s*(?:or|and)\s+(?:all |the )?{_ONE}"
    rf"|{_ONE}(?:\s*[、/&或和及]\s*{_ONE})+|{_ONE}(?:\s?{_ONE})*)"
)
_ORDINALS = "second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th"
_ORDINALS_ZH = "(?:[二两三四五六]|[2-6])"
_CODE = r"(?:(?-i:[A-Z][A-Z0-9_-]{2,}(?![a-z]))|(?=[A-Za-z_-]*\d)[A-Za-z][A-Za-z0-9_-]{2,})"
_ANY_CODE = r"(?-i:[A-Za-z0-9][A-Za-z0-9_-]*)"
_TIMES = rf"(?:once|twice|{_COUNT}(?:\s(?:times|uses?))|{_ZH_NUMBER}|\d+(?=\s?[次张单]))"
_SLOTS: Final[Mapping[str, str]] = {
    "m": _MONEY, "y": _SIGNED, "n": _COUNT, "r": _RATE, "z": _ZHE, "f": _FREE, "g": _GOODS, "code": _CODE,
    "anycode": _ANY_CODE, "times": _TIMES, "ord": f"(?:{_ORDINALS})", "ordzh": _ORDINALS_ZH,
}  # fmt: skip
_SLOT = re.compile(r"<(\w+):(\w+)>")
_OTHERS_EN = (
    r"(?:any |all )?(?:other |further )?(?:coupons?|vouchers?)(?: codes?)?",
    r"(?:any |all )?(?:other|further) (?:offers?|promotions?|discounts?|deals?|reductions?|campaigns?)(?: of its kind)?|anything else|any(?:thing)? other(?: offer| discount)?",
    r"(?:the )?members?(?:'s?)? (?:prices?|discounts?)",
)
_OTHERS_ZH = (
    r"(?:其他|店铺|平台|商品)?优惠券|店铺券|平台券|商品券|代金券|券",
    r"(?:任何|所有)?的?(?:其他|其它|别的)(?:任何|所有|的)?(?:优惠|活动|促销|折扣)(?:活动)?|(?:任何|所有)(?:优惠|活动|折扣)",
    r"会员价|会员折扣|会员优惠",
)
COUPON, ANY_OTHER, MEMBER_PRICE = 0, 1, 2
"""What the words of others at these places mean."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say something."""

    kind: str
    plain: bool
    """Whether it is read before goods are marked in the text (names of rules may hold those of goods)."""
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text that a pattern read."""

    kind: str
    start: int
    end: int
    slots: Mapping[str, str]
    """The words of each slot, as they stand in the text that was searched."""
    places: Mapping[str, int]
    """Where each slot begins."""


@lru_cache(maxsize=16)
def patterns(audiences: tuple[str, ...], rules: tuple[str, ...], first: Lang) -> tuple[Pattern, ...]:
    """All patterns of both languages, those of the text's own language first, for a shop's names of buyers and rules."""
    who = _either(audiences)
    others = "|".join([_either(rules)] * bool(rules) + [*_OTHERS_EN, *_OTHERS_ZH])
    listed = rf"(?:{others})(?:(?:\s*(?:,|、|或|和|及|or |and )\s*)+(?:{others}))*"
    slots = {**_SLOTS, "who": rf"(?:{who})(?:(?:\s*(?:,|、|或|和|及|or |and )\s*)+(?:{who}))*", "o": listed}
    langs: tuple[Lang, ...] = ("zh", "en") if first == "zh" else ("en", "zh")
    return tuple(
        Pattern(kind, section == "plain", _compiled(source, slots, lang))
        for section in _sections("en")
        for lang in langs
        for kind, source in _sections(lang)[section]
    )


def other_kind(words: str) -> int | None:
    """Which of the usual others `words` mean: coupons, anything else, the member price; None: none of them."""
    for place, (english, chinese) in enumerate(zip(_OTHERS_EN, _OTHERS_ZH, strict=True)):
        if re.fullmatch(f"(?:{english}|{chinese})", words.strip(), re.IGNORECASE):
            return place
    return None


def find(text: str, found: Pattern) -> Iterator[tuple[Piece, int, int]]:
    """Where a pattern stands in `text`."""
    for match in found.regex.finditer(text):
        if match.end() == match.start():
            continue
        slots, places = {}, {}
        for name, value in match.groupdict().items():
            if value is not None:
                slot = name.split("__")[0]
                slots[slot], places[slot] = value, match.start(name)
        yield (
            Piece(kind=found.kind, start=match.start(), end=match.end(), slots=slots, places=places),
            match.start(),
            match.end(),
        )


def _either(names: Sequence[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda one: (-len(one), one)))


@lru_cache(maxsize=2)
def _sections(lang: Lang) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Kinds and sources by section, in the order of the file. Sections of both languages are read side by side."""
    text = files(__package__).joinpath(f"{lang}.txt").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = []
        elif line.strip() and not line.startswith("#"):
            kind, _, source = line.partition(" = ")
            found[section].append((kind, source))
    return found


def _compiled(source: str, slots: Mapping[str, str], lang: Lang) -> re.Pattern[str]:
    counts: dict[str, int] = {}

    def named(match: re.Match[str]) -> str:
        kind, name = match.groups()
        counts[name] = counts.get(name, 0) + 1
        group = name if counts[name] == 1 else f"{name}__{counts[name]}"
        return f"(?P<{group}>{slots[kind]})"

    spaced = (
        source.replace("〔u〕", UNITS)
        .replace("〔e〕", UNITS_EN)
        .replace(" ?", r"\s*")
        .replace(" ", r"\s+" if lang == "en" else r"\s*")
    )
    body = _SLOT.sub(named, spaced)
    if lang == "en":
        return re.compile(rf"(?<![A-Za-z\d]){'(?:'}{body}{')'}(?![A-Za-z])", re.IGNORECASE)
    return re.compile(rf"(?:(?<![\d.])|(?=\D))(?:{body})", re.IGNORECASE)
