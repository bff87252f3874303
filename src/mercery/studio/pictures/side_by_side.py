"""A piece beside its neighbours: measures and materials, only what all of them have, from facts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang
from mercery.studio.materials import Materials
from mercery.studio.pictures.fact_rows import label_of
from mercery.studio.writing.points import Point, points_of
from mercery.studio.writing.topics import kind_of, topic_of

MOST: Final = 2
"""So many neighbours stand beside the piece."""
_ROWS: Final = 5
_TOPICS: Final = ("size", "material", "make", "use", "scent")
_LONG: Final = {True: 34, False: 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value and the fact it stands on."""

    text: str
    fact_id: str
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One attribute of all, the piece itself first."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The piece and its neighbours by name, and the rows they share."""

    products: tuple[Product, ...]
    rows: tuple[ComparedRow, ...]

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """Every fact in it, those of the neighbours too."""
        return tuple(dict.fromkeys(cell.fact_id for row in self.rows for cell in row.cells))


def side_by_side(product: Product, materials: Materials, voice: Voice) -> SideBySide | None:
    """The piece beside the neighbours with which it shares most; None where nobody shares two rows with it."""
    own = _points(points_of(product, materials.facts, voice))
    kind = kind_of(product)
    others = []
    for neighbour in materials.neighbours:
        if neighbour.id != product.id and kind_of(neighbour) == kind and neighbour.title.has(voice.lang):
            theirs = _points(points_of(neighbour, tuple(product_facts(neighbour)), voice))
            others.append((len(own.keys() & theirs.keys()), neighbour, theirs))
    others.sort(key=lambda one: -one[0])
    for count in range(MOST, 0, -1):
        chosen = others[:count]
        if len(chosen) == count and (rows := _rows([own, *(theirs for _, _, theirs in chosen)], voice.lang)):
            return SideBySide(products=(product, *(neighbour for _, neighbour, _ in chosen)), rows=rows)
    return None


def _points(points: Sequence[Point]) -> dict[str, Point]:
    return {
        point.key: point
        for point in points
        if topic_of(point.key) in _TOPICS and point.text and len(point.text) <= _LONG[point.text.isascii()]
    }


def _rows(sides: Sequence[dict[str, Point]], lang: Lang) -> tuple[ComparedRow, ...]:
    shared = [key for key in sides[0] if all(key in side for side in sides)]
    differing = [key for key in shared if len({side[key].text for side in sides}) > 1]
    if len(shared) < 2 or not differing:
        return ()
    same = [key for key in shared if key not in differing]
    kept = [*differing, *same][:_ROWS]
    kept.sort(key=lambda key: (_TOPICS.index(topic_of(key)), shared.index(key)))
    return tuple(
        ComparedRow(label=label_of(sides[0][key], lang), cells=tuple(_cell(side[key]) for side in sides))
        for key in kept
    )


def _cell(point: Point) -> Cell:
    return Cell(text=point.text, fact_id=point.fact.id, computed=point.how == "computed")
