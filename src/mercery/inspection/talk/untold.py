"""Which facts bear on a question and whether any of them was told: a question is left open by an untold fact. Pure.

A fact bears on a question where its name, or a piece of its value, has a word of the question that the message says nowhere
else, or where both are of one topic. It is told where a reply gives its amounts or a word of its content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.inspection.contradictions.pieces import UNIT_WORDS
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.terms import terms
from mercery.inspection.talk.answering import subject
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.topics import topics_of, words_of

ROOT: Final = 4
"""Signs of an English word that its forms share."""
_PIECE: Final = re.compile(r"[,，;；。、|(（)）]\s?|(?<![a-z])(?:but|and)(?![a-z])")
_KINDS: Final = frozenset({"goods", "claims", "comparison", "authority"})
"""What facts are for, of which a customer may ask."""
PLAIN: Final = words_of(
    "day days week time price cost order shop also whole please question thing kind way possible work 时间 问题 东西 这个 一个 直接 一般"
)
"""Words that say nothing of which thing is meant."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A fact, or the piece of it that bears on a question."""

    fact: Fact
    piece: str
    by_word: bool
    """Whether it has a word of the question, rather than its topic alone."""


_SUBORDINATE: Final = re.compile(r"(?<=[a-z]) (?:what|whatever|because|since|if|when|while|so) (?=[a-z]+ [a-z]).*$")
"""A clause that tells of something beside what is asked: "can I mix it with what the breeder gives"."""


def own_words(question: Question, others: Sequence[Question], rest: frozenset[str]) -> frozenset[str]:
    """The words only this question of the message has; `rest`: what the message says beside its questions."""
    core = words_of(_SUBORDINATE.sub("", question.plain)) or question.words
    return core & question.words - frozenset().union(*(one.words for one in others)) - rest - PLAIN


def bearing(question: Question, others: Sequence[Question], facts: Sequence[Fact]) -> list[Bearing]:
    """The facts that bear on this question and on no other of the message. A fact that only has the goods' name bears on it
    where no other does."""
    about = [fact for fact in facts if fact.kind in _KINDS and not THE_GOODS.match(fact.name)]
    words = own_words(question, others, frozenset())
    narrow = words - subject(question)
    found = _by_words(narrow, question, others, about) if narrow and narrow != words else []
    return found if any(one.by_word for one in found) else _by_words(words, question, others, about)


def _by_words(
    words: frozenset[str], question: Question, others: Sequence[Question], facts: Sequence[Fact]
) -> list[Bearing]:
    found = []
    topics = question.topics - frozenset().union(*(one.topics for one in others))
    topical = (
        [fact for fact in facts if topics & topics_of(fact.name)] if len(topics) <= (_FEW if others else 1) else []
    )
    for fact in facts:
        # What is asked outweighs the goods' name: "is the pump loud" is about noise, not about the pump's figures.
        if (not topical or fact in topical) and (_names(fact, words, others) or _by_sign(fact, words, others)):
            found.append(Bearing(fact, fact.value, True))
            continue
        pieces = [piece for piece in _PIECE.split(fact.value) if said(words, piece)]
        found += [Bearing(fact, piece.strip(), True) for piece in pieces]
        if not pieces and fact in topical:
            found.append(Bearing(fact, fact.value, False))
    return found


def _names(fact: Fact, words: frozenset[str], others: Sequence[Question]) -> bool:
    """Whether the fact's name has a word of this question alone."""
    return not any(fact.terms & terms(one.plain) for one in others) and said(words, fact.name)


def _by_sign(fact: Fact, words: frozenset[str], others: Sequence[Question]) -> bool:
    """Whether a short Chinese name shares a sign with this question alone: 开封 and 开袋以后, 研磨 and 磨成粉."""
    if not _SHORT_NAME.fullmatch(fact.name):
        return False
    signs = (set(fact.name) & {sign for word in words for sign in word}) - _COMMON
    return bool(signs) and not any(sign in one.plain for one in others for sign in signs)


_FEW: Final = 2
_SHORT_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_COMMON: Final = frozenset("大小多少上下有可能会要是的这那个款买用包装货商品子面色里外前后")
"""Signs that say nothing by themselves."""
THE_GOODS: Final = re.compile(
    r"^(?:商品|品名|产品|product|item|goods|customer|顾客|客户|verified|品类|今[天日]|today|now|date|日期|时间)$"
)
"""Names of facts that only say what is spoken of."""


def said(words: frozenset[str], text: str) -> bool:
    """Whether a text has one of the words, in any form."""
    here = words_of(text)
    roots = {word[:ROOT] for word in here if len(word) >= ROOT and word.isascii()}
    return any(
        word in here
        or (word.isascii() and len(word) >= ROOT and word[:ROOT] in roots)
        or (not word.isascii() and word in text)
        for word in words
    )


_DIGITS: Final = re.compile(r"\d{2,}(?:[.:]\d+)?")


def told(one: Bearing, question: Question, reply: str, facts: Sequence[Fact], asked: str) -> bool:
    """Whether a reply gives it: one of its amounts, or a word of its content that the question does not have. An amount of
    its measure that neither a fact nor the customer (`asked`) names is a wrong answer rather than none.
    """
    known = amounts(one.piece)
    here = amounts(reply)
    if any(mine.low == other.low and mine.high == other.high for mine in known for other in here):
        return True
    if set(_DIGITS.findall(one.piece)) & set(_DIGITS.findall(reply)):
        return True
    given = {mine.low for fact in facts for mine in fact.amounts} | {mine.low for mine in amounts(asked)}
    if any(mine.family == other.family and other.low not in given for mine in known for other in here):
        return True
    content = terms(one.piece) - terms(question.plain) - UNIT_WORDS
    elsewhere = frozenset().union(*(terms(f"{f.name} {f.value}") for f in facts if f is not one.fact))
    return said((content - elsewhere) or content, reply)


def touches(words: frozenset[str], topics: frozenset[str], reply: str) -> bool:
    """Whether a reply says one of the words or, in Chinese, one of their signs, or is of one of the topics."""
    signs = {sign for word in words if not word.isascii() for sign in word} - _EVERYDAY
    return said(words, reply) or bool(topics & topics_of(reply, True)) or any(sign in reply for sign in signs)


_EVERYDAY: Final = frozenset("的了吗呢么不没有是能会可要以你您我们这那个一下来去到在和还都也好就给")
"""Signs that any reply may hold."""
