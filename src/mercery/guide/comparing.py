"""Two to four pieces side by side: what tells them apart first, then what they have in common. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.product import Variant
from mercery.catalog.value_words import value_words
from mercery.claims.facts import Fact
from mercery.claims.values import Text
from mercery.core.i18n import Words
from mercery.guide.considered import Considered
from mercery.guide.need import Wish
from mercery.guide.proof import Proof

FEWEST: Final = 2
MOST: Final = 4
_LONGEST: Final = 160
_FIRST: Final = (
    "price", "material", "dimensions", "weight", "size", "colour", "volume", "closure", "lining", "water_resistance",
)  # fmt: skip
_LEFT_OUT: Final = frozenset({"description", "category"})
_PRICE: Final = Words("Price", "价格")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one piece has; without a fact, that the shop says nothing of it."""

    words: Words
    fact_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One attribute of all pieces."""

    attribute: str
    label: Words
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Pieces side by side."""

    product_ids: tuple[str, ...]
    variant_ids: tuple[str, ...]
    rows: tuple[Row, ...]
    """Those that tell the pieces apart first."""
    meets: tuple[tuple[Wish, tuple[bool, ...]], ...] = ()
    """For each wish which of the pieces meet it."""


def compared(
    pieces: Sequence[tuple[Considered, Variant]],
    currency: str,
    held: Sequence[tuple[Wish, Sequence[Proof | None]]] = (),
) -> Compared:
    """The pieces in one table; `held` is each wish against each piece."""
    some = list(pieces)[:MOST]
    columns = [_facts(one, variant, currency) for one, variant in some]
    names = list(dict.fromkeys(name for column in columns for name in column))
    rows = [row for name in names if (row := _row(name, columns)) is not None]
    rows.sort(key=lambda row: (not row.differs, _place(row.attribute)))
    return Compared(
        product_ids=tuple(one.id for one, _ in some),
        variant_ids=tuple(variant.id for _, variant in some),
        rows=tuple(rows),
        meets=tuple((wish, tuple(proof is not None for proof in proofs[:MOST])) for wish, proofs in held),
    )


def _facts(one: Considered, variant: Variant, currency: str) -> dict[str, Fact]:
    """What is told of a piece: its price, what was chosen, and its own attributes."""
    found: dict[str, Fact] = {}
    price = one.price_fact(variant, currency)
    if price is not None:
        found["price"] = price
    found |= {name: fact for name, fact in one.facts.items() if name not in _LEFT_OUT and not _too_long(fact)}
    chosen = one.variant_facts[variant.id]
    found |= {name: fact for name, fact in chosen.items() if name != "stock"}
    return found


def _too_long(fact: Fact) -> bool:
    return isinstance(fact.value, Text) and len(fact.value.words.en or fact.value.words.zh) > _LONGEST


def _row(name: str, columns: Sequence[Mapping[str, Fact]]) -> Row | None:
    facts = [column.get(name) for column in columns]
    known = [fact for fact in facts if fact is not None]
    if not known:
        return None
    cells = tuple(
        Cell(words=value_words(fact.value), fact_id=fact.id) if fact else Cell(words=Words("")) for fact in facts
    )
    differs = len({(cell.words.en, cell.words.zh) for cell in cells}) > 1
    return Row(attribute=name, label=_PRICE if name == "price" else known[0].label, cells=cells, differs=differs)


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name
