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
    goods = goods_of(clause)
    return bool(goods) and bool(views) and all(is_among(goods, view) for view in views)


def covers_goods(clause: Clause, view: ProductView) -> bool:
    """Whether nothing in the clause shuts the product out."""
    goods = goods_of(clause)
    return not goods or is_among(goods, view)
