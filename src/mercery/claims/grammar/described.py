"""`the polycarbonate one`, 板材的, 同系列连帽那款: the one product that a few words tell from all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.kinds import audience_of, covers
from mercery.claims.grammar.priced import priced
from mercery.claims.grammar.reading import Reading
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.views import ProductView

_OF_THE_FAMILY: Final = frozenset(
    {"同系列", "同", "系列", "家族", "same", "range", "family", "other", "sibling", "counterpart", "另一", "另一款", "另外", "cousin", "brother", "sister"}
)  # fmt: skip
_PLAIN: Final = frozenset({"classic", "original", "regular", "standard", "经典", "普通", "基本", "标准", "正常"})
_TELLING: Final = ("mat", "noun", "c", "col", "aud")


def described(reading: Reading, words: Sequence[Token], other: ProductView | None) -> ProductView | None:
    """The one product that all the words fit; among several those of the other one's name, then of its kind, are meant."""
    if not reading.grounds.complete:
        return None
    telling = [token for token in words if not token.punctuation and not _says_nothing(token)]
    family = any(token.text in _OF_THE_FAMILY for token in words)
    if not telling and not (family and other is not None):
        return None
    fitting = [
        view
        for view in reading.grounds.products.values()
        if view is not other and all(_fits(one, view) for one in telling)
    ]
    if len(fitting) == 1 and not (family and other is not None and not siblings(fitting[0], other)):
        return fitting[0]
    if other is None:
        return None
    own = [view for view in fitting if siblings(view, other)]
    if len(own) == 1:
        return own[0]
    kind = [view for view in fitting if view.nouns & other.nouns]
    return kind[0] if len(kind) == 1 and not family and not own else None


def _says_nothing(token: Token) -> bool:
    if token.text in _OF_THE_FAMILY | _PLAIN:
        return True
    if token.amount is not None or token.names or token.refers:
        return False
    return (token.is_a("n") and not token.is_a(*_TELLING)) or token.has("noun:item")


def _fits(token: Token, view: ProductView) -> bool:
    if token.refers:
        return view.id in token.refers
    if token.names:
        return view.id in token.names
    if token.amount is not None:
        return _has(token, view)
    nouns = [noun for noun in token.of("noun") if noun != "item"]
    if nouns and any(covers(noun, view) for noun in nouns):
        return True
    if any(made.is_of(name) for made in view.primary() for name in token.of("mat")):
        return True
    if audience := set(token.of("aud")):
        return audience <= audience_of(view)
    features = {key for key in token.keys if key.startswith(("c:", "mat:", "col:"))}
    told = features & view.title_senses
    if not told:
        told = {key for key in features if key.startswith("c:") for clause in view.clauses if key in clause.affirmed}
    return bool(told) != token.is_a("neg") and bool(features)


def _has(token: Token, view: ProductView) -> bool:
    """Whether the amount is its price, or something it measures."""
    amount = token.amount
    assert amount is not None
    if amount.kind in ("money", "number"):
        prices = priced(view.variants)
        if prices and all(one.amount.major == amount.value for one in prices):
            return amount.kind == "number" or prices[0].amount.currency == amount.unit
        return False
    if amount.kind != "quantity" or amount.high is not None:
        return False
    return any(
        dimension(value.unit) == dimension(amount.unit)
        and in_base(value.low, value.unit) == in_base(amount.value, amount.unit)
        for _, value, _ in view.quantities()
    )


def siblings(one: ProductView, other: ProductView) -> bool:
    first = (one.title.en or one.title.zh).split()[:1]
    return first == (other.title.en or other.title.zh).split()[:1]
