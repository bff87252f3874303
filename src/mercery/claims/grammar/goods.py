"""To which kinds of goods and brands a clause of a policy is limited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.kinds import covers
from mercery.claims.views import ProductView


def goods_of(clause: Clause) -> set[str]:
    """The kinds of goods and brands named in the clause."""
    every = clause.affirmed | clause.denied
    return {key for key in every if key.startswith(("noun:", "brand:"))} - {"noun:item", "noun:book", "noun:stole"}


def is_among(goods: Iterable[str], view: ProductView) -> bool:
    """Whether the product is of the brand and of one of the kinds."""
    brands = {key.removeprefix("brand:") for key in goods if key.startswith("brand:")}
    nouns = {key.removeprefix("noun:") for key in goods if key.startswith("noun:")}
    fits = not nouns or any(covers(noun, view) for noun in nouns)
    return fits and (not brands or view.brand.lower() in brands)


def goods_cover(clause: Clause, views: Sequence[ProductView]) -> bool:
    """Whether the clause is limited, and all the products lie within its limits."""
    return bool(goods_of(clause)) and bool(views) and all(covers_goods(clause, view) for view in views)


def covers_goods(clause: Clause, view: ProductView) -> bool:
    """Whether nothing in the clause shuts the product out."""
    goods = goods_of(clause)
    if len(clause.kinds) > 1:
        return any(is_among(kind, view) for kind in clause.kinds)
    return not goods or is_among(goods, view)


def names_kind(clause: Clause, keys: Iterable[str]) -> bool:
    """Whether a sentence names kinds of goods the clause is limited to, each with its brand where it has one."""
    told = set(keys)
    if len(clause.kinds) > 1:
        # One of several told without its brand reaches further than the clause: every watch and every bag.
        nouns = {key for kind in clause.kinds for key in kind if key.startswith("noun:")} & told
        return any(_kind_told(kind, told) for kind in clause.kinds) and all(
            any(noun in kind and _kind_told(kind, told) for kind in clause.kinds) for noun in nouns
        )
    goods = goods_of(clause)
    brands = {key for key in goods if key.startswith("brand:")}
    nouns = goods - brands
    return (not brands or bool(brands & told)) and (not nouns or bool(nouns & told))


def _kind_told(kind: frozenset[str], told: set[str]) -> bool:
    brands = {key for key in kind if key.startswith("brand:")}
    return bool((kind - brands) & told) and (not brands or bool(brands & told))
