"""What results are limited to, and what the shop has to choose from. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol, runtime_checkable

from mercery.catalog.facets import Facet
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.search.document import HIDDEN_FACETS
from mercery.search.measures import MeasureLimit

Sort = Literal["relevance", "newest", "price_up", "price_down"]
SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "price_up", "price_down")
GROUP_ORDER: Final = ("category", "colour", "color", "material", "size", "brand", "audience")
GROUP_LABELS: Final[Mapping[str, Words]] = {
    "category": Words("Category", "分类"),
    "colour": Words("Colour", "颜色"),
    "color": Words("Colour", "颜色"),
    "material": Words("Material", "材质"),
    "size": Words("Size", "尺码"),
    "brand": Words("Brand", "品牌"),
    "audience": Words("For", "适用"),
}
CHOOSABLE: Final = frozenset({"colour", "color", "size"})
"""What a product has several of to choose from."""
_STEPS: Final = (10, 15, 20, 25, 30, 40, 50, 60, 80, 100)
"""Round amounts, in tenths of a power of ten."""
_LEADING_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


class Offer(Protocol):
    """What search needs to know about a product's prices and stock at this moment."""

    @property
    def low(self) -> Money: ...
    @property
    def available(self) -> bool: ...
    @property
    def on_sale(self) -> bool: ...
    def among(self, wanted: Mapping[str, Collection[str]], /) -> Offer | None:
        """The offer of the variants with these values of options."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Chosen limits. Several values of one facet widen, several facets narrow; amounts are minor units."""

    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    on_sale: bool = False
    measures: tuple[MeasureLimit, ...] = ()
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that are not wanted. Of what one can choose (colour, size) some other value must be left; of everything
    else none may be there: of `made_of`, in no part."""
    unwanted: tuple[str, ...] = ()
    """Words that name, kind and attributes may not have; of several terms with spaces between, not all together."""

    @property
    def empty(self) -> bool:
        """Whether nothing is chosen."""
        chosen = self.facets or self.measures or self.in_stock or self.on_sale or self.needs_price
        return not (chosen or self.excluded or self.unwanted)

    @property
    def needs_price(self) -> bool:
        """Whether prices decide."""
        return self.price_min is not None or self.price_max is not None

    @property
    def needs_offer(self) -> bool:
        """Whether prices or stock decide."""
        return self.needs_price or self.in_stock or self.on_sale

    def without(self, name: str) -> Filters:
        """The same without one facet."""
        return replace(self, facets={key: values for key, values in self.facets.items() if key != name})

    def wanted(self, name: str) -> tuple[str, ...]:
        """The chosen values of a facet but those that are not wanted."""
        gone = self.excluded.get(name, ())
        return tuple(value for value in self.facets.get(name, ()) if value not in gone)

    def asked_of(self, values: Collection[str]) -> Mapping[str, Collection[str]]:
        """What is asked of the variants of a product with these values: what was chosen, and of a colour or size that is
        not wanted the others it comes in."""
        if not self.excluded:
            return self.facets
        asked: dict[str, Collection[str]] = dict(self.facets)
        for name, gone in self.excluded.items():
            if name in CHOOSABLE:
                asked[name] = self.wanted(name) or [one for one in _own(values, name) if one not in gone]
        return asked

    def joined(self, other: Filters) -> Filters:
        """Both together; where both limit the same, this one decides."""
        return Filters(
            facets={**other.facets, **self.facets},
            price_min=other.price_min if self.price_min is None else self.price_min,
            price_max=other.price_max if self.price_max is None else self.price_max,
            in_stock=self.in_stock or other.in_stock,
            on_sale=self.on_sale or other.on_sale,
            measures=(*self.measures, *(one for one in other.measures if one not in self.measures)),
            excluded={**other.excluded, **self.excluded},
            unwanted=tuple(dict.fromkeys((*self.unwanted, *other.unwanted))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet, how many results it would leave, and whether it is chosen."""

    value: str
    label: Words
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """One facet with its values, the most frequent first."""

    name: str
    label: Words
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBucket:
    """Results between two amounts of minor units: `low` included, `high` not (None: no end)."""

    low: int
    high: int | None
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A product that answers the words, with the values it has (`name=value`)."""

    product_id: str
    score: float
    values: Collection[str]
    matched: int = 0
    """How many of the words it has."""


def fits(candidate: Candidate, filters: Filters, offer: Offer | None) -> bool:
    """Whether the candidate is within the limits, and one and the same variant where options are asked for. Without a
    price it fits no price limit."""
    for name in filters.facets:
        if not any(f"{name}={value}" in candidate.values for value in filters.wanted(name)):
            return False
    if filters.excluded and any(_has_unwanted(candidate.values, *one) for one in filters.excluded.items()):
        return False
    if not all(limit.met_by(candidate.values) for limit in filters.measures):
        return False
    return not filters.needs_offer or affordable(candidate.values, filters, offer)


def affordable(values: Collection[str], filters: Filters, offer: Offer | None) -> bool:
    """Whether a product with these values is within the limits of price and stock."""
    offer = offer.among(filters.asked_of(values)) if offer else None
    if filters.in_stock and not (offer and offer.available):
        return False
    if filters.on_sale and not (offer and offer.on_sale):
        return False
    return not filters.needs_price or (offer is not None and _within(offer.low.minor, filters))


def _has_unwanted(values: Collection[str], name: str, gone: Sequence[str]) -> bool:
    if name not in CHOOSABLE:
        return any(f"{name}={value}" in values for value in gone)
    own = _own(values, name)
    return bool(own) and all(one in gone for one in own)


def _own(values: Collection[str], name: str) -> list[str]:
    head = f"{name}="
    return [value[len(head) :] for value in values if value.startswith(head)]


def _within(minor: int, filters: Filters) -> bool:
    above = filters.price_min is None or filters.price_min <= minor
    return above and (filters.price_max is None or minor <= filters.price_max)


@runtime_checkable
class SideBySide(Protocol):
    """Candidates that are limited and counted at once (`pool`)."""

    def within(self, filters: Filters, offers: Mapping[str, Offer], /) -> Iterator[Candidate]:
        """The candidates inside the limits."""
        ...

    def any_within(self, filters: Filters, offers: Mapping[str, Offer], /) -> bool:
        """Whether one is inside the limits."""
        ...

    def valued(self, filters: Filters, offers: Mapping[str, Offer], /) -> Sequence[tuple[str, Collection[str]]]:
        """Product and values of each inside the limits."""
        ...

    def counted(self, filters: Filters, offers: Mapping[str, Offer], /) -> tuple[int, Counter[str]]:
        """How many are inside the limits, and how many of those have each value."""
        ...


def each_within(candidates: Iterable[Candidate], filters: Filters, offers: Mapping[str, Offer]) -> Iterator[Candidate]:
    """The candidates inside the limits, in their order, one after the other as they are asked for."""
    if isinstance(candidates, SideBySide):
        return candidates.within(filters, offers)
    return (one for one in candidates if fits(one, filters, offers.get(one.product_id)))


def within(candidates: Iterable[Candidate], filters: Filters, offers: Mapping[str, Offer]) -> list[Candidate]:
    """The candidates inside the limits, in their order."""
    return list(each_within(candidates, filters, offers))


def any_within(candidates: Iterable[Candidate], filters: Filters, offers: Mapping[str, Offer]) -> bool:
    """Whether one is inside the limits."""
    if isinstance(candidates, SideBySide):
        return candidates.any_within(filters, offers)
    return any(fits(one, filters, offers.get(one.product_id)) for one in candidates)


def _valued(
    candidates: Iterable[Candidate], filters: Filters, offers: Mapping[str, Offer]
) -> Sequence[tuple[str, Collection[str]]]:
    if isinstance(candidates, SideBySide):
        return candidates.valued(filters, offers)
    return [(one.product_id, one.values) for one in within(candidates, filters, offers)]


def facet_groups(
    candidates: Sequence[Candidate],
    filters: Filters,
    offers: Mapping[str, Offer],
    labels: Mapping[str, Facet],
    *,
    most: int = 24,
) -> tuple[FacetGroup, ...]:
    """Facets with counts; a facet's own choice does not narrow its counts, so that one can choose again."""
    total, common = _counted(candidates, filters, offers)
    by_name = _by_facet(common, labels)
    for name in filters.facets:
        by_name[name] = _by_facet(_counted(candidates, filters.without(name), offers)[1], labels).get(name, {})
    groups = [
        _group(name, by_name[name], filters, labels, total, most)
        for name in sorted(by_name.keys() - HIDDEN_FACETS, key=_place)
    ]
    return tuple(group for group in groups if group is not None)


def price_buckets(
    candidates: Iterable[Candidate], filters: Filters, offers: Mapping[str, Offer], currency: str
) -> tuple[PriceBucket, ...]:
    """Up to five round bands of price with counts, over what the other limits leave."""
    others = replace(filters, price_min=None, price_max=None)
    fitting = ((offers.get(product_id), values) for product_id, values in _valued(candidates, others, offers))
    asked_for = [offer.among(filters.asked_of(values)) for offer, values in fitting if offer]
    amounts = sorted(offer.low.minor for offer in asked_for if offer)
    edges = _edges(amounts, 10 ** minor_digits(currency))
    pairs = list(zip([0, *edges], [*edges, None], strict=True)) if edges else []
    counts = [sum(low <= amount and (high is None or amount < high) for amount in amounts) for low, high in pairs]
    return tuple(
        PriceBucket(low=low, high=high, count=count, chosen=_chosen(low, high, filters))
        for (low, high), count in zip(pairs, counts, strict=True)
        if count
    )


def _chosen(low: int, high: int | None, filters: Filters) -> bool:
    return filters.needs_price and (filters.price_min or 0) == low and filters.price_max == (high - 1 if high else None)


def _edges(amounts: Sequence[int], major: int) -> list[int]:
    """Round amounts near the quintiles."""
    if len(amounts) < 4 or amounts[0] == amounts[-1]:
        return []
    wanted = (amounts[len(amounts) * share // 5] for share in range(1, 5))
    edges = sorted({_round(amount, major) for amount in wanted})
    return [edge for edge in edges if amounts[0] < edge <= amounts[-1]]


def _round(minor: int, major: int) -> int:
    """The round amount of at least one unit that lies nearest."""
    step = major
    while minor > step * 10:
        step *= 10
    return max(major, min((step * factor // 10 for factor in _STEPS), key=lambda edge: abs(edge - minor)))


def _counted(
    candidates: Iterable[Candidate], filters: Filters, offers: Mapping[str, Offer]
) -> tuple[int, Counter[str]]:
    if isinstance(candidates, SideBySide):
        return candidates.counted(filters, offers)
    fitting = within(candidates, filters, offers)
    counter: Counter[str] = Counter()
    for one in fitting:
        counter.update(one.values)
    return len(fitting), counter


def _by_facet(counter: Mapping[str, int], labels: Mapping[str, Facet]) -> dict[str, dict[str, int]]:
    """The counts of each facet's values; amounts are no facets."""
    found: dict[str, dict[str, int]] = {}
    for key, count in counter.items():
        if key in labels:
            name, _, value = key.partition("=")
            found.setdefault(name, {})[value] = count
    return found


def _place(name: str) -> tuple[int, str]:
    return (GROUP_ORDER.index(name) if name in GROUP_ORDER else len(GROUP_ORDER), name)


_LETTER_SIZES: Final = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")


def _by_size(choice: Choice) -> tuple[float, str]:
    """Sizes stand in their own order, whatever their counts: 36, 37, 38; S, M, L."""
    number = _LEADING_NUMBER.match(choice.value)
    if number:
        return float(number.group()), choice.value
    letters = choice.value.lower()
    return (_LETTER_SIZES.index(letters) - len(_LETTER_SIZES) if letters in _LETTER_SIZES else 1e9), choice.value


def _group(
    name: str, counts: Mapping[str, int], filters: Filters, labels: Mapping[str, Facet], total: int, most: int
) -> FacetGroup | None:
    """None where there is nothing to choose: one value that everything has. What is not wanted is no choice."""
    chosen, gone = filters.facets.get(name, ()), filters.excluded.get(name, ())
    found = [
        Choice(value=value, label=labels[f"{name}={value}"].label, count=count, chosen=value in chosen)
        for value, count in counts.items()
        if value not in gone
    ]
    if not found or (not chosen and len(found) < 2 and all(choice.count == total for choice in found)):
        return None
    measured = name == "size" or all(choice.value[:1].isdigit() for choice in found)
    found.sort(key=_by_size if measured else lambda choice: (not choice.chosen, -choice.count, choice.value))
    label = GROUP_LABELS.get(name) or Words(name.replace("_", " ").capitalize(), name.replace("_", " "))
    return FacetGroup(name=name, label=label, choices=tuple(found[:most]))
