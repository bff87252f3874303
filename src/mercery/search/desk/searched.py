"""What visitors searched for and what came of it, put together from their single acts. Pure.

Within half an hour the same words of the same visitor are one search, however often the page was loaded, filtered or
turned. A click belongs to the search it was made from; what goes into the bag or is bought belongs to the last search
of that visitor that showed the piece and from which it was opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import Lang
from mercery.interactions.interaction import Interaction
from mercery.search.desk.key import query_key

ONE_SEARCH: Final = timedelta(minutes=30)
"""The same words within it are the same search."""
REFORMULATED: Final = timedelta(minutes=5)
"""Other words within it, with nothing clicked in between, stand in the place of the first."""
LEADS_TO_BAG: Final = timedelta(hours=6)
LEADS_TO_ORDER: Final = timedelta(days=7)
MOST_SHOWN: Final = 96
"""Places kept of one search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """A piece opened from the results; its place from 1, None where that is not known."""

    product_id: str
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """One search of one visitor."""

    id: int
    visitor_id: str
    at: datetime
    until: datetime
    """When these words were last asked."""
    query: str
    key: str
    lang: Lang
    found: int
    exact: bool
    relaxed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    clicked: tuple[Click, ...] = ()
    carted: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    next_key: str = ""
    next_query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """That a visitor bought these products."""

    visitor_id: str
    at: datetime
    products: frozenset[str]


@dataclass(slots=True)
class _Open:
    """A search while its acts are gathered."""

    made: Searched
    places: dict[str, int] = field(default_factory=dict)
    clicks: dict[str, Click] = field(default_factory=dict)
    carted: dict[str, None] = field(default_factory=dict)
    bought: dict[str, None] = field(default_factory=dict)

    def closed(self) -> Searched:
        shown = [one for one, _ in sorted(self.places.items(), key=lambda pair: pair[1])]
        return replace(
            self.made,
            shown=tuple(shown[:MOST_SHOWN]),
            clicked=tuple(self.clicks.values()),
            carted=tuple(self.carted),
            bought=tuple(self.bought),
        )


def searches(acts: Iterable[Interaction], bought: Iterable[Bought] = ()) -> list[Searched]:
    """The searches of all visitors, the oldest first. `acts` are in the order of time."""
    of_visitor: dict[str, list[Interaction]] = defaultdict(list)
    for act in acts:
        of_visitor[act.visitor_id].append(act)
    buys: dict[str, list[Bought]] = defaultdict(list)
    for one in bought:
        buys[one.visitor_id].append(one)
    found = [one for visitor, own in of_visitor.items() for one in _of_visitor(own, buys.get(visitor, ()))]
    return sorted(found, key=lambda one: (one.at, one.id))


def _of_visitor(acts: Sequence[Interaction], buys: Sequence[Bought]) -> list[Searched]:
    made: list[_Open] = []
    for act in acts:
        at = act.at
        if at is None:
            continue
        if act.kind == "search" and act.query:
            _asked(made, act, at)
        elif act.kind == "click" and act.product_id and act.query:
            _clicked(made, act.product_id, query_key(act.query), at)
        elif act.kind == "add_to_cart" and act.product_id:
            last = _led_to(made, act.product_id, at, LEADS_TO_BAG)
            if last is not None:
                last.carted[act.product_id] = None
    for one in buys:
        for product in one.products:
            last = _led_to(made, product, one.at, LEADS_TO_ORDER)
            if last is not None:
                last.bought[product] = None
    return _reformulated([one.closed() for one in made])


def _asked(made: list[_Open], act: Interaction, at: datetime) -> None:
    query = act.query or ""
    key = query_key(query)
    if not key:
        return
    same = next((one for one in reversed(made) if one.made.key == key and at - one.made.until <= ONE_SEARCH), None)
    if same is None:
        details = act.details
        relaxed = tuple(part for part in str(details.get("relaxed", "")).split("; ") if part)
        same = _Open(
            Searched(
                id=act.id, visitor_id=act.visitor_id, at=at, until=at, query=query, key=key, lang=act.lang or "en",
                found=int(details.get("found", 0)), exact=bool(details.get("exact", True)), relaxed=relaxed,
            )
        )  # fmt: skip
        made.append(same)
    else:
        same.made = replace(same.made, until=at)
    _shown(same, act.details)


def _shown(search: _Open, details: Mapping[str, int | str | bool]) -> None:
    """Places are those of the shop's own order: a list that the shopper sorted by price says nothing of a place."""
    if details.get("sort", "relevance") != "relevance":
        return
    first = int(details.get("from", 1))
    for place, product_id in enumerate(str(details.get("shown", "")).split(), first):
        search.places.setdefault(product_id, place)


def _clicked(made: Sequence[_Open], product_id: str, key: str, at: datetime) -> None:
    for one in reversed(made):
        if one.made.key == key and at - one.made.until <= ONE_SEARCH:
            one.clicks.setdefault(product_id, Click(product_id=product_id, place=one.places.get(product_id)))
            return


def _led_to(made: Sequence[_Open], product_id: str, at: datetime, within: timedelta) -> _Open | None:
    return next(
        (one for one in reversed(made) if one.made.at <= at <= one.made.until + within and product_id in one.clicks),
        None,
    )


def _reformulated(found: Sequence[Searched]) -> list[Searched]:
    """A search that led to nothing and was followed by other words within minutes."""
    made = []
    for one, following in zip(found, (*found[1:], None), strict=False):
        turned = (
            following is not None
            and not one.clicked
            and following.key != one.key
            and following.at - one.until <= REFORMULATED
        )
        made.append(replace(one, next_key=following.key, next_query=following.query) if turned and following else one)
    return made
