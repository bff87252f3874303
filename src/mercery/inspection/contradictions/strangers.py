"""A colour, material, carrier, place or day that nobody named, where a fact names others of its group.

As with figures (`figures.py`) it is asked first whether anything explains the word: a fact, the customer, or what was said before.
In talk without fault hardly any word of a group is unexplained (four in 670 conversations) where a fact names another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.words_of_a_group import (
    PART,
    affirmed,
    another_is_known,
    named_of,
    strangers,
    told_of_these,
)
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.groups import OPEN, by_group, hits
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_NOT_OF_GOODS: Final = frozenset(
    {
        "payer", "letter_size", "fit", "place_of_use", "skin", "channel", "handover", "condition", "season", "side", "language",
        "refund_route", "hardness", "audience", "life_stage", "frame", "cover", "finish", "scope", "origin_kind", "licence",
    }
)  # fmt: skip
"""Groups whose words are said of much else, or are paired by a reading of their own."""
_OF_OTHERS: Final = re.compile(
    r"(?<![a-z])(?:he|she|his|her|colleague|neighbou?r|friend|they took)(?![a-z])|[他她]|同事|邻居|朋友|以前|之前|上次"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first clause with such a word, held against the only fact that names others of its group."""
    heard = by_group(f"{saying.customer} {saying.agent}")
    for clause in saying.clauses:
        if not told_of_these(clause) or _OF_OTHERS.search(clause.sentence_text):
            continue
        for group in by_group(clause.text):
            if group in _NOT_OF_GOODS or _of_another_thing(saying, clause, group):
                continue
            said = named_of(saying, clause.text, group) - heard.get(group, frozenset())
            fact = _against(saying, group, said, clause) if said else None
            if fact is not None:
                yield contradiction(saying, clause, fact, another_is_known(fact))
                return


_NEXT: Final = re.compile(r"\s(?:(?:or|and) [a-z]+ )?([a-z]{3,})|色?的?([\u4e00-\u9fff]{2,3})")
_GOES_WITH: Final = re.compile(
    r"(?<![a-z])(?:looks? good|goes? well|goes? with|pairs? well|wear it with|would suit)(?![a-z])|搭|配(?!色|送|件|置|方|料)|相配"
)
_NO_THING: Final = terms(
    "left stock available both too only version colour color finish shade model size sizes one ones sides leather fabric material delivers brings takes has have comes does will"
)
_NO_THING_ZH: Final = re.compile(r"[有没都也和或跟是现可在的了哦呢哈呀吧不很更比面做制材质款色两三四号尺大中小]")


def _of_another_thing(saying: Saying, clause: Clause, group: str) -> bool:
    """Whether the word says how something else is that nobody spoke of: grey trousers, a wool wash."""
    if _GOES_WITH.search(clause.text):
        return True
    if group not in ("colour", "material"):
        return False
    known = " ".join(f"{fact.name} {fact.value}" for fact in saying.facts) + saying.customer + saying.agent
    heard = terms(known)
    for hit in hits(clause.text):
        match = _NEXT.match(clause.text, hit.end) if hit.key.startswith(f"{group}:") else None
        if match and match[1] and (word := terms(match[1]) - _NO_THING) and not word & heard:
            return True
        if match and match[2] and not _NO_THING_ZH.search(match[2]) and match[2][:2] not in known:
            return True
    return False


def _against(saying: Saying, group: str, said: frozenset[str], clause: Clause) -> Fact | None:
    """The only fact with members of the group, where one that was said is a stranger to all of them."""
    having = [
        (fact, known)
        for fact in saying.goods
        for of_group, known in affirmed(fact)
        if of_group == group and fact.value == plain(fact.known.value)
    ]
    if len(having) != 1:
        return None
    fact, known = having[0]
    if (
        group in ("material", "colour")
        and (part := PART.search(clause.text))
        and part[0] not in f"{fact.name} {fact.value}"
    ):
        return None
    if (group not in OPEN or group == "place") and known & by_group(clause.text).get(group, frozenset()):
        return None
    return fact if strangers(saying, group, known, said) else None
