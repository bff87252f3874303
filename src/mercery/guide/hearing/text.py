"""A message made plain for hearing: one width and one script, numbers in digits, cut into tokens and clauses. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mercery.claims.mentions import Mention, mentions
from mercery.claims.numerals import SPELT, read_number
from mercery.core.chinese import simplified
from mercery.search.query.writing import typed
from mercery.search.words import fold

LONGEST: Final = 1_000
"""Characters of a message that are heard."""
_PLAIN_SIGNS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "~": "-", "～": "-", "鍊": "链"})  # fmt: skip

_DASH: Final = re.compile(r"(?<!\d)\s+-+\s+(?!\d)|(?<=[^\d\s])--+(?=[^\d\s])")
"""A dash between words parts them as a comma does."""
_IS: Final = re.compile(r"(?<=[a-z])'s(?= (?:out|a no|not|too|off|no good)\b)", re.IGNORECASE)
_SHORT: Final = tuple(
    (re.compile(rf"(?<![A-Za-z]){short}(?![A-Za-z])", re.IGNORECASE), long)
    for short, long in (
        (r"w/o", "without"), (r"w/", "with "), (r"smth|sth", "something"), (r"pls|plz", "please"), (r"b/c|bc|cuz|cos", "because"),
        (r"bday", "birthday"), (r"rly", "really"), (r"u", "you"), (r"r", "are"), (r"hubby", "husband"), (r"gf", "girlfriend"), (r"bf", "boyfriend"),
    )
)  # fmt: skip
"""What people write short."""

# --- numbers -------------------------------------------------------------------------------------------------------
_MONEY_SIGN: Final = r"(?:€|£|\$|¥|eur|euros?|usd|gbp|cny|rmb|chf|欧|元|块)"
_GROUPED: Final = re.compile(
    rf"(?:(?<=€)|(?<=€ )|(?<=[$£¥])|(?<![\d.,]))(\d{{1,3}})((?:[. '’]\d{{3}})+)(?=\s?{_MONEY_SIGN})|(?<=€)(\d{{1,3}})((?:[.]\d{{3}})+)(?!\d)",
    re.IGNORECASE,
)
_THOUSAND: Final = re.compile(r"(?<![A-Za-z0-9])([€£$¥]?)(\d+(?:[.,]\d{1,2})?)\s?(?:k|grand)(?![A-Za-z0-9])", re.IGNORECASE)  # fmt: skip
_WORDS_OF_NUMBERS: Final = {**SPELT, "thousand": 1000, "grand": 1000, "dozen": 12}
_HALVES: Final = {word: value for word, value in SPELT.items() if value < 20}
_AND_A_HALF: Final = re.compile(
    rf"\b({'|'.join(sorted(_HALVES, key=len, reverse=True))}|\d{{1,2}}) and a half\b", re.IGNORECASE
)
_DIGIT_WORDS: Final = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
_WORD: Final = "|".join(sorted(_WORDS_OF_NUMBERS, key=len, reverse=True))
_SPELT_NUMBER: Final = re.compile(
    rf"(?<![A-Za-z])(?:(?:half )?an? (?:couple(?: of)? )?(?=hundred|thousand|grand|dozen))?(?:{_WORD})"
    rf"(?:(?:[ -]|\s+and\s+)(?:{_WORD}))*(?![A-Za-z])",
    re.IGNORECASE,
)
_UNIT_AFTER: Final = re.compile(
    r"\s?(?:-\s?)?(?:€|£|\$|euros?|eur\b|pounds?|quid|dollars?|bucks|yuan|rmb|cm\b|mm\b|m\b|metres?|meters?|inch(?:es)?|"
    r"g\b|grams?|kg\b|kilos?|litres?|liters?|ml\b|hours?|carats?|years?|yrs?|year|months?|or less|max|at most|tops)",
    re.IGNORECASE,
)
_ONE_UNIT: Final = re.compile(
    r"\b(?P<bound>at least|at most|over|under|below|above|about|around|up to|than|within|max|maximum) (?P<half>half )?an? (?=(?:metre|meter|kilo|kilogram|litre|liter|kg|inch|foot)s?\b)",
    re.IGNORECASE,
)
"""At least a metre."""
_ZH_HALF_UNIT: Final = re.compile(r"半(?=升|米|公斤|千克|斤)")
_ZH_SIGNS: Final = "零〇一二两俩三四五六七八九十百千万"
_ZH_UNIT: Final = (
    r"(?:多|来|几|把)?\s?(?:欧|元|块|人民币|rmb|cny|美|镑|英镑|刀|日元|港|克|公斤|斤|千克|厘米|公分|毫米|米|寸|英寸|升|毫升|岁|周岁|"
    r"码|号|小时|以内|以下|之内|内|以上|左右|上下|起|封顶|出头|之间|到|至|打底|为限|往上|往下|够了)"
)
_ZH_BEFORE: Final = r"(?:最多|不超过|预算|最少|至少|低于|高于|超过|不到|少于|多于|别超过|顶多|上限|欧元|人民币|欧|大概|大约|控制在|从|到|至|[-])"
_ZH_RANGE: Final = re.compile(r"([一二两三四五六七八九])([二两三四五六七八九])([十百千万])(?![百千万])")
_ZH_NUMBER: Final = re.compile(
    rf"(?:(?<![{_ZH_SIGNS}大小]))(?P<zh>[{_ZH_SIGNS}]{{1,10}})(?={_ZH_UNIT})|{_ZH_BEFORE}(?P<after>[{_ZH_SIGNS}]{{2,10}})"
    rf"|(?<![{_ZH_SIGNS}])(?P<bare>[一二两三四五六七八九][百千万][{_ZH_SIGNS}]{{0,7}})"
)
_ZH_MIXED: Final = re.compile(r"(\d+(?:\.\d+)?)\s?([百千万wW])(\d)?(?![A-Za-z])")
_ZH_HALF: Final = re.compile(r"([一二三四五六七八九]|\d{1,2})\s?([码号])半")
_ZH_METRE: Final = re.compile(r"(\d)\s?米\s?(\d|[一二三四五六七八九])(?!\d|[十百]|\s?[厘毫])")
_ZH_JIN: Final = re.compile(r"(\d+(?:\.\d+)?)\s?斤")

_STEPS: Final = {"百": 100, "千": 1000, "万": 10_000, "w": 10_000}


@dataclass(frozen=True, slots=True)
class Token:
    """A Latin word, a number, a Chinese character or a sign. `norm` is what lexicons compare."""

    norm: str
    start: int
    end: int

    @property
    def word(self) -> bool:
        """Whether it is no sign."""
        return self.norm[0].isalnum()


@dataclass(frozen=True, slots=True)
class Plain:
    """A message as hearing reads it."""

    text: str
    """Numbers in digits, one width, simplified characters; upper and lower case as written."""
    low: str
    tokens: tuple[Token, ...]

    def said(self, start: int, end: int) -> str:
        """The words between two places."""
        return self.text[start:end].strip()


def plain(message: str) -> Plain:
    """`message` made plain."""
    text = simplified(
        unicodedata.normalize("NFKC", typed(message[:LONGEST]).replace("\u2014", " - ")).translate(_PLAIN_SIGNS)
    )
    text = _IS.sub(" is", _DASH.sub(", ", text))
    for short, long in _SHORT:
        text = short.sub(long, text)
    text = _digits(text)
    low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return Plain(text=text, low=low, tokens=tuple(_tokens(low)))


_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[a-zà-öø-ÿœšž]+(?:'[a-z]+)?|[\u3400-\u9fff]|[^\s\w'-]|-", re.IGNORECASE)


def _tokens(low: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(low):
        text = match.group()
        if text == "-":
            continue
        yield Token("and" if text == "&" else norm_of(text), match.start(), match.end())


_KEPT_PLURALS: Final = frozenset(
    [
        "glasses",
        "pants",
        "jeans",
        "shorts",
        "trousers",
        "tights",
        "clothes",
        "heels",
        "flats",
        "shades",
        "frames",
        "slides",
        "hoops",
        "studs",
        "sheets",
        "pumps",
        "boxers",
        "briefs",
        "slacks",
        "spirits",
        "his",
        "this",
        "is",
        "was",
        "has",
        "as",
        "us",
        "yes",
        "plus",
        "less",
        "canvas",
        "dress",
        "bus",
        "gas",
        "mens",
        "womens",
        "always",
        "perhaps",
        "across",
        "tennis",
        "leggings",
        "joggers",
        "pyjamas",
        "pajamas",
        "lens",
        "bless",
        "loss",
        "boss",
        "class",
        "glass",
        "brass",
        "cross",
        "grass",
        "press",
        "chess",
        "moss",
        "swiss",
        "paris",
        "cups",
        "christmas",
        "thus",
        "its",
        "toss",
        "does",
        "goes",
        "buds",
        "news",
        "series",
        "species",
        "chips",
        "trunks",
        "clogs",
        "mules",
        "oxfords",
        "brogues",
        "derbies",
        "ladies",
    ]
)
_IRREGULAR: Final = {
    "women": "woman", "men": "man", "children": "child", "scarves": "scarf", "wives": "wife", "knives": "knife", "shelves": "shelf",
    "watches": "watch", "dresses": "dress", "brushes": "brush", "boxes": "box", "glasses": "glasses", "feet": "foot", "shoes": "shoe",
    "womens": "woman", "mens": "man", "colours": "colour", "colors": "colour", "color": "colour", "gray": "grey", "jewelry": "jewellery",
    "jewels": "jewel", "aluminum": "aluminium", "ladies": "lady", "accessories": "accessory", "moisturizer": "moisturiser", "mom": "mum",
    "mommy": "mum", "mummy": "mum", "pajamas": "pyjamas", "loafer's": "loafer", "cm": "cm", "lens": "lens", "lenses": "lens", "fiancee": "fiancee",
    "polarized": "polarised", "noise-canceling": "noise-cancelling", "canceling": "cancelling", "woolen": "woollen", "waterproofed": "waterproof",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def norm_of(word: str) -> str:
    """A word as lexicons have it: lower case without accents, singular, `n't` joined, other endings after `'` gone."""
    if not word[0].isascii() and not word[0].isalpha():
        return word
    if word[0].isdigit():
        return word.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word) else word.replace(",", ".")
    low = word.lower()
    if "'" in low:
        head, _, tail = low.partition("'")
        low = head if tail == "s" or not tail else head + tail
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    low = fold(low) if not low.isascii() else low
    if low in _KEPT_PLURALS or len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return low
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + ("ie" if low in ("beanies", "hoodies", "booties", "wellies") else "y")
    if low.endswith(("ches", "shes", "xes", "sses", "zes")):
        return low[:-2]
    return low[:-1]


@lru_cache(maxsize=256)
def amounts_in(text: str, year: int = 2026) -> tuple[Mention, ...]:
    """The amounts, days and measures of a text."""
    return tuple(mentions(text, year=year))


_BEFORE: Final = 60
_AFTER: Final = 40


def around(text: str, one: Mention) -> tuple[str, str]:
    """What stands just before and after an amount: as far as words can bear on it."""
    return text[max(one.start - _BEFORE, 0) : one.start], text[one.end : one.end + _AFTER]


def units(surface: str) -> tuple[str, ...]:
    """A surface of a lexicon as the norms of its tokens."""
    low = unicodedata.normalize("NFKC", surface).translate(_PLAIN_SIGNS).lower()
    return tuple(token.norm for token in _tokens(low) if token.word)


def _digits(text: str) -> str:
    text = _GROUPED.sub(lambda found: re.sub(r"\D", "", found.group()), text)
    text = _THOUSAND.sub(lambda found: found[1] + _times(found[2], 1000), text)
    text = _AND_A_HALF.sub(lambda found: f"{_HALVES.get(found[1].lower(), found[1])}.5", text)
    text = _ONE_UNIT.sub(lambda found: f"{found['bound']} {'0.5' if found['half'] else '1'} ", text)
    text = _ZH_HALF_UNIT.sub("0.5", text)
    text = _SPELT_NUMBER.sub(lambda found: _spelt(found, text), text)
    text = _ZH_RANGE.sub(lambda found: f"{_zh(found[1] + found[3])}-{_zh(found[2] + found[3])}", text)
    text = _ZH_MIXED.sub(_mixed, text)
    text = _ZH_HALF.sub(lambda found: f"{_zh(found[1]) if found[1] in _ZH_SIGNS else found[1]}.5{found[2]}", text)
    text = _ZH_NUMBER.sub(_zh_number, text)
    text = _ZH_METRE.sub(lambda found: f"{found[1]}.{_zh(found[2]) if found[2] in _ZH_SIGNS else found[2]}米", text)
    return _ZH_JIN.sub(lambda found: f"{_times(found[1], 500)}克", text)


def _times(number: str, factor: int) -> str:
    return f"{Decimal(number.replace(',', '.')) * factor:f}".rstrip("0").rstrip(".") if "." in number or "," in number else str(int(number) * factor)  # fmt: skip


def _spelt(found: re.Match[str], text: str) -> str:
    """English words of a number; small ones only before a unit, since "a red one" counts nothing."""
    words = re.split(r"[\s-]+", found.group().lower())
    if len(words) >= 2 and words[0] in _DIGIT_WORDS and _WORDS_OF_NUMBERS.get(words[1], 0) in range(10, 100):
        # "Three-fifty" is 350.
        words = [words[0], "hundred", *words[1:]]
    total, part = Decimal(0), Decimal(0)
    for word in words:
        if word in ("and", "of", "a", "an"):
            continue
        if word == "half":
            part = Decimal("0.5")
        elif word == "couple":
            part = Decimal(2)
        elif word in ("hundred", "dozen"):
            part = (part or Decimal(1)) * _WORDS_OF_NUMBERS[word]
        elif word in ("thousand", "grand"):
            total, part = total + (part or Decimal(1)) * 1000, Decimal(0)
        else:
            part += _WORDS_OF_NUMBERS[word]
    value = total + part
    if value < 20 and not _UNIT_AFTER.match(text, found.end()):
        return found.group()
    return f"{value.normalize():f}"


def _zh(signs: str) -> str:
    return f"{read_number(signs.replace('俩', '两')):f}"


def _zh_number(found: re.Match[str]) -> str:
    signs = found["zh"] or found["after"] or found["bare"]
    if signs in ("万", "零", "〇", "俩", "十", "百") and not found["zh"]:
        return found.group()
    value = {"千": "1000", "百": "100", "万": "10000"}.get(signs) or _zh(signs)
    return found.group().replace(signs, value)


def _mixed(found: re.Match[str]) -> str:
    step = _STEPS[found[2].lower()]
    value = Decimal(found[1]) * step + (int(found[3]) * step // 10 if found[3] else 0)
    return f"{value.normalize():f}"
