"""What others do, as far as it is counted: who buys what with what, when again, what many like.

The lists are read from memory-mapped files (`stored`); a shop without orders yet shows what its visitors looked at.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import sqrt
from typing import Final

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.interactions import service as interactions
from mercery.recommendations.history import History
from mercery.recommendations.model.blend import Blend, Scored
from mercery.recommendations.model.features import TAIL
from mercery.recommendations.model.history import History as Lines
from mercery.recommendations.model.lists import Ids, Lists, Weights
from mercery.recommendations.recommendation import FEWEST, Reason, ReasonKind
from mercery.recommendations.stored.library import OpenModel, opened
from mercery.recommendations.stored.versions import day_of

MOST: Final = 160
"""Pieces the lists bring into a request."""
POPULAR: Final = 60
OFTEN: Final = 3
_FRESH_SECONDS: Final = 600.0
_MOST_SHOPS: Final = 200
_SPEAKS: Final = ("again", "due", "with", "about", "viewed")
"""Parts that say something about this person or this request; `loved` says the same to everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What the lists say for one request."""

    scores: Mapping[str, float] = field(default_factory=dict)
    """From 0 to 1 for each piece that something speaks for."""
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    """What speaks for it most."""
    popular: Sequence[tuple[str, int]] = ()
    """Pieces many like, with how many orders or visitors say so, the most first."""
    counted: str = "orders"
    """What `popular` counts: `orders` or `visitors`."""
    due: Mapping[str, date] = field(default_factory=dict)
    """When a piece that was bought is likely bought again, where its repeats say so."""


@dataclass(slots=True)
class _Kept:
    """What is derived from one version of a shop's lists."""

    version: str
    blend: Blend
    popular: Sequence[tuple[str, int]]


_kept: dict[str, _Kept] = {}
_looked: dict[str, tuple[float, Sequence[tuple[str, int]]]] = {}


async def behaviour_of(session: AsyncSession, shop: Shop, history: History, about: Sequence[str]) -> Behaviour:
    """What speaks for which piece; O(recent history × K)."""
    model = await opened(session, shop.id)
    due = due_dates(history)
    if not model.about.orders or not model.name:
        return Behaviour(popular=await _visitors(session, shop), counted="visitors", due=due)
    kept = _kept_of(shop.id, model)
    lines = _lines(history, model)
    asked = [at for at in model.items.numbers(list(about)).tolist() if at >= 0]
    day = day_of(now())
    scored = kept.blend.score(lines, model.lists, day, asked)
    return replace(_heard(scored, lines, asked, model, kept.popular), due=due)


def due_dates(history: History) -> dict[str, date]:
    """When this person is likely to buy a piece again, by their own gaps: of pieces bought three times or more."""
    days: dict[str, list[date]] = {}
    for one in history.bought:
        days.setdefault(one.product_id, []).append(one.at.date())
    found = {}
    for product_id, some in days.items():
        first, last, times = min(some), max(some), len(set(some))
        if times >= OFTEN:
            found[product_id] = last + (last - first) / (times - 1)
    return found


def _kept_of(shop_id: str, model: OpenModel) -> _Kept:
    known = _kept.get(shop_id)
    if known is None or known.version != model.name:
        if len(_kept) >= _MOST_SHOPS:
            _kept.clear()
        known = _kept[shop_id] = _Kept(model.name, model.blend, _most_bought(model))
    return known


def _most_bought(model: OpenModel) -> list[tuple[str, int]]:
    bought = model.lists.popularity
    many = min(POPULAR, len(bought))
    if not many:
        return []
    best = np.argpartition(-bought, many - 1)[:many]
    best = best[np.lexsort((best, -bought[best]))]
    found = [int(one) for one in best if bought[one] > 0]
    return list(zip(model.items.product_ids(found), (int(bought[one]) for one in found), strict=True))


def _lines(history: History, model: OpenModel) -> Lines:
    """The person's orders as the model reads them, the oldest first."""
    numbers = model.items.numbers([one.product_id for one in history.bought]).tolist()
    orders: dict[float, list[int]] = {}
    for one, number in sorted(zip(history.bought, numbers, strict=True), key=lambda pair: pair[0].at):
        if number >= 0:
            orders.setdefault(day_of(one.at), []).append(number)
    return Lines.of(orders.items())


def _heard(
    scored: Scored, lines: Lines, asked: Sequence[int], model: OpenModel, popular: Sequence[tuple[str, int]]
) -> Behaviour:
    parts = {name: values for name, values in scored.parts.items() if name in _SPEAKS}
    said = np.maximum(np.stack(list(parts.values())), 0) if parts else np.zeros((1, len(scored.ids)))
    told = np.flatnonzero(said.sum(axis=0) > 1e-6)
    if not len(told):
        return Behaviour(popular=popular)
    told = told[np.argsort(-scored.scores[told], kind="stable")[:MOST]]
    low, high = float(scored.scores[told[-1]]), float(scored.scores[told[0]])
    ids = model.items.product_ids(scored.ids[told])
    names, strongest = list(parts), said[:, told].argmax(axis=0)
    days = dict(_sources(lines, asked))
    lists = model.lists
    bought = _nearest(lists.bought_with, lists.bought_with_weights, days)
    viewed = _nearest(lists.viewed_with, lists.viewed_with_weights, days)
    made = [
        _reason(part, item, id_, days, viewed if part == "viewed" else bought, lists)
        for part, item, id_ in zip((names[at] for at in strongest), scored.ids[told].tolist(), ids, strict=True)
    ]
    source_ids = dict(zip(days, model.items.product_ids(list(days)), strict=True))
    reasons = {id_: _named(one, source_ids) for id_, one in zip(ids, made, strict=True)}
    spread = high - low or 1.0
    scores = {id_: 0.2 + 0.8 * (float(scored.scores[at]) - low) / spread for id_, at in zip(ids, told, strict=True)}
    return Behaviour(scores=scores, reasons=reasons, popular=popular)


def _sources(lines: Lines, asked: Sequence[int]) -> list[tuple[int, float | None]]:
    """The pieces whose neighbours come into question, with the day they were bought."""
    habits = lines.recent()
    tail = habits.tail(TAIL).tolist()
    mine = [(int(habits.own[place]), float(habits.days[habits.last[place]])) for place in tail]
    return [*((one, None) for one in asked), *mine]


Best = Mapping[int, tuple[float, int]]
"""Of each piece the nearest source, with its weight."""


def _nearest(ids: Ids, weights: Weights, sources: Iterable[int]) -> Best:
    """Which source names each piece most."""
    found: dict[int, tuple[float, int]] = {}
    for source in sources:
        for item, weight in zip(ids[source].tolist(), weights[source].tolist(), strict=True):
            if item >= 0 and weight > found.get(item, (0.0, -1))[0]:
                found[item] = (weight, source)
    return found


def _reason(
    part: str, item: int, product_id: str, days: Mapping[int, float | None], best: Best, lists: Lists
) -> Reason:
    if part in ("again", "due"):
        return Reason(kind="again", about=product_id, at=_date(days.get(item)))
    weight, source = best.get(item, (0.0, -1))
    if source < 0:
        return Reason(kind="chosen")
    viewed = part == "viewed"
    # A cosine times the root of both counts is the decayed number of orders that hold both: at least so many there were.
    together = 0 if viewed else int(weight * sqrt(float(lists.popularity[source]) * float(lists.popularity[item])))
    kind: ReasonKind = "looked_at_with" if viewed else "bought_with"
    return Reason(kind=kind, about=str(source), at=_date(days[source]), count=together if together >= FEWEST else 0)


def _named(reason: Reason, source_ids: Mapping[int, str]) -> Reason:
    """With the product's id in the place of its number."""
    if reason.kind not in ("bought_with", "looked_at_with"):
        return reason
    return replace(reason, about=source_ids[int(reason.about)])


def _date(day: float | None) -> date | None:
    return date.fromordinal(719_163 + int(day)) if day is not None else None


async def _visitors(session: AsyncSession, shop: Shop) -> Sequence[tuple[str, int]]:
    known = _looked.get(shop.id)
    if known is not None and time.monotonic() - known[0] < _FRESH_SECONDS:
        return known[1]
    counts = await interactions.popularity(session, shop.id)
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:POPULAR]
    if len(_looked) >= _MOST_SHOPS:
        _looked.clear()
    _looked[shop.id] = (time.monotonic(), found)
    return found


def forget_behaviour() -> None:
    """Drop what is kept, as a new process begins."""
    _kept.clear()
    _looked.clear()
