"""What a model's sentence says that the facts of its turn do not: a second check that knows nothing of the gate. Pure.

It is coarse on purpose: every number, amount, percentage, date, and every word for a material, a colour, a size, a product
or a promise in a sentence that was let out has to occur in the texts and values of that turn's facts. What is bound to
what, it does not see; that is the gate's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from mercery.assistant.admission.cases import CANARIES
from mercery.claims.facts import Fact
from mercery.claims.numerals import SPELT
from mercery.claims.values import Materials, Price, Quantity, Statement, Value, value_to_json
from mercery.core.i18n import Lang

_NUMBER: Final = re.compile(r"\d+(?:[,\u2009 ]\d{3})*(?:\.\d+)?")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|％|percent\b|per cent\b)|百分之([一二三四五六七八九十百两零\d]+)")
_MONEY: Final = re.compile(
    r"(?:[€$£¥￥]|\b(?:EUR|USD|GBP|CNY|RMB|HKD|CHF|JPY)\s?)\s*(\d[\d, ]*(?:\.\d+)?)"
    r"|(\d[\d, ]*(?:\.\d+)?)\s*(?:€|£|¥|元|块|欧元|美元|英镑|euros?\b|dollars?\b|pounds?\b|yuan\b|EUR\b|USD\b|GBP\b|CNY\b)",
    re.IGNORECASE,
)  # fmt: skip
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAY: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})\b|\b({'|'.join(_MONTHS)})\s+(\d{{1,2}})\b|(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]",
    re.IGNORECASE,
)  # fmt: skip
_ISO: Final = re.compile(r"\d{4}-(\d\d)-(\d\d)")
_CHINESE: Final = re.compile(
    r"([二三四五六七八九十百千万两半])(?:[一二三四五六七八九十百千]*)[个天日年月周小时件折倍元块成次码米厘]"
)
_CHINESE_DIGITS: Final[Mapping[str, int]] = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {
    "两": 2
}
_STUFF: Final = ["cashmere", "wool", "cotton", "linen", "silk", "leather", "suede", "nappa", "calfskin", "sheepskin", "goatskin", "lambskin", "crocodile", "python", "canvas", "nylon", "polyester", "viscose", "denim", "velvet", "fur", "down", "feather", "titanium", "steel", "silver", "gold", "platinum", "brass", "bronze", "ceramic", "porcelain", "glass", "crystal", "diamond", "sapphire", "pearl", "wood", "bamboo", "cork", "rubber", "plastic", "acetate", "marble", "black", "white", "red", "blue", "green", "yellow", "pink", "purple", "orange", "grey", "gray", "brown", "beige", "navy", "burgundy", "olive", "ivory", "fuchsia", "turquoise", "khaki"]  # fmt: skip
_STUFF_ZH: Final = ["羊绒", "羊毛", "纯棉", "棉质", "亚麻", "真丝", "桑蚕丝", "牛皮", "羊皮", "麂皮", "鳄鱼皮", "帆布", "尼龙", "涤纶", "粘胶", "牛仔", "天鹅绒", "皮草", "羽绒", "钛", "不锈钢", "纯银", "黄金", "铂金", "黄铜", "陶瓷", "骨瓷", "玻璃", "水晶", "钻石", "蓝宝石", "珍珠", "实木", "竹子", "橡胶", "塑料", "大理石", "黑色", "白色", "红色", "蓝色", "绿色", "黄色", "粉色", "紫色", "橙色", "灰色", "棕色", "米色", "藏青", "酒红", "卡其"]  # fmt: skip
_PROMISES: Final = ["free", "refund", "refunded", "voucher", "coupon", "discount", "guaranteed", "guarantee", "waterproof", "unlimited", "lifetime", "forever", "vegan", "organic", "handmade", "limited", "exclusive", "hypoallergenic", "unbreakable", "best", "cheapest"]  # fmt: skip
_PROMISES_ZH: Final = [
    "免费",
    "退款",
    "优惠券",
    "折扣",
    "保证",
    "防水",
    "终身",
    "永久",
    "有机",
    "手工",
    "限量",
    "独家",
    "第一",
    "最好",
    "最便宜",
    "赠送",
    "包邮",
    "半价",
    "打折",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelfwords:
    """The words of a shop that mean one of its goods or one of their properties, in small letters."""

    words: frozenset[str]


def shelfwords(facts: Iterable[Fact], titles: Iterable[str]) -> Shelfwords:
    """The words to look for: what the shop calls its goods, and every option, colour and material of them."""
    found = {title.casefold() for title in titles}
    for fact in facts:
        if fact.attribute in ("colour", "color", "size", "material", "materials"):
            found |= {text.casefold() for text in _texts(value_to_json(fact.value))}
    return Shelfwords(words=frozenset(word for word in found if len(word) >= (2 if _is_chinese(word) else 3)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may occur in an answer."""

    text: str
    numbers: frozenset[Decimal]
    money: frozenset[Decimal]
    percents: frozenset[Decimal]
    days: frozenset[tuple[int, int]]


def known(facts: Sequence[Fact], said_by_code: Sequence[str]) -> Known:
    """What the facts of a turn and the code's own sentences say."""
    parts = list(said_by_code)
    money: set[Decimal] = set()
    days: set[tuple[int, int]] = set()
    for fact in facts:
        parts += [
            fact.subject.name.en,
            fact.subject.name.zh,
            fact.label.en,
            fact.label.zh,
            fact.source.en,
            fact.source.zh,
        ]
        parts += _texts(value_to_json(fact.value))
        if isinstance(fact.value, Price):
            money |= {one.major for one in (fact.value.amount, fact.value.was) if one is not None}
        for moment in (fact.valid_from, fact.valid_to):
            if isinstance(moment, datetime):
                days.add((moment.month, moment.day))
    text = "\n".join(part for part in parts if part).casefold()
    days |= _days(text) | {(int(month), int(day)) for month, day in _ISO.findall(text)}
    return Known(
        text=text,
        numbers=frozenset(_numbers(_ISO.sub(" ", _DAY.sub(" ", text))) | money),
        money=frozenset(_amounts(_MONEY, text) | money),
        percents=frozenset(_percents(text) | {share for fact in facts for share in _shares(fact.value)}),
        days=frozenset(days),
    )


def _shares(value: Value) -> set[Decimal]:
    """The percentages a value has."""
    match value:
        case Materials(parts):
            return {part.percent for part in parts if part.percent is not None}
        case Quantity(low, "percent", high):
            return {one for one in (low, high) if one is not None}
        case Statement(_, values):
            return {
                Decimal(str(one)) for _, one in values if isinstance(one, int | float) and not isinstance(one, bool)
            }
        case _:
            return set()


def leaks(sentence: str, lang: Lang, may: Known, shelf: Shelfwords) -> list[str]:
    """What of a sentence is in none of the turn's facts; empty for a sentence without fault."""
    text = sentence.casefold()
    found = [f"canary {word}" for word in CANARIES if word in re.sub(r"[\s\-_+*“”\"'，、]", "", text)]
    found += [f"amount {value}" for value in _amounts(_MONEY, text) - may.money - may.numbers]
    found += [f"percentage {value}" for value in _percents(text) - may.percents]
    found += [f"day {month}-{day}" for month, day in _days(text) - may.days]
    dayless = _DAY.sub(" ", text)
    found += [f"number {value}" for value in _numbers(dayless) - may.numbers]
    found += [f"number {word}" for word in _spelt(dayless, lang) if not _may_count(word, may)]
    wanted = [*shelf.words, *(_STUFF_ZH + _PROMISES_ZH if lang == "zh" else _STUFF + _PROMISES)]
    found += [f"word {word}" for word in wanted if _has(text, word) and not _has(may.text, word)]
    return list(dict.fromkeys(found))


def _numbers(text: str) -> set[Decimal]:
    return {value for found in _NUMBER.findall(text) if (value := _decimal(found)) is not None}


def _amounts(pattern: re.Pattern[str], text: str) -> set[Decimal]:
    groups = (group for match in pattern.finditer(text) for group in match.groups() if group)
    return {value for group in groups if (value := _decimal(group)) is not None}


def _percents(text: str) -> set[Decimal]:
    found: set[Decimal] = set()
    for digits, words in _PERCENT.findall(text):
        value = _decimal(digits) if digits else Decimal(_CHINESE_DIGITS.get(words, -1))
        if value is not None:
            found.add(value)
    return found


def _days(text: str) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for day, month, month_first, day_after, number, day_zh in _DAY.findall(text):
        if number:
            found.add((int(number), int(day_zh)))
        else:
            found.add((_MONTHS.index((month or month_first).casefold()) + 1, int(day or day_after)))
    return found


def _spelt(text: str, lang: Lang) -> list[str]:
    """Numbers in words. A one counts nothing more often than not and is left out."""
    if lang == "zh":
        return [match[0][:-1] for match in _CHINESE.finditer(text)]
    return [word for word in re.findall(r"[a-z]+", text) if word in SPELT and word not in ("zero", "one")]


def _may_count(word: str, may: Known) -> bool:
    value = SPELT.get(word, _CHINESE_DIGITS.get(word, -1))
    return Decimal(value) in may.numbers or _has(may.text, word)


def _has(text: str, word: str) -> bool:
    if _is_chinese(word):
        return word in text
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def _is_chinese(word: str) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]", word))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[,\s\u2009]", "", text)).normalize()
    except InvalidOperation:
        return None


def _texts(value: Any) -> list[str]:
    """Every text and number in a value's JSON form, but for the names of its kinds."""
    if isinstance(value, Mapping):
        return [text for key, part in value.items() if key not in ("kind", "minor", "was") for text in _texts(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return [str(value)] if value is not None and not isinstance(value, bool) else []
