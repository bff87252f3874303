"""Words of a text as the index and a query know them: English words stemmed, Chinese cut by dictionary. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import rjieba
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from mercery.search.query.amounts import amounts, joined_amounts
from mercery.search.query.writing import plain

_RUNS: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+(?:['’][a-z]{1,2}\b)?")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_FOLD: Final = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()
_STEM: Final = (
    TextAnalyzerBuilder(Tokenizer.simple())
    .filter(Filter.lowercase())
    .filter(Filter.ascii_fold())
    .filter(Filter.stemmer("english"))
    .build()
)
_EMPTY_ENGLISH: Final = (
    "a an the and or of for to in on at by with from that which who is are be it its this these those my me i you your we our love loves likes should "
    "he she his her him them their some any one ones something anything everything size sizes looking look want wants need needs like would could can "
    "do does have has show find get give please thing things piece pieces product products buy shop as so but not nor if than about "
    "fits fit hold holds carry room s what how when where there now sell sold got best nice good great please"
)
_EMPTY_CHINESE: Final = (
    "的 了 吗 呢 吧 啊 和 与 或 是 有 在 我 我要 我想 想 想要 要 找 想找 给 给我 请 看看 一个 一件 一只 一款 一条 一双 这个 那个 "
    "什么 哪些 哪个 哪款 哪一款 哪种 能 可以 能够 需要 适合 商品 东西 款 的话 买 带 用 来 都 也 还 个 件 条 双 只 "
    "能放 能装 可放 可装 放 装 放得下 装得下 放进 正在 现在 目前 哪里 怎么 多少 卖 有没有"
)
EMPTY_WORDS: Final = frozenset([*_EMPTY_ENGLISH.split(), *_EMPTY_CHINESE.split()])
"""Words that say nothing about a product."""

_IRREGULAR: Final = {
    "scarves": "scarf", "shelves": "shelf", "knives": "knife", "leaves": "leaf", "halves": "half", "women": "woman",
    "men": "man", "children": "child", "feet": "foot", "geese": "goose",
    "wolves": "wolf", "loaves": "loaf", "mice": "mouse", "ladies": "lady", "pajamas": "pyjama", "pyjamas": "pyjama",
    "jewelry": "jewellery", "jewelery": "jewellery", "color": "colour", "colors": "colour", "gray": "grey",
    "perfume": "parfum", "perfumes": "parfum", "aluminum": "aluminium", "fiber": "fibre", "cozy": "cosy",
}  # fmt: skip
"""Plurals the stemmer does not bring back to their singular, and words that are spelt in two ways."""


_COMPOUND: Final = re.compile(r"(?<![\w-])[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,12}){1,2}(?![\w-])")
"""`t-shirt`, `WH-1000XM4`: found written together too."""


@dataclass(frozen=True, slots=True)
class Also:
    """Another way to say a word: all of `terms` together, worth `weight` of the word itself."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text. `term` is what the index compares; `start` and `end` are its place in the text."""

    surface: str
    term: str
    start: int
    end: int
    also: tuple[Also, ...] = ()
    """What else it may be called: a product with one of these has the word, with less weight."""

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese characters."""
        return is_chinese(self.term)


def is_chinese(text: str) -> bool:
    """Whether any character is Chinese."""
    return _CHINESE.search(text) is not None


def words(text: str) -> list[Word]:
    """The words of a query, in order, without overlap; an amount with its unit is one word (`13in`, `500ml`)."""
    same = plain(text)
    measured = list(amounts(same))
    found = [Word(text[one.start : one.end], one.term, one.start, one.end) for one in measured]
    for one in measured:
        same = same[: one.start] + " " * (one.end - one.start) + same[one.end :]
    for match in _RUNS.finditer(same):
        run, start = match.group(), match.start()
        pieces = [run] if not is_chinese(run) else rjieba.cut(run)
        for piece in pieces:
            end = start + len(piece)
            found.append(Word(text[start:end], piece if is_chinese(piece) else stem(piece), start, end))
            start = end
    return sorted((word for word in found if word.term), key=lambda word: word.start)


def key_of(text: str) -> str:
    """A word or phrase as one key: English words stemmed and separated by spaces, Chinese as it is written."""
    found = []
    for match in _RUNS.finditer(plain(text)):
        run = match.group()
        found.append(run if is_chinese(run) else stem(run))
    return " ".join(one for one in found if one)


def index_terms(text: str) -> Iterator[str]:
    """All terms under which `text` is to be found: Chinese words together with the shorter words inside them, amounts
    with their unit, and what a hyphen joins."""
    same = plain(text)
    for match in _RUNS.finditer(same):
        run = match.group()
        if is_chinese(run):
            yield from rjieba.cut_for_search(run)
        elif term := stem(run):
            yield term
    yield from joined_amounts(same)
    if "-" in same:
        yield from (stem(match.group().replace("-", "")) for match in _COMPOUND.finditer(same))


def grams(text: str) -> Iterator[str]:
    """Single and paired Chinese characters, for words the dictionary cuts otherwise."""
    for match in _RUNS.finditer(plain(text)):
        run = match.group()
        if is_chinese(run):
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The English stem in lower case without accents: `Satchels` is `satchel`, `carré` is `carr`."""
    plain = _without_possessive(word)
    return "".join(_STEM.analyze(_IRREGULAR.get(plain.lower(), plain))[:1])


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower case without accents, unstemmed."""
    return "".join(_FOLD.analyze(_without_possessive(word)))


def _without_possessive(word: str) -> str:
    return re.split(r"['’]", word)[0]
