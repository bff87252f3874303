"""The filters of a list: what can be chosen, with how many pieces each choice leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mercery.core.money import Money
from mercery.search.filters import Choice, FacetGroup, PriceBucket
from mercery.search.result import SearchResult
from mercery.storefront.asked import Asked
from mercery.storefront.speech import capital
from mercery.storefront.swatch import swatch
from mercery.storefront.visit import Visit
from mercery.ui.formats import money_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """One box of a filter."""

    name: str
    value: str
    label: str
    count: int
    chosen: bool
    url: str
    """The list with this choice switched."""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """One filter."""

    name: str
    label: str
    choices: tuple[FilterChoice, ...]


def filter_groups(
    visit: Visit, asked: Asked, result: SearchResult, subcategories: Sequence[FilterChoice], *, hide_category: bool
) -> tuple[FilterGroup, ...]:
    """The filters in their order; those that would leave nothing to choose are left out."""
    found = [
        _group(visit, asked, group)
        for group in result.facets
        if not (hide_category and group.name == "category") and any(choice.count for choice in group.choices)
    ]
    if subcategories:
        label = visit.say("Category", "分类")
        found.insert(0, FilterGroup(name="subcategory", label=label, choices=tuple(subcategories)))
    return tuple(found)


def _group(visit: Visit, asked: Asked, group: FacetGroup) -> FilterGroup:
    chosen = asked.facets.get(group.name, ())
    choices = tuple(_choice(visit, asked, group.name, choice, choice.value in chosen) for choice in group.choices)
    return FilterGroup(name=group.name, label=group.label.text(visit.lang), choices=choices)


def _choice(visit: Visit, asked: Asked, name: str, choice: Choice, chosen: bool) -> FilterChoice:
    switch = asked.without_pair(name, choice.value) if chosen else asked.with_pair(name, choice.value)
    colour = swatch(choice.label.en, choice.label.zh) if name in ("colour", "color") else ""
    return FilterChoice(
        name=name,
        value=choice.value,
        label=capital(choice.label.text(visit.lang)),
        count=choice.count,
        chosen=chosen,
        url=switch,
        colour=colour,
    )


def price_bands(visit: Visit, asked: Asked, buckets: Sequence[PriceBucket]) -> tuple[FilterChoice, ...]:
    """Round bands of price, each as the address that chooses it."""
    digits = len(str(Money.from_major(1, visit.currency).minor)) - 1
    found = []
    for bucket in buckets:
        top = None if bucket.high is None else bucket.high - 1
        low = str(bucket.low // 10**digits) if bucket.low else ""
        high = str(Money(bucket.high - 1, visit.currency).major) if bucket.high is not None else ""
        switch = asked.replaced(min="", max="") if bucket.chosen else asked.replaced(min=low, max=high)
        found.append(
            FilterChoice(
                name="price", value=f"{low}-{high}", label=range_text(visit, bucket.low, top, open_top=bucket.high),
                count=bucket.count, chosen=bucket.chosen, url=switch,
            )
        )  # fmt: skip
    return tuple(found)


def range_text(visit: Visit, low: int, high: int | None, *, open_top: int | None = None) -> str:
    """`Under €500`, `€500 to €1,000`, `From €1,000`; `open_top` is the round edge just above `high`."""

    def text(minor: int) -> str:
        return money_text(Money(minor, visit.currency), visit.lang)

    if high is None:
        return visit.say(f"From {text(low)}", f"{text(low)} 起")
    if not low:
        return visit.say(f"Under {text(open_top or high)}", f"{text(open_top or high)} 以内")
    return visit.say(f"{text(low)} to {text(open_top or high)}", f"{text(low)} 至 {text(open_top or high)}")
