"""What retrieval sees of a text: word stems, ideas, places and character n-grams, each with its own weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

import rjieba
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from mercery.knowledge.concepts import ASPECTS, CONCEPTS
from mercery.knowledge.places import group, places_in
from mercery.knowledge.synonyms import SYNONYMS

_STEM: Final = (
    TextAnalyzerBuilder(Tokenizer.simple())
    .filter(Filter.lowercase())
    .filter(Filter.ascii_fold())
    .filter(Filter.stemmer("english"))
    .build()
)
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_EMPTY: Final = frozenset(
    [
        *[
            "a",
            "an",
            "the",
            "and",
            "or",
            "of",
            "for",
            "to",
            "in",
            "on",
            "at",
            "by",
            "with",
            "from",
            "that",
            "is",
            "are",
            "be",
            "been",
            "am",
            "it",
            "its",
            "this",
            "these",
            "those",
            "my",
            "me",
            "i",
            "you",
            "your",
        ],
        *[
            "we",
            "our",
            "he",
            "she",
            "they",
            "them",
            "do",
            "does",
            "did",
            "have",
            "has",
            "had",
            "can",
            "could",
            "will",
            "would",
            "should",
            "may",
            "so",
            "if",
            "as",
            "but",
            "not",
            "just",
            "please",
            "pls",
        ],
        *[
            "what",
            "which",
            "who",
            "there",
            "any",
            "some",
            "get",
            "got",
            "want",
            "need",
            "like",
            "u",
            "ur",
            "im",
            "id",
            "ive",
            "hi",
            "hello",
            "hey",
            "thank",
            "thanks",
            "too",
            "also",
        ],
        *[
            "的",
            "了",
            "吗",
            "呢",
            "吧",
            "啊",
            "呀",
            "和",
            "与",
            "是",
            "有",
            "在",
            "我",
            "你",
            "你们",
            "我们",
            "您",
            "请问",
            "一下",
            "那",
            "这",
            "这个",
            "那个",
            "就",
            "都",
            "也",
            "还",
            "要",
            "能",
            "可以",
            "会",
            "想",
            "给",
        ],
    ]
)

IDEA_WEIGHT: Final = 2.5
ASPECT_WEIGHT: Final = 2.0
FORM_WEIGHT: Final = 0.8
"""The mere form of a question (how, whether, where) tells little."""
SENSE_WEIGHT: Final = 1.0
PLACE_WEIGHT: Final = 2.2
GRAM_WEIGHT: Final = 0.45
_TEXTS_KEPT: Final = 256
"""Of the messages in hand and of the names of policies and answers, which every message is held against."""


def ideas_in(text: str) -> frozenset[str]:
    """The ideas of `concepts` the text carries."""
    return _carried(text)


def aspects_in(text: str) -> frozenset[str]:
    """What about a subject the text asks: its cost, who pays, how, where."""
    return _asked_about(text)


@lru_cache(maxsize=_TEXTS_KEPT)
def _carried(text: str) -> frozenset[str]:
    return _named(text, _ideas())


@lru_cache(maxsize=_TEXTS_KEPT)
def _asked_about(text: str) -> frozenset[str]:
    return _named(text, _aspects())


Patterns = tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]


def _named(text: str, patterns: Patterns) -> frozenset[str]:
    low = text.lower()
    return frozenset(name for name, english, chinese in patterns if english.search(low) or chinese.search(low))


@cache
def _ideas() -> Patterns:
    return _compiled(CONCEPTS)


@cache
def _aspects() -> Patterns:
    return _compiled(ASPECTS)


def _compiled(table: Iterable[tuple[str, str, str]]) -> Patterns:
    return tuple(
        (name, re.compile(rf"(?<![a-z])(?:{english})(?![a-z])", re.ASCII), re.compile(chinese))
        for name, english, chinese in table
    )


def features(text: str) -> dict[str, float]:
    """Feature name to weight, before rarity is counted in."""
    found: dict[str, float] = {}
    for word, count in Counter(words(text)).items():
        found[f"w:{word}"] = 1.0 + 0.3 * (count - 1)
    for idea in ideas_in(text):
        found[f"c:{idea}"] = IDEA_WEIGHT
    for aspect in aspects_in(text):
        found[f"a:{aspect}"] = FORM_WEIGHT if aspect.startswith("ask_") else ASPECT_WEIGHT
    for sense in _senses(text):
        found[f"s:{sense}"] = SENSE_WEIGHT
    for code in places_in(text):
        found[f"p:{group(code)}"] = PLACE_WEIGHT
        found["c:place"] = 1.0
    for gram in _grams(text):
        found[f"g:{gram}"] = GRAM_WEIGHT
    return found


def words(text: str) -> list[str]:
    """Stems of English words and Chinese words, without empty ones."""
    latin = _CHINESE.sub(" ", text)
    stems = [word for word in _STEM.analyze(latin) if word not in _EMPTY]
    chinese = [word for run in _CHINESE.findall(text) for word in rjieba.cut(run) if word not in _EMPTY]
    return stems + chinese


def _senses(text: str) -> set[str]:
    """The groups of synonyms of which the text holds a word."""
    english, chinese = _groups()
    low = text.lower()
    found = {group for word in _STEM.analyze(_CHINESE.sub(" ", text)) for group in english.get(word, ())}
    if _CHINESE.search(text):
        found |= {group for word, groups in chinese.items() if word in low for group in groups}
    return found


@cache
def _groups() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """English stem and Chinese word to the groups they stand in; a group is called by its first word."""
    english: dict[str, tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    for line in SYNONYMS.strip().splitlines():
        left, _, right = line.partition("|")
        name = left.split()[0]
        for word in left.split():
            for stem in _STEM.analyze(word):
                english[stem] = tuple(dict.fromkeys((*english.get(stem, ()), name)))
        for word in right.split():
            chinese[word] = tuple(dict.fromkeys((*chinese.get(word, ()), name)))
    return english, chinese


def _grams(text: str) -> set[str]:
    """Chinese: one to three characters. Latin: three to four letters inside words, which forgives misspellings."""
    low = text.lower()
    grams = {run[i : i + n] for run in _CHINESE.findall(low) for n in (1, 2, 3) for i in range(len(run) - n + 1)}
    for word in re.findall(r"[a-z0-9]+", low):
        if word not in _EMPTY:
            padded = f"<{word}>"
            grams |= {padded[i : i + n] for n in (3, 4) for i in range(len(padded) - n + 1)}
    return grams
