"""Which pieces come into question for a person, and what speaks for each: an array of candidates × features. Pure.

Candidates are the pieces of the person's own last lines, the neighbours of those bought last and of the pieces the request is
about, and the shop's most bought ones: at most `LINES + (TAIL + ABOUT) * K + POPULAR`, whatever the catalogue. A feature is
zero where nothing speaks, and each belongs to a part, by which a place can be told why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.hazard import Floats, Hazards, Numbers
from mercery.recommendations.model.history import FAR, NEAR, Habits, History
from mercery.recommendations.model.lists import Ids, Lists, Weights

Part = Literal["again", "due", "with", "about", "viewed", "loved"]
"""What speaks for a piece. `again`: this person buys it often. `due`: it is used up about now. `with`: goes with what the
person bought lately. `about`: goes with the pieces the request is about. `viewed`: looked at with either. `loved`: many buy it."""

TAIL: Final = 20
"""So many of the pieces bought last bring their neighbours."""
ABOUT: Final = 64
"""So many of the pieces a request is about do."""
POPULAR: Final = 100
MEASURES: Final = ("cosine", "share", "lift", "peak", "breadth")
"""How nearness is measured."""
FADING: Final = 0.85
"""What a piece of the tail counts, compared with one of the order after it."""

FEATURES: Mapping[str, Part] = {
    "own": "again", "near": "again", "far": "again", "count": "again", "twice": "again", "thrice": "again",
    "last_order": "again", "once_just_now": "again", "age": "again", "days": "again",
    "money": "again", "own_habit": "again", "own_orders": "again", "own_size": "again", "own_loved": "again",
    "near_habit": "again", "age_habit": "again",
    "hazard": "due", "factor": "due", "due": "due", "late": "due", "due_often": "due",
    "with_cosine": "with", "with_share": "with", "with_lift": "with", "with_peak": "with", "with_breadth": "with",
    "own_with": "with",
    "about_cosine": "about", "about_share": "about", "about_lift": "about", "about_peak": "about",
    "about_breadth": "about", "own_about": "about",
    "viewed": "viewed", "viewed_about": "viewed",
    "loved": "loved", "loved_root": "loved", "trend": "loved", "own_trend": "loved",
}  # fmt: skip
"""The columns, in their order, and the part each belongs to."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """Lists, and what is worked out once for each version of them."""

    lists: Lists

    @cached_property
    def hazards(self) -> Hazards:
        """What the rates of pieces lean on."""
        return Hazards.of(self.lists)

    @cached_property
    def popular(self) -> Ids:
        """The pieces bought most of late, half by the short and half by the long half-life."""
        many = min(POPULAR, self.lists.items)
        half = [
            np.argpartition(-column, many - 1)[:many][np.argsort(-column[np.argpartition(-column, many - 1)[:many]])]
            for column in (self.lists.recent_popularity, self.lists.popularity)
            if many
        ]
        mixed = np.stack(half, axis=1).ravel() if half else np.zeros(0, dtype=np.intp)
        _, first = np.unique(mixed, return_index=True)
        found = mixed[np.sort(first)][:many]
        return np.asarray(found[self.lists.popularity[found] > 0], dtype=np.int32)

    @cached_property
    def lines(self) -> float:
        """All lines, decayed with the long half-life."""
        return max(float(self.lists.popularity.sum(dtype=np.float64)), 1.0)

    @cached_property
    def recent_lines(self) -> float:
        """All lines, decayed with the short half-life."""
        return max(float(self.lists.recent_popularity.sum(dtype=np.float64)), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pieces, ascending, and their features: pieces × `FEATURES`."""

    ids: Ids
    matrix: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    """Neighbours of some pieces, flat: for each who it is, how near, whose it is and what that one counts."""

    ids: Ids
    weights: Weights
    sources: Ids
    counts: Floats
    total: float


def candidates(history: History, ready: Ready, day: float, about: Sequence[int] = ()) -> Candidates:
    """Everything that comes into question for this person on this day, but for the pieces it is about."""
    lists, habits = ready.lists, history.recent()
    tail = habits.tail(TAIL)
    fading: Floats = FADING ** habits.ages[habits.last[tail]].astype(np.float64)
    asked = np.asarray(about[:ABOUT], dtype=np.int32)
    level: Floats = np.ones(len(asked), dtype=np.float64)
    bought = _company(lists.bought_with, lists.bought_with_weights, habits.own[tail], fading)
    beside = _company(lists.bought_with, lists.bought_with_weights, asked, level)
    looked = _company(lists.viewed_with, lists.viewed_with_weights, habits.own[tail], fading)
    looked_about = _company(lists.viewed_with, lists.viewed_with_weights, asked, level)
    groups = (habits.own, bought.ids, beside.ids, looked.ids, looked_about.ids, ready.popular)
    ids, places = np.unique(np.concatenate(groups), return_inverse=True)
    own, at, at_about, at_looked, at_looked_about, _ = np.split(places, np.cumsum([len(one) for one in groups])[:-1])
    columns = _loved(ready, ids)
    # What this person bought at this time of year comes back with it, however little it is bought just now.
    seasonal = own[habits.a_year_before(day)]
    columns["trend"][seasonal] = np.maximum(columns["trend"][seasonal], 0.0)
    columns |= _again(habits, own, columns["loved"], columns["trend"], day)
    columns |= _due(habits, own, ready, day, len(ids))
    columns |= _beside("with", bought, at, ready, ids)
    columns |= _beside("about", beside, at_about, ready, ids)
    columns["own_with"] = columns["own"] * columns["with_cosine"]
    columns["own_about"] = columns["own"] * columns["about_cosine"]
    columns["viewed"] = _cosine(looked, at_looked, len(ids))
    columns["viewed_about"] = _cosine(looked_about, at_looked_about, len(ids))
    matrix = np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)
    if len(asked):
        kept = ~np.isin(ids, np.asarray(about, dtype=np.int32))
        ids, matrix = ids[kept], matrix[kept]
    return Candidates(ids=ids, matrix=matrix)


def _company(ids: Ids, weights: Weights, sources: Ids, counts: Floats) -> _Company:
    """The rows of these pieces, without empty places."""
    rows, near = ids[sources], weights[sources]
    filled = rows >= 0
    many = filled.sum(axis=1)
    return _Company(
        ids=rows[filled],
        weights=near[filled],
        sources=np.repeat(sources, many),
        counts=np.repeat(counts, many),
        total=max(float(counts.sum()), 1.0),
    )


def _loved(ready: Ready, ids: Ids) -> dict[str, Floats]:
    """How many buy the piece, and whether that rises or falls."""
    bought = ready.lists.popularity[ids].astype(np.float64)
    share = bought / ready.lines
    expected = share * ready.recent_lines
    return {
        "loved": np.log(share + 1e-6) + 13.0,
        "loved_root": np.sqrt(share) * 20.0,
        "trend": np.log((ready.lists.recent_popularity[ids] + 1.0) / (expected + 1.0)),
    }


def _again(habits: Habits, own: Numbers, loved: Floats, trend: Floats, day: float) -> dict[str, Floats]:
    """How often and how lately this person bought the piece."""
    age = np.log1p(habits.ages[habits.last])
    near, count = np.log1p(habits.frequency(NEAR) * 50.0), habits.counts
    habit = float(np.log(habits.repeat_share / (1.0 - habits.repeat_share))) if habits.orders else 0.0
    size = len(habits.items) / max(habits.orders, 1)
    values = {
        "own": np.ones(len(own)),
        "near": near,
        "far": np.log1p(habits.frequency(FAR) * 50.0),
        "count": np.log(count),
        "twice": count >= 2,
        "thrice": count >= 3,
        "last_order": age == 0,
        "once_just_now": (age == 0) & (count == 1),
        "age": age,
        "days": np.log1p(np.maximum(day - habits.days[habits.last], 0.0)),
        "money": habits.money,
        "own_habit": np.full(len(own), habit),
        "own_orders": np.full(len(own), np.log1p(habits.orders)),
        "own_size": np.full(len(own), np.log1p(size)),
        "own_loved": loved[own],
        "own_trend": trend[own],
        "near_habit": near * habit,
        "age_habit": age * habit,
    }
    return _placed(values, own, len(loved))


def _due(habits: Habits, own: Numbers, ready: Ready, day: float, many: int) -> dict[str, Floats]:
    """Whether the piece is used up about now: by everybody's gaps, and by this person's own."""
    items = habits.own.astype(np.intp)
    gap = np.maximum(day - habits.days[habits.last], 0.0)
    ratio = np.log((gap + 0.5) / (habits.intervals + 0.5))
    often = habits.counts >= 3
    known = habits.counts >= 2
    rates, factors = ready.hazards.rates_and_factors(ready.lists, items, gap)
    values = {
        "hazard": np.log(rates) + 4.0,
        "factor": np.log(factors),
        "due": -np.abs(ratio) * known,
        "late": np.maximum(ratio, 0.0) * known,
        "due_often": -np.abs(ratio) * often,
    }
    return _placed(values, own, many)


def _placed(values: Mapping[str, NDArray[np.generic]], own: Numbers, many: int) -> dict[str, Floats]:
    """Values of the person's own pieces among all candidates, with zero for the others."""
    block = np.zeros((len(values), many))
    block[:, own] = np.stack([np.asarray(one, dtype=np.float64) for one in values.values()])
    return dict(zip(values, block, strict=True))


def _beside(name: str, company: _Company, at: Numbers, ready: Ready, ids: Ids) -> dict[str, Floats]:
    """How near the candidates are to pieces bought, said in several measures that learning can mix.

    The cosine, the share of buyers of the one who buy the other, how many times more that is than of all buyers, the nearest
    of all, and how many of the pieces name the candidate.
    """
    many = len(ids)
    if not len(at):
        return {f"{name}_{measure}": np.zeros(many) for measure in MEASURES}
    bought = ready.lists.popularity
    of_ids = np.maximum(bought[company.ids].astype(np.float64), 1e-3)
    of_sources = np.maximum(bought[company.sources].astype(np.float64), 1e-3)
    near = company.weights.astype(np.float64)
    share = near * np.sqrt(of_ids / of_sources)
    lift = near * ready.lines / np.sqrt(of_ids * of_sources)
    peak = np.zeros(many)
    np.maximum.at(peak, at, near * company.counts)
    values = {
        "cosine": np.log1p(_sum(at, near, company, many) * 50.0),
        "share": np.log1p(_sum(at, share, company, many) * 50.0),
        "lift": _sum(at, np.log1p(lift / 20.0), company, many),
        "peak": np.log1p(peak * 20.0),
        "breadth": np.sqrt(_sum(at, np.ones(len(at)), company, many)),
    }
    return {f"{name}_{measure}": values[measure] for measure in MEASURES}


def _sum(at: Numbers, values: Floats, company: _Company, many: int) -> Floats:
    """Per candidate the mean over the pieces whose neighbours these are."""
    return np.asarray(np.bincount(at, weights=values * company.counts, minlength=many) / company.total)


def _cosine(company: _Company, at: Numbers, many: int) -> Floats:
    if not len(at):
        return np.zeros(many)
    return np.log1p(_sum(at, company.weights.astype(np.float64), company, many) * 50.0)
