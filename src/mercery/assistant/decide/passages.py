"""Finds the passage of a product's own text that speaks of what is asked, so that it can be repeated word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.assistant.goods import Goods
from mercery.assistant.turns import Command
from mercery.claims.facts import Fact
from mercery.claims.mentions import mentions
from mercery.claims.plan import Verdict
from mercery.claims.values import Text
from mercery.claims.wording import Voice
from mercery.knowledge.features import words

_NEGATIVE: Final = re.compile(r"\b(?:not|no|never|too small|without|cannot|can't)\b|不|无法|没有|放不下", re.I)
_LAPTOP: Final = re.compile(r"laptop|notebook|macbook|笔记本|电脑", re.I)
_WATER: Final = re.compile(r"water[- ]?(?:proof|resist|repell)|splash|\bswim|防水|泼水|溅水|游泳|\brain|淋雨", re.I)
_GENERIC: Final = frozenset(
    [
        "come",
        "have",
        "has",
        "with",
        "bag",
        "watch",
        "piece",
        "product",
        "item",
        "fit",
        "go",
        "use",
        "make",
        "good",
        "it",
        "one",
        "many",
        "much",
        "long",
        "how",
        "does",
        "is",
        "are",
        "big",
        "款",
        "个",
        "商品",
        "产品",
        "东西",
        "这款",
        "这个",
        "包",
        "怎么样",
        "多少",
        "什么",
        "有",
        "没有",
        "能",
        "可以",
        "是不是",
    ]
)
_SENTENCES: Final = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|;\s*")
Passage = tuple[Fact, str, Verdict | None]


def passage_about(
    command: Command, goods: Goods, voice: Voice, *, among: Sequence[str] = ("notes", "description")
) -> Passage | None:
    """The best passage and, for laptops, the yes or no it states; None when no passage speaks of it."""
    best: tuple[float, Passage] | None = None
    for fact in (fact for name in among for fact in goods.of(name)):
        if not isinstance(fact.value, Text) or not (source := fact.value.words.text(voice.lang)):
            continue
        for sentence in (piece.strip() for piece in _SENTENCES.split(source) if piece.strip()):
            score, verdict = _fits(command, sentence, goods)
            if score > 0 and (best is None or score > best[0]):
                best = (score, (fact, sentence.rstrip(".。;；"), verdict))
    return best[1] if best else None


def _fits(command: Command, sentence: str, goods: Goods) -> tuple[float, Verdict | None]:
    if command.topic == "laptop":
        return _laptop(command, sentence)
    if command.topic == "water":
        return (1.0, None) if _WATER.search(sentence) else (0.0, None)
    asked = _content(command.text, goods)
    shared = asked & set(words(sentence))
    share = len(shared) / len(asked) if asked else 0.0
    return (share if share >= 0.5 else 0.0), None


def _laptop(command: Command, sentence: str) -> tuple[float, Verdict | None]:
    """`Fits a 13-inch laptop` answers for 13 inches and smaller; `a 13-inch laptop does not fit` for 13 and larger."""
    if not _LAPTOP.search(sentence):
        return 0.0, None
    stated = [one for one in mentions(sentence) if one.unit == "in"]
    asked = command.asked.amount if command.asked else None
    if not stated or asked is None or asked.unit != "in":
        return 0.5, None
    refused = bool(_NEGATIVE.search(sentence))
    if refused:
        return 1.0, ("no" if asked.value >= stated[0].value else None)
    return 1.0, ("yes" if asked.value <= stated[0].value else None)


def _content(text: str, goods: Goods) -> set[str]:
    """The telling words of a question, without the product's own name."""
    own = set(words(f"{goods.product.title.en} {goods.product.title.zh}"))
    return {word for word in words(text) if word not in own and word not in _GENERIC and len(word) > 1}
