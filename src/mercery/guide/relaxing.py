"""Which wishes matter most, and which are given up first where nothing meets them all. Pure.

An allergy, a material somebody does without, a size, a piece that was refused or is owned already are never given up.
What was only wished for ("if possible") goes before what was said without doubt, and goes by itself; what was said
without doubt is only named as what stands in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from mercery.guide.features import is_allergen
from mercery.guide.fitting import Fit
from mercery.guide.need import Wish

_WEIGHT: Final[dict[str, float]] = {
    "category": 60.0,
    "audience": 48.0,
    "product": 46.0,
    "price": 38.0,
    "delivery": 36.0,
    "material": 32.0,
    "measure": 30.0,
    "feature": 28.0,
    "colour": 24.0,
    "brand": 20.0,
    "on_sale": 14.0,
    "occasion": 10.0,
    "size": 50.0,
}
_KIND: Final = 55.0
"""The kind of goods is nearly what the category is: who asks for a ring is not served with a brooch."""
_STYLE: Final = 8.0
_SOFT: Final = 0.25
_RECENT: Final = 14.0
"""What was said last weighs more than what was said before, if they are nearly of the same weight."""
_PROTECTED: Final = 10_000.0
MOST_GIVEN_UP: Final = 2
"""A piece that misses more than so many things said without doubt is no near miss."""
FAR: Final = Decimal("1.5")
"""Half as dear again as the limit is not near it, while anything else is."""


def protected(wish: Wish) -> bool:
    """Whether a wish is never given up, whatever else is."""
    if wish.kind == "size":
        return not wish.unwanted
    if wish.kind == "feature":
        return is_allergen(wish)
    return wish.unwanted and wish.kind in ("material", "product", "category")


def yields(wish: Wish, found: Sequence[Fit]) -> bool:
    """Whether it goes by itself where nothing meets it: what was only wished for, and a matter of taste (an occasion, a
    style) that the facts of none of the goods asked for show."""
    if protected(wish):
        return False
    if wish.firmness == "wish":
        return True
    taste = wish.kind == "occasion" or (wish.kind == "feature" and wish.name == "style")
    return taste and all(wish in one.missed for one in found if not any(_what_it_is(other) for other in one.missed))


def hopeless(wish: Wish) -> bool:
    """Whether a piece that misses it is neither offered nor a near miss: another kind of thing, or what is never given
    up."""
    return protected(wish) or (wish.firmness == "must" and _what_it_is(wish))


def weight(wish: Wish, latest: int = 0) -> float:
    """How much it matters; the later said, the more, among the like."""
    if protected(wish):
        return _PROTECTED
    base = _WEIGHT.get(wish.kind, _STYLE)
    if wish.kind == "feature":
        base = _KIND if wish.name == "kind" else _STYLE if wish.name == "style" else base
    soft = _SOFT if wish.firmness == "wish" else 1.0
    return base * soft + _RECENT / (1 + max(0, latest - wish.turn))


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """What is left after giving up, and what was given up for it."""

    fits: tuple[Fit, ...] = ()
    given_up: tuple[Wish, ...] = ()
    near: tuple[Fit, ...] = ()
    """Where nothing is left: pieces that miss least, the nearest first."""


def relaxed(found: Sequence[Fit], wishes: Sequence[Wish]) -> Relaxed:
    """The pieces that meet everything; else everything but the least important of what was only wished for; else none,
    with the pieces that come nearest."""
    latest = max((wish.turn for wish in wishes), default=0)
    whole = tuple(one for one in found if not one.missed)
    if whole:
        return Relaxed(fits=whole)
    soft = sorted((wish for wish in wishes if yields(wish, found)), key=lambda wish: weight(wish, latest))  # fmt: skip
    gone = _fewest(found, soft, latest)
    if gone is not None:
        left = tuple(one for one in found if set(one.missed) <= set(gone))
        return Relaxed(fits=left, given_up=gone)
    return _nearest(found, latest)


def _fewest(found: Sequence[Fit], soft: Sequence[Wish], latest: int) -> tuple[Wish, ...] | None:
    """The least weighty of the soft wishes whose loss leaves something."""
    missing = [frozenset(one.missed) for one in found if set(one.missed) <= set(soft)]
    if not missing:
        return None
    least = min(missing, key=lambda gone: (sum(weight(wish, latest) for wish in gone), len(gone)))
    return tuple(wish for wish in soft if wish in least)


def _nearest(found: Sequence[Fit], latest: int) -> Relaxed:
    """The pieces that miss least, and what stands in the way of the nearest."""
    possible = [one for one in found if _is_near(one)]
    if not possible:
        return Relaxed()
    possible = [one for one in possible if not far_in_price(one)] or possible
    ordered = sorted(possible, key=lambda one: (_missing(one, latest), one.price, one.id))
    least = len(ordered[0].missed)
    near = in_turn([one for one in ordered if len(one.missed) <= least])
    gone = tuple(sorted(near[0].missed, key=lambda wish: weight(wish, latest)))
    return Relaxed(given_up=gone, near=tuple(near))


def in_turn(ordered: Sequence[Fit]) -> list[Fit]:
    """One of each kind of miss after the other, the lightest first: a dearer piece in silk beside a cheaper of wool."""
    groups: dict[frozenset[Wish], list[Fit]] = {}
    for one in ordered:
        groups.setdefault(frozenset(one.missed), []).append(one)
    return [one for row in zip_longest(*groups.values()) for one in row if one is not None]


def _is_near(one: Fit) -> bool:
    firm = [wish for wish in one.missed if wish.firmness == "must"]
    return len(firm) <= MOST_GIVEN_UP and not any(protected(wish) or _what_it_is(wish) for wish in one.missed)


def far_in_price(one: Fit) -> bool:
    """Whether it misses a limit of price by so much that nobody who named the limit would look at it."""
    bounds = [wish for wish in one.missed if wish.kind == "price" and wish.currency in (None, one.currency)]
    return any(
        (wish.high is not None and one.price > wish.high * FAR) or (wish.low is not None and one.price * FAR < wish.low)
        for wish in bounds
    )


def _what_it_is(wish: Wish) -> bool:
    """Another kind of thing is no near miss of what was asked for."""
    named = wish.kind == "category" or (wish.kind == "feature" and wish.name == "kind")
    return named and not wish.unwanted


def _missing(one: Fit, latest: int) -> float:
    return sum(weight(wish, latest) for wish in one.missed)
