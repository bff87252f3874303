"""What a blocked sentence was about: the product, and each attribute of it that its words speak of, in their order."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Reading
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView

_NOT_TOLD: Final = frozenset({"description", "category", "brand", "size", "name"})
"""Attributes that nothing is said of by themselves."""
_WATER: Final = frozenset({"c:swim", "c:splash", "c:dive"})


def spoken_about(reading: Reading, subject: str, attribute: str) -> tuple[str, tuple[str, ...]]:
    """The product's id and the attributes; both empty where it is not clear which product."""
    views = list(dict.fromkeys(view.id for segment in reading.segments for view in segment.views if not segment.group))
    found = subject or (views[0] if len(views) == 1 else reading.about.id if reading.about else "")
    view = reading.grounds.products.get(found)
    if view is None:
        return "", ()
    claimed = [one.attribute for one in reading.claims if one.subject == found]
    told = [name for token in reading.tokens for name in _attributes(token, view)]
    every = list(dict.fromkeys([*told, *claimed]))
    if attribute in every or (attribute in view.facts and not every):
        every = [attribute, *[one for one in every if one != attribute]]
    return found, tuple(
        one for one in every if one not in _NOT_TOLD and (one in view.facts or one in ("price", "stock"))
    )


def _attributes(token: Token, view: ProductView) -> list[str]:
    if token.punctuation or token.by in ("talk", "name", "noun", "pointed", "policy"):
        return []
    amount = token.amount
    if amount is not None:
        return ["price"] if amount.kind in ("money", "fold") else ["stock"] if amount.kind in ("date", "span") else []
    if token.is_a("n"):
        return []
    if token.is_a("stock") and not token.is_a("att"):
        return ["stock"]
    if token.is_a("price"):
        return ["price"]
    if token.is_a("mat"):
        return ["scent_notes"] if "scent_notes" in view.facts else ["material"]
    named = [name for name in token.of("att") if name in view.facts]
    if named:
        return named[:1]
    if "water_resistance" in view.facts and token.keys & (_WATER | {"att:water"}):
        return ["water_resistance"]
    keys = {key for key in token.keys if key.startswith(("c:", "part:"))}
    own = [
        one.attribute for one in view.clauses if one.attribute not in _NOT_TOLD and keys & (one.affirmed | one.denied)
    ]
    return own[:1]
