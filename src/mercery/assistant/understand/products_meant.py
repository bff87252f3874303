"""Which products a message is about: those it names, else those at hand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mercery.assistant.turns import Normalised, TurnContext
from mercery.assistant.understand import topics
from mercery.assistant.understand.corrected import Found, the_other
from mercery.assistant.understand.names import SURE, WITH_CONTEXT, Named, ProductNames


def find_products(message: Normalised, names: ProductNames, context: TurnContext) -> Found:
    """The products a message is about, with what the turn before asked."""
    found = _with_sibling(_products(message, names, context), names, message)
    return replace(found, topic=context.topic, materials=context.materials)


def _products(message: Normalised, names: ProductNames, context: TurnContext) -> Found:
    """Products by name; else the one whose page is open; else the one last talked about."""
    at_hand = tuple(dict.fromkeys(one for one in (context.product_id, *context.talked_about[:1]) if one))
    found = names.named(message.text)
    if at_hand and (other := the_other(message.text, found, names, context)) is not None:
        return other
    least = WITH_CONTEXT if at_hand else 0.6
    strong = [one for one in found if one.share >= least]
    whole = [one for one in strong if one.share >= SURE]
    if whole:
        return _beside(
            _of(sorted(whole[:3], key=lambda one: names.place(one.product_id, message.text))), at_hand, message
        )
    if strong or (found and not at_hand):
        rivals = names.sharing((strong or found)[0].tokens)
        if len(rivals) > 1 and not set(rivals) & set(at_hand):
            return Found(unsure_between=rivals[:3], tokens=(strong or found)[0].tokens, by_name=True)
        return _beside(_among(strong or found, at_hand), at_hand, message)
    if at_hand:
        return Found(product_ids=at_hand[:1], colours=context.colours, sizes=context.sizes)
    return Found(near=names.near(message.text))


def _beside(found: Found, at_hand: Sequence[str], message: Normalised) -> Found:
    """`Is it lighter than the Work Tote?` speaks of the one at hand as well."""
    if len(found.product_ids) != 1 or not topics.COMPARES.search(message.text):
        return found
    others = [one for one in at_hand[:1] if one not in found.product_ids]
    alone = topics.PRONOUN.search(message.text) or message.text.lower().lstrip().startswith(("than", "比"))
    return replace(found, product_ids=(*others, *found.product_ids)) if others and alone else found


_TWO = 2


def _with_sibling(found: Found, names: ProductNames, message: Normalised) -> Found:
    """`The Riva and the Riva Polarised`: where a comparison names one piece in full, the other is the one that what is
    left of the message names best; where it names none (`the petite one and the large one`), the one whose name the
    first one's is made of."""
    if not topics.COMPARES.search(message.text):
        return found
    if len(found.near) == _TWO and not found.product_ids and not found.unsure_between:
        return replace(found, product_ids=found.near, near=(), by_name=True)
    if not found.by_name:
        return found
    if len(found.unsure_between) == _TWO and not found.product_ids:
        return replace(found, product_ids=found.unsure_between, unsure_between=())
    if len(found.product_ids) != 1:
        return found
    other = names.beside(found.product_ids[0], message.text)
    return replace(found, product_ids=(*found.product_ids, other)) if other else found


def _of(named: Sequence[Named]) -> Found:
    return Found(
        product_ids=tuple(one.product_id for one in named),
        tokens=frozenset().union(*(one.tokens for one in named)),
        by_name=True,
    )


def _among(named: Sequence[Named], at_hand: Sequence[str]) -> Found:
    """The likeliest of names said in part; the one at hand among equals; unsure when several fit alike."""
    best = [one for one in named if one.share >= named[0].share - 0.08]
    known = [one for one in best if one.product_id in at_hand]
    if len(best) == 1 or known:
        return _of(known[:1] or best)
    return Found(unsure_between=tuple(one.product_id for one in best[:3]), tokens=best[0].tokens, by_name=True)
