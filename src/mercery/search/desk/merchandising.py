"""Merchandising rules on a ranked list: pin, boost, bury. Pure.

A rule moves pieces, it never lies about them: nothing is brought forward that cannot be bought or that does not meet
every limit the shopper set, and each piece that was moved carries a mark that says by which rule and from where.
Boosts and burials act on places, not on scores, so that they mean the same whatever the ranking is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar

from mercery.search.desk.rule import Act, Rule

BOOST_BY: Final[Mapping[int, float]] = {1: 0.5, 2: 0.25, 3: 0.1}
"""What a boost makes of the distance from the top, by strength."""
BURY_BY: Final[Mapping[int, float]] = {1: 2.0, 2: 4.0}
"""What a burial makes of it; the strongest sends to the end."""


class Ranked(Protocol):
    """A piece of the list."""

    @property
    def product_id(self) -> str: ...
    @property
    def values(self) -> Collection[str]: ...


One = TypeVar("One", bound=Ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Why a piece stands where it stands."""

    rule_id: str
    act: Act
    was: int | None
    """Its place without any rule, from 1; None where it was not among the results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchandised(Generic[One]):
    """The list with the rules applied."""

    pieces: tuple[One, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """Only of pieces that stand elsewhere than they would."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Rules that found a piece they may not bring forward, with its id."""


def in_force(rules: Iterable[Rule], *, keys: Collection[str], category: str = "", now: datetime) -> tuple[Rule, ...]:
    """The rules that count for a list, the oldest first. `keys`: of the query as typed, and as it was mended."""
    found = [
        rule
        for rule in rules
        if rule.standing(now) == "in_force" and any(rule.scope.covers(key, category) for key in keys)
    ]
    return tuple(sorted(found, key=lambda rule: (rule.made_at, rule.id)))


def to_bring_in(rules: Iterable[Rule], known: Collection[str]) -> tuple[str, ...]:
    """Products that are pinned and not among the results."""
    wanted = (rule.target.value for rule in rules if rule.act == "pin")
    return tuple(dict.fromkeys(one for one in wanted if one not in known))


def merchandise(
    ranked: Sequence[One],
    rules: Sequence[Rule],
    *,
    may_rise: Callable[[One], bool],
    brought: Sequence[One] = (),
) -> Merchandised[One]:
    """The list by the rules, which are those in force for it.

    `brought` are pinned pieces from outside the results. `may_rise` says whether a piece can be bought and meets every
    limit the shopper set; without it a pin or boost leaves the piece where it is, or out.
    """
    if not rules:
        return Merchandised(pieces=tuple(ranked))
    was = {one.product_id: place for place, one in enumerate(ranked, 1)}
    by: dict[str, Rule] = {}
    refused: dict[str, str] = {}
    moved = _shifted(ranked, rules, may_rise, by, refused)
    pieces = _pinned(moved, brought, rules, may_rise, by, refused)
    now_at = {one.product_id: place for place, one in enumerate(pieces, 1)}
    marks = {
        product_id: Mark(rule_id=rule.id, act=rule.act, was=was.get(product_id))
        for product_id, rule in by.items()
        if was.get(product_id) != now_at[product_id]
    }
    return Merchandised(pieces=tuple(pieces), marks=marks, refused=refused)


def _shifted(
    ranked: Sequence[One],
    rules: Sequence[Rule],
    may_rise: Callable[[One], bool],
    by: dict[str, Rule],
    refused: dict[str, str],
) -> list[One]:
    """By boosts and burials. Of several boosts the strongest counts, of several burials too; one of each end in a burial."""
    boosts = sorted((rule for rule in rules if rule.act == "boost"), key=lambda rule: -rule.strength)
    burials = sorted((rule for rule in rules if rule.act == "bury"), key=lambda rule: -rule.strength)
    if not boosts and not burials:
        return list(ranked)
    keyed: list[tuple[tuple[int, float, int], One]] = []
    for at, one in enumerate(ranked):
        burial = _first(burials, one)
        boost = None if burial else _first(boosts, one)
        last, distance = 0, float(at)
        if burial is not None:
            by[one.product_id] = burial
            last, distance = int(burial.strength not in BURY_BY), (at + 1) * BURY_BY.get(burial.strength, 1.0)
        elif boost is not None and may_rise(one):
            by[one.product_id] = boost
            distance = at * BOOST_BY[boost.strength] - 1
        elif boost is not None:
            refused[boost.id] = one.product_id
        keyed.append(((last, distance, at), one))
    return [one for _, one in sorted(keyed, key=lambda pair: pair[0])]


def _first(rules: Sequence[Rule], one: One) -> Rule | None:
    return next((rule for rule in rules if rule.target.covers(one.product_id, one.values)), None)


def _pinned(
    moved: list[One],
    brought: Sequence[One],
    rules: Sequence[Rule],
    may_rise: Callable[[One], bool],
    by: dict[str, Rule],
    refused: dict[str, str],
) -> list[One]:
    """By pins: the newest pin of a piece counts; of two at one place the older keeps it and the other stands behind."""
    known = {one.product_id: one for one in (*brought, *moved)}
    pins: dict[str, Rule] = {}
    for rule in rules:
        one = known.get(rule.target.value) if rule.act == "pin" else None
        if one is None:
            continue
        if not may_rise(one):
            refused[rule.id] = one.product_id
            continue
        pins[one.product_id] = rule
    rest = iter([one for one in moved if one.product_id not in pins])
    waiting = sorted(pins.items(), key=lambda pair: (pair[1].place or 1, pair[1].made_at, pair[1].id))
    pieces: list[One] = []
    for product_id, rule in waiting:
        while len(pieces) + 1 < (rule.place or 1) and (one := next(rest, None)) is not None:
            pieces.append(one)
        pieces.append(known[product_id])
        by[product_id] = rule
    return [*pieces, *rest]
