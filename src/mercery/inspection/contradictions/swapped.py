"""The value of one variant told of another: 19 of the large one, of small 19 and large 29; size L for 95 cm, of M 93-97.

Facts, and the pieces of a fact, that give figures under a label each are read as rows. The question names one label, or a figure
that lies within one row; the answer gives what only another row has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import without_greeting
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.saying import Saying
from mercery.inspection.talk.untold import THE_GOODS

_ROW: Final = re.compile(
    r"^\W*(?P<label>[a-z][a-z ]{0,18}?|[\u4e00-\u9fff]{1,4}?|[a-z]{1,4}款)(?:码|号码)?\s?(?:[:：=]\s?)?(?P<rest>[€£$]?\d.*)$"
)
_NUMBER: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(?:\s?[-–~到至]\s?(\d+(?:\.\d+)?))?")
_FEWEST: Final = 2
_WHICH: Final = re.compile(
    r"(?<![a-z])(?:which|what) (?:size|one|model|version)(?![a-z])|穿什么|什么码|啥码|哪个码|哪款|多大码|几码"
)
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class _Row:
    fact: Fact
    label: str
    values: tuple[tuple[Decimal, Decimal], ...]
    shape: str
    """The row with a sign in place of each figure: what is counted in it, and how."""

    def has(self, number: Decimal) -> bool:
        """Whether it is one of the row's figures, or an end of a span."""
        return any(number in span for span in self.values)


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first clause that gives another row's figure, or another row for a figure."""
    if saying.reply is None or "\n" in saying.asked.strip():
        return
    rows = _rows(saying)
    if len(rows) < _FEWEST:
        return
    told = without_greeting(saying.text.lower()).strip(" ,，")
    if len(told) > _LONGEST:
        return
    wrong = _of_another(saying, rows, told) or _another_for_it(saying, rows, told)
    if wrong is not None:
        clause = next(
            (one for one in saying.clauses if one.asserts and not one.question and one is not saying.clauses[0]),
            saying.reply,
        )
        yield contradiction(saying, clause, wrong.fact, different(wrong.fact))


def _rows(saying: Saying) -> list[_Row]:
    """Rows of facts that are alike: labels of one kind with as many figures each."""
    found: dict[str, _Row] = {}
    for fact in saying.goods:
        if THE_GOODS.match(fact.name) or fact.value != plain(fact.known.value):
            continue
        pieces = [one.strip() for one in re.split(r"[,，;；、]\s?(?![^(（]*[)）])", fact.value)]
        named = [match for one in pieces if (match := _ROW.match(one))]
        if len(named) >= _FEWEST:
            for match in named:
                found.setdefault(match["label"].strip(), _Row(fact, match["label"].strip(), *_read(match["rest"])))
        elif len(fact.name) <= _SHORT and not fact.topics and re.match(r"[€£$]?\d", fact.value):
            label = fact.name.removesuffix("码")
            found.setdefault(label, _Row(fact, label, *_read(fact.value)))
    rows = [one for one in found.values() if one.label]
    return rows if len({one.shape for one in rows}) == 1 else []


_SHORT: Final = 8


def _read(text: str) -> tuple[tuple[tuple[Decimal, Decimal], ...], str]:
    """The figures of a row, and its shape."""
    values = tuple((Decimal(one[1]), Decimal(one[2] or one[1])) for one in _NUMBER.finditer(text))
    return values, re.sub(r"\W|s(?![a-z])", "", _NUMBER.sub("#", text)).replace("#", " ")


def _names(text: str, label: str) -> bool:
    if label.isascii():
        return re.search(rf"(?<![a-z]){re.escape(label)}(?![a-z])", text) is not None
    return label in text


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(one) for match in _NUMBER.finditer(text) for one in match.groups() if one}


def _of_another(saying: Saying, rows: Sequence[_Row], told: str) -> _Row | None:
    """The row asked for by its label alone, where the answer's figures are all another row's."""
    asked = [one for one in rows if _names(saying.asked, one.label)]
    said = _numbers(told)
    if len(asked) != 1 or not said or any(_names(told, one.label) for one in rows if one is not asked[0]):
        return None
    if not _names(told, asked[0].label) or _of_sending(told, asked[0]):
        return None
    if any(asked[0].has(number) or number in _numbers(saying.asked) for number in said):
        return None
    return asked[0] if any(all(one.has(number) for number in said) for one in rows if one is not asked[0]) else None


_SENDING: Final = re.compile(
    r"(?<![a-z])(?:leaves?|ships?|sent|sends?|dispatch\w*|arriv\w*|deliver\w*|return\w*|refund\w*|back in stock)(?![a-z])|发|寄|到货|送|退|补货"
)


def _of_sending(told: str, row: _Row) -> bool:
    """Whether it tells when something leaves or arrives, which the row does not name."""
    return _SENDING.search(told) is not None and _SENDING.search(f"{row.fact.name} {row.fact.value}") is None


def _another_for_it(saying: Saying, rows: Sequence[_Row], told: str) -> _Row | None:
    """The only row whose span holds the customer's figure, where the answer names another row alone."""
    theirs = _numbers(saying.asked)
    spans = [one for one in rows if any(low < high for low, high in one.values)]
    if not _WHICH.search(saying.asked) or len(theirs) != 1 or len(spans) != len(rows):
        return None
    number = next(iter(theirs))
    holding = [one for one in rows if any(low <= number <= high for low, high in one.values)]
    named = [one for one in rows if _names(told, one.label)]
    return holding[0] if len(holding) == 1 and len(named) == 1 and named != holding else None
