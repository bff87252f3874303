"""The question worth asking: the one whose answer is expected to tell most about which of the pieces left is meant. Pure.

A shopper means one of the pieces, any of them as likely as another, and answers with one of the values it has. What an
answer tells is how far it narrows the pieces, in bits; what a question is worth is that, times how often shoppers can
answer such a question at all. A piece without the attribute is left in by "I do not mind", which tells nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.advice import Choice, Question
from mercery.guide.askable import Answer, answers_of
from mercery.guide.fitting import Fit
from mercery.guide.need import Need
from mercery.guide.wording import question_words

ENOUGH: Final = 4
"""So many pieces are looked at; asking would only delay."""
LEAST_GAIN: Final = 0.45
"""Bits a first question has to be worth,"""
DEARER: Final = 0.25
"""and how much more each further one."""
MOST_CHOICES: Final = 6
ANSWERED: Final[Mapping[str, float]] = {
    "category": 0.95, "kind": 0.95, "audience": 0.95, "price": 0.9, "size": 0.85, "colour": 0.8, "material": 0.6,
    "brand": 0.45, "movement": 0.5,
}  # fmt: skip
"""How often shoppers can answer such a question; of an attribute of the shop's own less than half of them."""
OTHERWISE: Final = 0.4
_OPEN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that could be asked, with what its answers would leave."""

    kind: str
    answers: tuple[Answer, ...]
    gain: float


def question(
    left: Sequence[Fit], need: Need, *, currency: str, asked: Sequence[str] = (), refused: Collection[str] = ()
) -> Question | None:
    """The most telling question; None where few pieces are left, or none is worth the shopper's while."""
    if len(left) <= ENOUGH:
        return None
    known = set(asked) | set(refused)
    possible = [one for one in askable(left, need, currency=currency) if one.kind not in known]
    if not possible:
        return None
    best = max(possible, key=lambda one: (one.gain, one.kind))
    if best.gain < LEAST_GAIN + DEARER * len(asked):
        return None
    choices = sorted(best.answers, key=_in_order)[:MOST_CHOICES]
    return Question(
        kind=best.kind,
        words=question_words(best.kind, _label(best.kind, left)),
        choices=tuple(Choice(words=one.words, wish=one.wish, count=len(one.products)) for one in choices),
        gain=round(best.gain, 3),
    )


def askable(left: Sequence[Fit], need: Need, *, currency: str) -> list[Asked]:
    """Every question that would tell the pieces apart, with its expected gain."""
    found = []
    for kind, answers in answers_of(left, need, currency).items():
        few = [one for one in answers if one.products]
        if len(few) > 1:
            gain = expected_gain(len(left), [one.products for one in few]) * _answerable(kind, left)
            found.append(Asked(kind=kind, answers=tuple(few), gain=gain))
    return found


def _answerable(kind: str, left: Sequence[Fit]) -> float:
    """How often it can be answered; seldom a colour or a house while it is open what kind of thing it is to be."""
    often = ANSWERED.get(kind, OTHERWISE)
    mixed = len({one.one.categories[:1] for one in left}) > 1
    return often * _OPEN if mixed and kind not in ("category", "kind", "audience", "price") else often


def expected_gain(total: int, answers: Iterable[Collection[str]]) -> float:
    """Bits: how much smaller the choice is expected to be. Never negative."""
    values: dict[str, int] = defaultdict(int)
    sets = [frozenset(products) for products in answers]
    for products in sets:
        for product in products:
            values[product] += 1
    gain = 0.0
    for products in sets:
        chance = sum(1 / values[product] for product in products) / total
        gain += chance * log2(total / len(products)) if products else 0.0
    return max(0.0, gain)


def _in_order(answer: Answer) -> tuple[float, int, str]:
    """Amounts and sizes in their own order, everything else the most frequent first."""
    return answer.place, -len(answer.products), answer.words.en or answer.words.zh


def _label(name: str, left: Sequence[Fit]) -> Words | None:
    """What the shop calls an attribute."""
    return next((found.label for one in left if (found := one.one.product.attribute(name))), None)
