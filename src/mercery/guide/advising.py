"""From a need and the pieces to advice: what fits, what is offered, what is given up, what is worth asking. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mercery.guide.advice import MOST_OFFERS, Advice
from mercery.guide.arriving import Arrival
from mercery.guide.asking import question
from mercery.guide.considered import Considered
from mercery.guide.features import OCCASIONS
from mercery.guide.fitting import OF_ITS_OWN, Fit, Selling, fit, of_product
from mercery.guide.need import Need, Wish
from mercery.guide.offering import NOTHING_KNOWN, Standing, chosen, for_occasion, has_words, offered
from mercery.guide.owned import Purchase, has_enough
from mercery.guide.relaxing import Relaxed, far_in_price, hopeless, relaxed, weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What a turn is decided with, beside need and pieces."""

    currency: str
    """What is paid with, where the shopper has not said."""
    others: tuple[str, ...] = ()
    """Other currencies of the shop, looked at where nothing is sold in that one and none was said."""
    today: date
    arrival: Arrival | None = None
    owned: tuple[Purchase, ...] = ()
    standing: Standing = NOTHING_KNOWN
    asked: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    without: Collection[str] = ()
    """Pieces not to be offered in this turn: those shown before, where others are asked for."""
    set_aside: Collection[str] = ()
    """Pieces the shopper said are not for them; one that is asked for by name is offered all the same."""


def advised(pieces: Sequence[Considered], need: Need, counter: Counter) -> Advice:
    """What the guide answers."""
    currency, result = _sold(pieces, need, counter)
    left = result.fits
    if not left:
        nothing = _nothing(pieces, need, _selling(currency, counter), result)
        return replace(nothing, left=_shown_already(pieces, need, counter)) if counter.without else nothing
    asked = question(left, need, currency=currency, asked=counter.asked, refused=counter.refused)
    offers = (
        ()
        if asked and _tells_nothing(left, need)
        else tuple(offered(one, need.order) for one in chosen(left, need, counter.standing))
    )
    return Advice(
        outcome="offer" if offers else "ask",
        need=need,
        offers=offers,
        given_up=_lightest_first(result.given_up),
        question=asked,
        left=len(left),
    )


def _shown_already(pieces: Sequence[Considered], need: Need, counter: Counter) -> int:
    """How many fit and were shown before: others were asked for, and these are all there are."""
    return len(_sold(pieces, need, replace(counter, without=()))[1].fits)


def _tells_nothing(left: Sequence[Fit], need: Need) -> bool:
    """Whether any pieces would be as good as any others: no wish, no word that one of them has, no occasion one is for."""
    if need.order is not None or any(not ranks_only(wish) for wish in need.wishes):
        return False
    return not any(has_words(one.one, need) or for_occasion(one.one, need) for one in left)


def _nothing(pieces: Sequence[Considered], need: Need, selling: Selling, result: Relaxed) -> Advice:
    """Nothing fits: what is expected back and would, and what comes nearest, each with what it misses."""
    back = [
        replace(offered(one), back_on=one.variant.stock.restock, stock_fact_id=one.one.variant_facts[one.variant.id]["stock"].id)
        for one in _coming_back(pieces, need, selling)
    ]  # fmt: skip
    soon = {one.product_id for one in back}
    close = [one for one in result.near if one.id not in soon]
    if need.of("product", unwanted=True) and all(far_in_price(one) for one in close):
        # What was turned down comes back, where the shopper wants it to, before what is far too dear.
        close = []
    near = [*back, *(offered(one) for one in close)][:MOST_OFFERS]
    return Advice(outcome="none", need=need, near=tuple(near), given_up=result.given_up)


def _coming_back(pieces: Sequence[Considered], need: Need, selling: Selling) -> list[Fit]:
    """Pieces that meet everything in a variant that is sold out, the soonest back first."""
    wishes = [wish for wish in need.wishes if not ranks_only(wish) and wish.kind != "delivery"]
    weights = [0.0] * len(wishes)
    found = [
        one
        for piece in pieces
        if (one := fit(piece, wishes, selling, weights, piece.coming(selling.currency))) and not one.missed
    ]
    return sorted(found, key=lambda one: (one.variant.stock.restock or date.max, one.price))


def fits_of(pieces: Sequence[Considered], need: Need, selling: Selling) -> list[Fit]:
    """Every piece that can be sold, in the variant that misses least."""
    wishes = [wish for wish in need.wishes if not ranks_only(wish)]
    latest = max((wish.turn for wish in need.wishes), default=0)
    weights = [weight(wish, latest) for wish in wishes]
    held = (fit(one, wishes, selling, weights) for one in pieces)
    return [one for one in held if one is not None]


def worth_holding(pieces: Iterable[Considered], need: Need) -> list[Considered]:
    """Those that may be offered or come near by what is the same of all their variants: what is another kind of thing,
    or of what somebody cannot bear, is left out before prices and stock are read."""
    selling = Selling(currency="")
    wishes = [wish for wish in need.wishes if hopeless(wish) and wish.kind not in OF_ITS_OWN]
    wishes.sort(key=lambda wish: wish.kind not in _CHEAP)
    return [one for one in pieces if all(of_product(one, wish, selling) for wish in wishes)]


_CHEAP: Final = ("product", "category", "brand", "audience")
"""Wishes that take no reading of texts."""


def ranks_only(wish: Wish) -> bool:
    """A birthday or the office is a reason to buy, which no fact of a piece shows or denies: it ranks."""
    return wish.kind == "occasion" and not any(value in OCCASIONS for value in wish.values)


def _sold(pieces: Sequence[Considered], need: Need, counter: Counter) -> tuple[str, Relaxed]:
    """What is left in the shopper's currency; where none was said and nothing is sold in the shop's, in another."""
    wanted = {value for wish in need.of("product") for value in wish.values}
    open_to = [
        one
        for one in pieces
        if one.id not in counter.without
        and (one.id in wanted or not (one.id in counter.set_aside or has_enough(one, counter.owned, counter.today)))
    ]
    said = need.currency or next((wish.currency for wish in need.of("price") if wish.currency), None)
    currencies = (said,) if said else (counter.currency, *counter.others)
    first: tuple[str, Relaxed] | None = None
    for currency in currencies:
        result = relaxed(fits_of(open_to, need, _selling(currency, counter)), need.wishes)
        if result.fits:
            return currency, result
        first = first or (currency, result)
    assert first is not None
    return first


def _selling(currency: str, counter: Counter) -> Selling:
    arrival = counter.arrival
    return Selling(
        currency=currency, arrives=arrival.by if arrival else None, arrives_fact=arrival.fact_id if arrival else ""
    )


def _lightest_first(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    latest = max((wish.turn for wish in wishes), default=0)
    return tuple(sorted(wishes, key=lambda wish: weight(wish, latest)))
