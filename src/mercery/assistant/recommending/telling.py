"""Recommendations as acts and cards: each piece with the facts it shares with what it goes with. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mercery.assistant.goods import Goods
from mercery.assistant.recommending.asking import Wanted
from mercery.assistant.turns import Decision
from mercery.claims.facts import Fact
from mercery.claims.plan import Act, Because, Propose, Proposed, facts_named
from mercery.claims.values import Materials, Stock
from mercery.recommendations.service import Explained

MOST_REASONS: Final = 3


def told(
    asked: Wanted, pieces: Sequence[Explained], shelf: Mapping[str, Goods], about: Goods | None, before: Decision
) -> Decision | None:
    """The decision; None where nothing that is recommended can be said in full. What the message was answered with about the
    care of the piece itself stays in front."""
    offers = tuple(offer for one in pieces if (offer := _proposed(one, shelf)) is not None)
    if not offers:
        return None
    propose = Propose(offers=offers, beside=asked, to=about.about if about and asked != "else" else None)
    kept = _told_of_care(before) if asked == "care" else ()
    acts: tuple[Act, ...] = (*kept, propose)
    facts = {fact.id: fact for goods in shelf.values() for fact in goods.facts} | dict(before.facts)
    named = {key for act in acts for key in facts_named(act)}
    return Decision(
        acts=acts,
        facts={key: facts[key] for key in named},
        path=(f"recommended:{asked}",),
        shown=tuple(one.about.product_id for one in offers),
    )


def _told_of_care(before: Decision) -> tuple[Act, ...]:
    return tuple(act for act in before.acts if act.kind == "inform" and act.attribute.startswith("care"))


def _proposed(one: Explained, shelf: Mapping[str, Goods]) -> Proposed | None:
    """The piece in the first variant that can be had and has a price."""
    goods = shelf.get(one.product.id)
    if goods is None:
        return None
    prices = {fact.subject.id: fact for fact in goods.prices}
    stock = {fact.subject.id: fact for fact in goods.stock}
    there = [variant.id for variant in goods.product.variants if variant.id in prices and _there(stock.get(variant.id))]
    if not there:
        return None
    variant = there[0]
    return Proposed(
        about=goods.about,
        variant_id=variant,
        price_id=prices[variant].id,
        stock_id=stock[variant].id,
        reasons=tuple(Because(fact_id=fact.id) for fact in _reasons(one, goods))[:MOST_REASONS],
    )


def _there(fact: Fact | None) -> bool:
    return fact is not None and isinstance(fact.value, Stock) and fact.value.available


def _reasons(one: Explained, goods: Goods) -> list[Fact]:
    """The facts of the piece its reason stands on; where it stands on none of its own, what it is made of."""
    own = [fact for fact in goods.facts if fact.id in one.facts]
    return own or [fact for fact in goods.of("material") if isinstance(fact.value, Materials)][:1]
