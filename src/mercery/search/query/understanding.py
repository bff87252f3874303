"""A query, understood by an opened shop: its words, its values, its names of products, its own synonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mercery.claims.vocabulary import materials_in
from mercery.search.matching import names_a_product, whole_name_in
from mercery.search.query.parts import Reading
from mercery.search.query.shop_words import IndexWords
from mercery.search.query.writing import plain
from mercery.search.reading import read
from mercery.search.synonyms.synonym import Synonym
from mercery.search.words import EMPTY_WORDS, words

_DENYING: Final = frozenset(["not", "no", "non", "without"])
"""Words that say nothing about a product and yet no name may be read without."""

if TYPE_CHECKING:
    from mercery.search.library import OpenShop


def understand(
    shop: OpenShop,
    text: str,
    *,
    currency: str,
    kept_as_words: frozenset[str] = frozenset(),
    own: tuple[Synonym, ...] = (),
) -> Reading:
    """The reading of a query by the shop's own words; `own` are its rows of synonyms.

    Words that all stand in one product's name are that name and no limits, unless each of them chooses a value: a "silk
    scarf" is any scarf of silk. A material asked for is asked for, even where a name carries it: a "Cashmere Touch Scarf"
    of merino is no cashmere scarf. Then only the whole name means the piece itself.
    """
    index, lexicon = shop.index, shop.lexicon_for(own)
    said = [one for one in words(text) if one.surface.lower() in _DENYING or one.surface.lower() not in EMPTY_WORDS]
    named = names_a_product(index, said)
    if named and (materials_in(plain(text)) or all(lexicon.choose(one.term) is not None for one in said)):
        named = whole_name_in(index, said, plain(text))
    return read(
        text,
        lexicon,
        currency=currency,
        names_a_product=named,
        kept_as_words=kept_as_words,
        shop_words=IndexWords(index, shop.spelling),
    )
