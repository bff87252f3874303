"""What a buyer chooses of a piece, colour and size, held against a wish. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mercery.catalog.product import Variant
from mercery.catalog.slug import slug
from mercery.claims.values import Terms, Text
from mercery.claims.vocabulary import colours_in
from mercery.guide.considered import Considered, option
from mercery.guide.need import Wish
from mercery.guide.proof import NOTHING_SPEAKS_AGAINST, Proof, chosen_of, proved

COLOUR_OPTIONS: Final = ("colour", "color")
SIZE_OPTIONS: Final = ("size", "volume", "length", "width", "capacity", "storage", "memory", "age")
FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "green": ("bottle green", "emerald", "olive", "forest green", "sage"),
    "red": ("bordeaux", "burgundy"),
    "blue": ("navy", "midnight", "sky", "ink"),
    "grey": ("charcoal", "graphite", "gunmetal"),
    "white": ("ivory", "cream", "ecru"),
    "brown": ("tan", "cognac", "camel", "caramel", "tobacco", "chestnut"),
    "gold": ("yellow gold", "rose gold"),
}
"""Colours that a wish for the plain one means too, where hearing names no values of the shop."""
_NAME: Final = re.compile(r"([a-z0-9.]+)\s*(?:\(|（|$)")
_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|/|to|至|到)\s*(\d+(?:\.\d+)?)")
_MOST_OF_A_SPAN: Final = 40
_YEARS: Final = re.compile(r"(\d{1,2})\s*(?:y|yr|yrs|years?|a|ans|岁)\b\.?")


def in_colour(one: Considered, variant: Variant, wish: Wish) -> Proof | None:
    """What shows that the variant has one of the colours, or none of those that are unwanted."""
    chosen = option(variant, *COLOUR_OPTIONS)
    if chosen is None:
        return _in_only_colour(one, wish)
    name, words = chosen
    has = is_colour(words.en or words.zh, wish)
    if has == wish.unwanted:
        return None
    return chosen_of(variant, name)


def _in_only_colour(one: Considered, wish: Wish) -> Proof | None:
    """A piece without a choice of colours, by the attribute that names its own."""
    fact = next((one.facts[name] for name in COLOUR_OPTIONS if name in one.facts), None)
    texts = []
    if fact is not None and isinstance(fact.value, Text):
        texts = [fact.value.words.en or fact.value.words.zh]
    elif fact is not None and isinstance(fact.value, Terms):
        texts = [words.en or words.zh for words in fact.value.items]
    if wish.unwanted:
        return None if any(is_colour(text, wish) for text in texts) else NOTHING_SPEAKS_AGAINST
    return proved(fact) if len(texts) == 1 and is_colour(texts[0], wish) else None


def is_colour(text: str, wish: Wish) -> bool:
    """Whether a value of the shop is one of the colours a wish is about."""
    own = slug(text)
    if own in wish.values:
        return True
    named = colours_named(text)
    for value in wish.values or ((wish.term,) if wish.term else ()):
        plain = value.replace("-", " ")
        if plain in named or (len(wish.values) <= 1 and any(one in named for one in FAMILIES.get(plain, ()))):
            return True
    return False


@lru_cache(maxsize=4_096)
def colours_named(text: str) -> frozenset[str]:
    """The colours of the vocabulary that a value names: `black dial` names black."""
    return frozenset(colours_in(text))


def in_size(variant: Variant, wish: Wish) -> Proof | None:
    """What shows that the variant is in one of the sizes: by value, by name (`M` of `M (17.5 cm)`) or within its span
    (43 in `L (42-44)`)."""
    for name in SIZE_OPTIONS:
        words = variant.options.get(name)
        if words is None:
            continue
        text = words.en or words.zh
        has = slug(text) in wish.values or any(
            value.replace("-", " ") in size_names(text) or value in size_names(text) for value in wish.values
        )
        if has != wish.unwanted:
            return chosen_of(variant, name)
        return None
    return NOTHING_SPEAKS_AGAINST if wish.unwanted else None


@lru_cache(maxsize=4_096)
def size_names(text: str) -> frozenset[str]:
    """Every name a size answers to: `L (42-44)` to l, 42, 43 and 44, `8Y` to 8."""
    low = " ".join(text.lower().split())
    names = {low}
    head = _NAME.match(low)
    if head:
        names.add(head[1])
    years = _YEARS.fullmatch(low)
    if years:
        names.add(years[1])
    span = _SPAN.search(low)
    if span and "." not in span[1] + span[2] and 0 < int(span[2]) - int(span[1]) < _MOST_OF_A_SPAN:
        names |= {str(number) for number in range(int(span[1]), int(span[2]) + 1)}
    return frozenset(names)
