"""A fact that gives one value for each of several cases, and a reply that gives the value of another case.

Two forms: a table ("38 = 24 cm, 39 = 24.5 cm") from which somebody who names 24.5 is told 38; and values with their cases beside
them ("20 h with noise cancelling, 35 h without"), where the talk names one case and the reply gives the other's value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying

_ROW: Final = re.compile(
    r"(?:^|[,，;；、/|]\s?)(?P<label>(?:size )?[a-z]{1,4}|(?:size )?\d{2,3}(?:\.5)?)(?:码|号)?\s?(?:[=:：]|为|是|适合|穿)\s?(?:脚长|身高|体重|腰围|胸围)?(?P<low>\d+(?:\.\d+)?)(?:\s?(?:-|–|~|到|至|to)\s?(?P<high>\d+(?:\.\d+)?))?"
)
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    low: Decimal
    high: Decimal


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact: another row of a table, another case of a value."""
    for fact in saying.goods:
        for clause in saying.clauses:
            if clause.question or not clause.asserts or clause.denies:
                continue
            if (
                _another_row(saying, fact, clause)
                or _another_case(saying, fact, clause)
                or _case_unsaid(saying, fact, clause)
            ):
                yield contradiction(saying, clause, fact, _why(fact))
                return


def _rows(fact: Fact) -> list[_Row]:
    found = []
    for match in _ROW.finditer(fact.value):
        low = Decimal(match["low"])
        found.append(_Row(match["label"].removeprefix("size "), low, Decimal(match["high"] or low)))
    return found if len(found) >= _FEWEST else []


_SAYS: Final = re.compile(
    r"(?<![a-z0-9.])(?:size |an? |the )?(?P<label>[a-z]{1,4}|\d{2,3}(?:\.5)?)(?=码|号|(?:\s?(?:$|[,.!]|is|would|fits|should|will)))"
)
_NUMBER: Final = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")


def _another_row(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the customer's one measure lies in a row, and the clause names other rows only."""
    rows = _rows(fact)
    if not rows:
        return False
    theirs = {Decimal(number) for number in _NUMBER.findall(saying.asked)}
    meant = {row.label for row in rows for one in theirs if row.low <= one <= row.high}
    labels = {row.label for row in rows}
    if not meant or theirs & {Decimal(label) for label in labels if label.replace(".", "").isdigit()}:
        return False
    said = {match["label"] for match in _SAYS.finditer(clause.text)} & labels
    everywhere = {match["label"] for match in _SAYS.finditer(saying.text.lower())} & labels
    return bool(said) and not everywhere & meant


_PIECE: Final = re.compile(r"[,，;；、/|]\s?(?!\d{3})")
_WORD: Final = re.compile(r"[a-z]+|[\u4e00-\u9fff]")


def _another_case(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether question and clause name the case of one piece alone, and the clause gives the value of another piece."""
    pieces = [(piece, amounts(piece, saying.today.year)) for piece in _PIECE.split(fact.value)]
    pieces = [(piece, known) for piece, known in pieces if len(known) == 1]
    said = amounts(clause.text, saying.today.year)
    if len(pieces) < _FEWEST or len(said) != 1 or len({known[0].family for _, known in pieces}) > 1:
        return False
    if said[0].family == "number":
        return False
    values = [known[0].low for _, known in pieces]
    if said[0].family != pieces[0][1][0].family or said[0].low not in values or len(set(values)) < len(values):
        return False
    cases = [_case(piece, known[0].start, known[0].end) for piece, known in pieces]
    shared = frozenset.intersection(*cases)
    here = _words(f"{saying.asked} {clause.text}")
    named = [len((case - shared) & here) for case in cases]
    best = max(named)
    if best == 0 or named.count(best) > 1 or any(0 < one < best for one in named):
        return False
    told = named.index(best)
    other = _words(clause.text) & (cases[values.index(said[0].low)] - shared)
    return values[told] != said[0].low and not other


def _case_unsaid(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the value of a case is told of the thing itself: "24 hours", of 6 hours and 24 with the case."""
    pieces = [(piece, amounts(piece, saying.today.year)) for piece in _PIECE.split(fact.value)]
    said = amounts(clause.text, saying.today.year)
    if len(pieces) != _FEWEST or any(len(known) != 1 for _, known in pieces) or len(said) != 1:
        return False
    (plain_piece, plain_value), (other_piece, other_value) = pieces
    base, other = plain_value[0], other_value[0]
    if not base.family == other.family == said[0].family or base.family not in ("time", "mass", "volume", "distance"):
        return False
    case = _case(other_piece, other.start, other.end)
    bare = not _case(plain_piece, base.start, base.end) - _words(fact.name)
    if not bare or not case or said[0].low != other.low or base.low == other.low:
        return False
    everything = _words(f"{saying.asked} {saying.text.lower()}")
    return not case & everything and not any(one.low == base.low for one in amounts(saying.text.lower()))


def _case(piece: str, start: int, end: int) -> frozenset[str]:
    return _words(piece[:start] + " " + piece[end:])


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text)) - _LITTLE


_LITTLE: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "is",
        "it",
        "in",
        "to",
        "and",
        "or",
        "at",
        "up",
        "的",
        "是",
        "和",
        "大",
        "小",
        "约",
        "个",
        "一",
        "以",
        "上",
        "下",
        "用",
        "能",
        "可",
    ]
)


def _why(fact: Fact) -> Words:
    return Words(
        f"For that case something else is known: {fact.known.name}: {fact.known.value}.",
        f"这种情况已知的不同：{fact.known.name}：{fact.known.value}。",
    )
