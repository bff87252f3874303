"""What came of showing products for a query, counted from searches. Pure.

A piece far down the page was often not looked at, so that a click it did not get says little. Those who clicked
further down have passed by it; of the others a share is taken to have looked at it, less with every place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.search.desk.outcome import Outcome
from mercery.search.desk.searched import Searched

FIRST_ROW: Final = 4
"""Places that are on the screen when the page opens: taken to be looked at."""
MOST_PIECES: Final = 200
"""Products kept for one query, those shown most."""
KNOWN_FROM: Final = 3
"""Visitors from which on a search may be proposed to others: what one person types is nobody else's business."""


def examined(place: int, deepest: int) -> float:
    """The share of visitors who will have looked at a place when the lowest they clicked was `deepest` (0: nothing)."""
    if place <= max(FIRST_ROW, deepest + 1):
        return 1.0
    return max(FIRST_ROW, deepest + 1) / place


def outcomes(found: Iterable[Searched]) -> dict[str, Outcome]:
    """By product, of all searches with one key; each visitor counts once."""
    looked: dict[str, dict[str, float]] = defaultdict(dict)
    places: dict[str, list[int]] = defaultdict(list)
    did: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in ("clicked", "carted", "bought")}
    for one in found:
        deepest = max((click.place or 0 for click in one.clicked), default=0)
        for place, product_id in enumerate(one.shown, 1):
            share = examined(place, deepest)
            looked[product_id][one.visitor_id] = max(share, looked[product_id].get(one.visitor_id, 0.0))
            places[product_id].append(place)
        shown = set(one.shown)
        for name, products in _acts_of(one).items():
            for product_id in products:
                if product_id in shown:
                    did[name][product_id].add(one.visitor_id)
    best = sorted(looked, key=lambda product_id: (-len(looked[product_id]), product_id))[:MOST_PIECES]
    return {
        product_id: Outcome(
            shown=len(looked[product_id]),
            examined=round(sum(looked[product_id].values()), 3),
            clicked=len(did["clicked"][product_id]),
            carted=len(did["carted"][product_id]),
            bought=len(did["bought"][product_id]),
            place=round(sum(places[product_id]) / len(places[product_id]), 2),
        )
        for product_id in best
    }


def _acts_of(one: Searched) -> Mapping[str, Sequence[str]]:
    return {
        "clicked": [click.product_id for click in one.clicked],
        "carted": one.carted,
        "bought": one.bought,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A search that may be proposed to others."""

    text: str
    visitors: int
    clicked: int


def phrase(found: Sequence[Searched]) -> Phrase | None:
    """What searches with one key in one language propose: nothing where few made it or hardly any led to something."""
    good = [one for one in found if one.found and one.exact and "[" not in one.query]
    visitors = {one.visitor_id for one in good}
    clicked = {one.visitor_id for one in good if one.clicked}
    if len(visitors) < KNOWN_FROM or len(clicked) * 5 < len(visitors):
        return None
    written = Counter(" ".join(one.query.split()) for one in good)
    text = min(written, key=lambda each: (-written[each], len(each), each))
    return Phrase(text=text, visitors=len(visitors), clicked=len(clicked))
