"""Where the shop delivers at all, and what it delivers there: by the places its policies name and the currency of the goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.limits import in_place
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView

_CARRY: Final = frozenset({"c:deliver", "c:order", "c:postage", "noun:item", "c:customer", "c:accept"})
_WIDE: Final = frozenset({"world", "europe", "asia", "eu"})


def _delivering(units: Sequence[Clause]) -> list[Clause]:
    return [one for one in units if one.affirmed & {"c:deliver", "c:postage"} and "c:return" not in one.affirmed]


def served(units: Sequence[Clause]) -> set[str]:
    """The places deliveries of which the policies tell."""
    return {key[6:] for one in _delivering(units) for key in one.affirmed if key.startswith("place:")}


def closed(units: Sequence[Clause]) -> Clause | None:
    """The clause that says that the places named are all (`to no other countries`)."""
    for one in units:
        if "c:deliver" in one.affirmed | one.denied and any(
            word in one.text for word in ("no other countries", "nowhere else", "外不配送", "以外不", "其他国家不")
        ):
            return one
    return None


def read_unserved(reading: Reading, segment: Segment) -> bool:
    """`we cannot ship to Australia`: true where the policies name all places and that is none of them."""
    told = [token for token in segment.tokens if not token.punctuation and token.by != "talk"]
    places = [place for token in told for place in token.of("place")]
    clause = reading.grounds.rule(closed)
    if clause is None or not places or not any(token.has("c:deliver") for token in told):
        return False
    denied = [token for token in told if token.is_a("neg")]
    if len(denied) != 1 or set(places) & _WIDE or any(token.by for token in told):
        return False
    if not all(_carries(token) for token in told):
        return False
    known = reading.grounds.rule(served)
    if any(in_place(one, other) or in_place(other, one) for one in places for other in known):
        return False
    reading.claim(clause.attribute, ",".join(places), clause.fact_id, subject=clause.subject_id, qualifier="not")
    segment.use(segment.tokens, "policy")
    return True


def _carries(token: Token) -> bool:
    if token.amount is not None or token.names:
        return False
    return (
        token.is_a("n", "s", "neg", "place")
        or bool(token.keys & _CARRY)
        or token.text in ("able", "anything", "any", "currently", "yet", "还", "目前", "暂时", "present")
    )


def goes_there(units: Sequence[Clause], currency: str, places: Sequence[str]) -> bool | None:
    """Whether goods told by their currency go to all of the places (True) or to none (False); None: the rules do not say."""
    bound = [
        one
        for one in units
        if "c:deliver" in one.affirmed | one.denied and "quant:only" in one.affirmed and len(_currencies(one)) == 1
    ]
    only = {name for one in bound for name in _currencies(one)}
    facts = {one.fact_id for one in bound}
    inside = {key[6:] for one in units if one.fact_id in facts for key in one.affirmed if key.startswith("place:")}
    if len(only) != 1 or not places or not inside:
        return None
    within = [any(in_place(one, other) for other in inside) for one in places]
    if currency in only:
        return all(within) if all(within) or not any(within) else None
    return not any(within) if all(within) or not any(within) else None


def _currencies(clause: Clause) -> set[str]:
    return {key[4:] for key in clause.affirmed if key.startswith("cur:")}


def right_currency(units: Sequence[Clause], views: Sequence[ProductView], places: Sequence[str]) -> bool:
    """Whether goods with prices in just one currency may go there: `products priced in CNY are delivered only to these places`."""
    bound = [
        one
        for one in units
        if "c:deliver" in one.affirmed | one.denied and any(key.startswith("cur:") for key in one.affirmed)
    ]
    own_currency = [(one, [key[4:] for key in one.affirmed if key.startswith("cur:")]) for one in bound]
    # A clause joined to the next (`…; products priced in EUR are not delivered there`) names the other currency too.
    only = {keys[0] for one, keys in own_currency if "quant:only" in one.affirmed and len(keys) == 1}
    if not only or not views or not places:
        return True
    facts = {one.fact_id for one in bound if "quant:only" in one.affirmed}
    inside = {key[6:] for one in units if one.fact_id in facts for key in one.affirmed if key.startswith("place:")}
    for view in views:
        own = {currency.lower() for currency in view.currencies}
        within = all(any(in_place(one, other) for other in inside) for one in places)
        outside = not any(in_place(one, other) for one in places for other in inside)
        if own and own <= only and not within:
            return False
        if own and not own & only and not outside:
            return False
    return True
