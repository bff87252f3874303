"""Said to be vegan, free of gluten, without sugar, of what has the like in it: "vegan" where fish sauce is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.contradictions.pieces import is_list
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import Lexicon, rows
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_PIECE: Final = re.compile(r"[,，;；。、+]|(?<![a-z])(?:but|and)(?![a-z])")
_WITHOUT: Final = re.compile(
    r"(?<![a-z])(?:no|not|non|without|free|never|zero|instead of)(?![a-z])|-free|不|无|未|零|0(?=糖)|没有?|代替|替代"
)
_LISTS: Final = re.compile(r"ingredient|contents?|contain|allergen|composition|made (?:of|with)|成分|配料|原料|过敏|含")
_HAS: Final = re.compile(r"(?<![a-z])(?:contains?|with|made (?:of|with|from)|traces?)(?![a-z])|含|有|加了|配料")


@cache
def _words(side: str) -> Lexicon:
    """The claims ("of"), or what they leave out ("out"), by diet."""
    return Lexicon((row.head.split(" ")[1], row.surfaces) for row in rows("diets") if row.head.startswith(f"{side} "))


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact that names what is in the goods, and by clause that claims it is left out, or the yes to such a question."""
    for fact in saying.goods:
        if wrong := _has_what_is_left_out(saying, fact):
            yield contradiction(saying, wrong, fact, _why(fact))
            return
        # Who calls it vegan as the fact does has told the fact; its traces are another matter.
        has = _has(fact) - _words("of").keys(fact.value)
        if not has:
            continue
        for clause in saying.clauses:
            if clause.asserts and _claims(clause) & has and _meant(saying, fact, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                return
        asked = _words("of").keys(saying.asked)
        if saying.answer == "yes" and asked & has and len(asked) == 1 and not _CONTAINS_ASKED.search(saying.asked):
            yield contradiction(saying, saying.reply, fact, _why(fact))
            return


def _has_what_is_left_out(saying: Saying, fact: Fact) -> Clause | None:
    """The clause that names wheat in what is known to be free of gluten."""
    kept = _words("of").keys(fact.value) if fact.truth != "no" else frozenset()
    for clause in saying.clauses:
        named = _words("out").keys(clause.text) & kept
        told = answers(saying, clause) or fact.terms & (terms(clause.text) | terms(saying.asked))
        if named and told and clause.asserts and not _WITHOUT.search(clause.text) and _HAS.search(clause.text):
            return clause
    return None


_CONTAINS_ASKED: Final = re.compile(r"allerg|intoleran|coeliac|celiac|过敏|不耐")
"""Whoever names an allergy may have asked whether it is in it: then yes is the honest answer."""


def _has(fact: Fact) -> frozenset[str]:
    """The diets that what is in the goods breaks."""
    broken: set[str] = set()
    lists = bool(_LISTS.search(fact.name)) or is_list(fact.value)
    for piece in _PIECE.split(fact.value):
        if not _WITHOUT.search(piece) and (lists or _HAS.search(fact.value)):
            broken |= _words("out").keys(piece)
    return frozenset(broken)


@cache
def _classes() -> Lexicon:
    """The kinds of things that claims leave out, by diet: nuts, 坚果."""
    kinds = []
    for row in rows("diets"):
        side, diet = row.head.split(" ")
        if side == "of" and diet.endswith("_free"):
            named = {_DENIAL.sub("", one).strip() for one in row.surfaces if _DENIAL.search(one)}
            kinds.append((diet, [one for one in named if len(one) > 1]))
    return Lexicon(kinds)


_DENIAL: Final = re.compile(r"^(?:no added|no|without|zero|free of|non) | free$|^(?:不含|没有|没加|不加|无|零|0)")


_ALLERGY: Final = re.compile(r"allerg|intoleran|coeliac|celiac|过敏|不耐|素食者|吃素")


def _claims(clause: Clause) -> frozenset[str]:
    """The diets a clause says the goods keep to, or whose kind of thing it denies: "not one of them has nuts in it"."""
    if _ALLERGY.search(clause.text):
        return frozenset()
    denied = _classes().keys(clause.text) if clause.denies and not _IN_PART.search(clause.text) else frozenset()
    if re.search(r"(?<![a-z])(?:not|isn't|aren't|never) (?:\w+ )?|不是|并非|不算", clause.text):
        return denied
    return _words("of").keys(clause.text) | denied


_IN_PART: Final = re.compile(
    r"(?<![a-z])(?:only|except|apart from|other than|besides|added|extra)(?![a-z])|只|除|额外|另"
)


def _meant(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the goods of the fact are talked of: its name is, or it is a list of contents and the clause answers."""
    if _LISTS.search(fact.name) or is_list(fact.value):
        return answers(saying, clause) or bool(_words("of").keys(saying.asked))
    return bool(fact.terms & (terms(clause.text) | terms(saying.asked)))


def _why(fact: Fact) -> Words:
    return Words(
        f"What is in it is known: {fact.known.name}: {fact.known.value}.",
        f"已知成分不同：{fact.known.name}：{fact.known.value}。",
    )
