"""Where the shop keeps a kind of goods: loafers among its shoes, a beanie among its accessories. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from mercery.claims.lexicon import kind_of
from mercery.guide.hearing.kinds import above, is_kind_of, kinds_in
from mercery.guide.hearing.known import KnownCategory, KnownValue, Schema
from mercery.guide.hearing.lexicons import vocabulary
from mercery.guide.hearing.text import plain

_LEAST_SHARE: Final = 0.1
"""A category with fewer of a kind, beside one that has many, holds them by accident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Categories for a kind."""

    values: tuple[str, ...]
    whole: bool
    """Whether everything in them is of the kind, so that the kind need not be asked for again."""
    sold: bool
    """Whether the shop has pieces of the kind."""


@dataclass(frozen=True, kw_only=True)
class _Shelves:
    label_kinds: dict[str, frozenset[str]]
    for_children: frozenset[str]


_READ: WeakKeyDictionary[Schema, _Shelves] = WeakKeyDictionary()


def _shelves(schema: Schema) -> _Shelves:
    if schema not in _READ:
        names = {one.value: kinds_in(one.label.en) | kinds_in(one.label.zh) for one in schema.categories}
        children = frozenset(one.value for one in schema.categories if _is_for_children(one, schema))
        _READ[schema] = _Shelves(label_kinds=names, for_children=children)
    return _READ[schema]


def _is_for_children(category: KnownCategory, schema: Schema) -> bool:
    lexicon = vocabulary(schema).lexicon
    texts = (category.label.en, category.label.zh, category.value.rpartition("/")[2].replace("-", " "))
    return any("who:kids" in hit.keys for text in texts for hit in lexicon.find(plain(text).tokens))


def for_children(schema: Schema) -> tuple[str, ...]:
    """The top-most categories that are for children by name."""
    return tuple(_tops(_shelves(schema).for_children))


def placed(kind: str, schema: Schema, *, child: bool | None = None) -> Placed:
    """Where `kind` is. `child`: whether it is for one; None when nobody said."""
    labels = _shelves(schema).label_kinds
    exact = [value for value, kinds in labels.items() if kind in kinds]
    if exact:
        tops = tuple(_tops(exact))
        # "Bags & Luggage" holds more than bags.
        whole = all(is_kind_of(one, kind) or is_kind_of(kind, one) for value in tops for one in labels[value])
        return Placed(values=tops, whole=whole, sold=True)
    narrower = [value for value, kinds in labels.items() if any(is_kind_of(one, kind) for one in kinds)]
    if narrower:
        return Placed(values=tuple(_tops(narrower)), whole=True, sold=True)
    by_pieces = list(_having(kind, schema, child))
    if by_pieces:
        return Placed(values=tuple(_tops(by_pieces)), whole=False, sold=True)
    for wider in above(kind)[1:]:
        around = [value for value, kinds in labels.items() if wider in kinds]
        if around:
            return Placed(values=tuple(_tops(around)), whole=False, sold=False)
    return Placed(values=(), whole=False, sold=False)


def _having(kind: str, schema: Schema, child: bool | None) -> Iterator[str]:
    children = _shelves(schema).for_children
    counts = {
        one.value: sum(count for each, count in one.kinds.items() if is_kind_of(each, kind))
        for one in schema.categories
        if not (child is False and one.value in children)
    }
    most = max(counts.values(), default=0)
    found = [value for value, count in counts.items() if count and count >= most * _LEAST_SHARE]
    own = [value for value in found if value in children]
    grown = [value for value in found if value not in children]
    yield from (own or grown) if child else (grown or own)


def _tops(values: Iterable[str]) -> Iterator[str]:
    """Without those that stand below another one of them."""
    among = set(values)
    for value in dict.fromkeys(values):
        steps = value.split("/")
        if not any("/".join(steps[:depth]) in among for depth in range(1, len(steps))):
            yield value


def of_material(material: str, schema: Schema) -> tuple[str, ...]:
    """The only category with things of `material`; empty when there are none or several."""
    found = [one.value for one in schema.categories if any(kind_of(each, material) for each in one.parts)]
    tops = tuple(_tops(found))
    return tops if len(tops) == 1 else ()


def for_a_child(values: Sequence[str], schema: Schema) -> tuple[str, ...]:
    """The children's shelf in place of shelves that have nothing for children."""
    around = [one for one in schema.categories if one.value in values]
    children = for_children(schema)
    if not children or not around or any("kids" in one.audiences for one in around):
        return tuple(values)
    return children


def within(value: str, chosen: Sequence[str]) -> bool:
    """Whether a category is one of `chosen` or below it."""
    return any(value == one or value.startswith(f"{one}/") for one in chosen)


def known_categories(values: Sequence[str], schema: Schema) -> tuple[KnownCategory, ...]:
    """The categories chosen, and those below them."""
    return tuple(one for one in schema.categories if within(one.value, values))


def sizes_of(values: Sequence[str], kinds: Sequence[str], schema: Schema) -> tuple[KnownValue, ...]:
    """The sizes that goods come in: of the kinds wanted, where the categories have any of them."""
    around = known_categories(values, schema)
    of_kinds = {
        size
        for one in around
        for own, sizes in one.kind_sizes.items()
        for size in sizes
        if any(is_kind_of(own, kind) for kind in kinds)
    }
    found = {size.value: size for one in around for size in one.sizes if not of_kinds or size.value in of_kinds}
    return tuple(found.values())
