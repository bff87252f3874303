"""What a blocked sentence was about: the product and each attribute of it that its words speak of, or the one rule."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Reading
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import TOPICS
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


_WIDE: Final = frozenset({"c:order", "c:deliver", "c:postage", "c:promotion", "c:service", "c:free", "c:fee", "c:paid"})
"""Topics of several policies: they tell a rule only together with what else is said."""


def rule_spoken_of(reading: Reading) -> str:
    """The fact of the policy that shares most of what the sentence says of service; empty where none shares a topic, or two as much."""
    told = {key for token in reading.tokens if token.by != "talk" for key in token.keys if key.startswith(_SAID)}
    topics = told & TOPICS
    if not topics:
        return ""
    shared = dict[str, set[str]]()
    for clause in reading.grounds.policies:
        own = clause.affirmed | clause.denied
        shared.setdefault(clause.fact_id, set()).update(told & own)
    scored = sorted(
        ((len(keys) + 2 * len(keys & (topics - _WIDE)), key) for key, keys in shared.items() if keys & topics),
        reverse=True,
    )
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]) or scored[0][0] < _ENOUGH:
        return ""
    return scored[0][1]


_SAID: Final = ("c:", "place:", "att:warranty", "noun:", "cur:")
_ENOUGH: Final = 3
"""So much must be shared: one wide topic alone may be of any rule."""
