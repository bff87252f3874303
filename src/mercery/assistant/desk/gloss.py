"""A text as a row of canonical words: English as it is, Chinese words for goods and options as what they mean, numbers
with their unit. Catalogue values are read by the same eyes, so that both sides meet in one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from mercery.assistant.desk.lexicon.goods import chinese_goods, english_goods
from mercery.assistant.desk.lexicon.options import EMPTY_UNITS, chinese_values, same_forms, unit_names

TokenKind = Literal["word", "number", "goods", "not", "sep", "other", "id"]
_NOT_EN: Final = frozenset(("no", "not", "non", "without", "none", "isnt", "nothing", "neither", "dont", "un"))
_NOT_ZH: Final = ("没有", "不带", "不要", "不含", "不是", "非", "不", "无", "没")
_LINKS_ZH: Final = ("以及", "还有", "另外", "顺便", "并且", "而且", "然后", "和", "跟", "与", "及", "、")
_FILLERS_ZH: Final = "的款色那这台个只把张件条双套种型号版规格"
_NUMERALS: Final = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10"}  # fmt: skip
_WORD_NUMBERS: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
}  # fmt: skip
_ID: Final = re.compile(r"[\w.+-]+@[\w.-]+|#\s?\w+|(?<![a-z0-9])[a-z]{1,3}\d{5,}|(?<!\d)\d{7,}", re.I)
_NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s?[-–~]\s?(\d+(?:\.\d+)?))?")
_WORD: Final = re.compile(r"[a-z]+(?:['-][a-z0-9]+)*\d*[a-z]*", re.I)
_UNIT_WORD: Final = re.compile(r"\s?-?\s?([a-z]+|%|°|\"|''|')", re.I)


@dataclass(frozen=True, slots=True)
class Token:
    """One canonical word and where it stands in the text."""

    word: str
    start: int
    end: int
    kind: TokenKind = "word"
    nouns: tuple[str, ...] = ()
    """For goods: the nouns the word may mean."""


def plain(text: str) -> str:
    """Lower case, full-width signs made narrow, one kind of quotation mark; positions stay comparable to themselves."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return text.lower().replace("。", ".").replace("；", ";")


def stem(word: str) -> str:
    """English plural to singular, the same way for everybody."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


@lru_cache(maxsize=20_000)
def gloss(text: str) -> tuple[Token, ...]:
    """The tokens of a text already made `plain`."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        token, at = _next(text, at)
        if token is not None:
            found.append(token)
    return tuple(_goods(_counted([part for token in found for part in _parts(token)])))


def _parts(token: Token) -> list[Token]:
    """A Chinese word that is several English ones, as those."""
    if token.kind != "word" or " " not in token.word:
        return [token]
    return [Token(word, token.start, token.end) for word in token.word.split()]


def compact(words: tuple[str, ...] | list[str]) -> str:
    """Words as one: `over` `ear` and `over-ear` are the same, so are `grey` and `gray`."""
    joined = "".join(words)
    forms = same_forms()
    return forms.get(joined) or "".join(forms.get(word, word) for word in words)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a label."""
    return tuple(
        part for token in gloss(plain(text)) if token.kind not in ("sep", "other") for part in token.word.split()
    )


def _next(text: str, at: int) -> tuple[Token | None, int]:
    sign = text[at]
    if sign.isspace() or sign == "+":
        return None, at + 1
    if found := _ID.match(text, at):
        return Token(found[0], at, found.end(), "id"), found.end()
    if "\u3400" <= sign <= "\u9fff":
        return _chinese(text, at)
    if sign.isdigit() and not _longest(text, at, mixed_words()):
        return _number(text, at)
    if longest := _longest(text, at, mixed_words()):
        return _of_table(longest, at), at + len(longest)
    if found := _WORD.match(text, at):
        word = found[0].replace("'", "")
        parts = word.split("-")
        if parts[0] in ("non", "no", "not") and len(parts) > 1:
            return Token("not", at, at + len(parts[0]), "not"), at + len(parts[0]) + 1
        joined = stem(word.replace("-", ""))
        if joined in _NOT_EN:
            return Token("not" if joined in ("no", "without") else joined, at, found.end(), "not"), found.end()
        return Token(joined, at, found.end()), found.end()
    return Token(sign, at, at + 1, "sep" if sign in ",;.!?/\n:、()" else "other"), at + 1


def _number(text: str, at: int) -> tuple[Token, int]:
    found = _NUMBER.match(text, at)
    assert found is not None
    number, end = found[1].replace(",", ""), found.end()
    if found[2]:
        number += f"-{found[2]}"
    unit, end = _unit(text, end)
    return Token(number + unit, at, end, "number"), end


def _unit(text: str, at: int) -> tuple[str, int]:
    names = unit_names()
    found = _UNIT_WORD.match(text, at)
    if found and found[1] in names and not (found[1] in ("in", "g", "t", "m", "k", "p", "'") and found[0][0] == " "):
        unit = names[found[1]]
        return ("" if unit in EMPTY_UNITS else unit), found.end()
    start = at + 1 if text[at : at + 1] == " " else at
    longest = _longest(text, start, _chinese_units())
    if longest:
        unit = names[longest]
        return ("" if unit in EMPTY_UNITS else unit), start + len(longest)
    return "", at


def _chinese(text: str, at: int) -> tuple[Token | None, int]:
    if text[at] in _NUMERALS and (unit := _unit(text, at + 1))[1] > at + 1:
        return Token(_NUMERALS[text[at]] + unit[0], at, unit[1], "number"), unit[1]
    longest = _longest(text, at, chinese_words())
    for word in _NOT_ZH:
        if text.startswith(word, at) and len(word) >= len(longest):
            return Token("not", at, at + len(word), "not"), at + len(word)
    for word in _LINKS_ZH:
        if text.startswith(word, at) and len(word) >= len(longest):
            return Token("and", at, at + len(word), "sep"), at + len(word)
    if longest:
        return _of_table(longest, at), at + len(longest)
    if text[at] in _FILLERS_ZH:
        return None, at + 1
    return Token(text[at], at, at + 1, "other"), at + 1


def _of_table(word: str, at: int) -> Token:
    nouns = chinese_goods().get(word) or _mixed_goods().get(word)
    if nouns:
        return Token(word, at, at + len(word), "goods", nouns)
    value = chinese_values().get(word) or _mixed_values()[word]
    parts = [stem(part) for part in value.replace("-", "").split()]
    return Token(" ".join(parts), at, at + len(word))


def _longest(text: str, at: int, table: frozenset[str]) -> str:
    for size in range(min(8, len(text) - at), 0, -1):
        if text[at : at + size] in table:
            return text[at : at + size]
    return ""


@cache
def chinese_words() -> frozenset[str]:
    """Words that begin with a Chinese character."""
    return frozenset(word for word in (*chinese_goods(), *chinese_values()) if "\u3400" <= word[0] <= "\u9fff")


@cache
def mixed_words() -> frozenset[str]:
    """Words that begin in Latin letters and go on in Chinese (T恤, SD卡), in lower case."""
    return frozenset((*_mixed_goods(), *_mixed_values()))


@cache
def _mixed_goods() -> dict[str, tuple[str, ...]]:
    return {word.lower(): nouns for word, nouns in chinese_goods().items() if word[0].isascii()}


@cache
def _mixed_values() -> dict[str, str]:
    return {word.lower(): en for word, en in chinese_values().items() if word[0].isascii() and not word.isascii()}


@cache
def _chinese_units() -> frozenset[str]:
    return frozenset(name for name in unit_names() if "\u3400" <= name[0] <= "\u9fff")


def _counted(tokens: list[Token]) -> list[Token]:
    """`two cups` as `2cup`."""
    names = unit_names()
    found: list[Token] = []
    for token in tokens:
        if found and found[-1].word in _WORD_NUMBERS and found[-1].kind == "word":
            unit = names.get(token.word) or names.get(token.word + "s")
            if unit and unit not in EMPTY_UNITS and len(token.word) > 1:
                last = found.pop()
                found.append(Token(_WORD_NUMBERS[last.word] + unit, last.start, token.end, "number"))
                continue
        found.append(token)
    return found


def _goods(tokens: list[Token]) -> list[Token]:
    """English nouns for goods, the longest first; their words stay readable as words of a value."""
    found: list[Token] = []
    table = _english_table()
    at = 0
    while at < len(tokens):
        for size in (3, 2, 1):
            part = tokens[at : at + size]
            if len(part) == size and all(token.kind == "word" for token in part):
                words = [word for token in part for word in token.word.split()]
                nouns = table.get("".join(words))
                if nouns:
                    found.append(Token(" ".join(words), part[0].start, part[-1].end, "goods", nouns))
                    at += size
                    break
        else:
            found.append(tokens[at])
            at += 1
    return found


@cache
def _english_table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name, nouns in english_goods().items():
        key = "".join(stem(part) for part in name.replace("-", "").split())
        table[key] = tuple(dict.fromkeys((*table.get(key, ()), *nouns)))
    return table


@lru_cache(maxsize=5_000)
def noun_words(noun: str) -> frozenset[str]:
    """A noun's words, without recognising goods in them."""
    return frozenset(stem(part) for part in noun.lower().replace("-", "").split())
