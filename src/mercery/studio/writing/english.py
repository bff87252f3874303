"""English: articles, names and pronouns."""

from __future__ import annotations

import re
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.wording import lower_first, plural
from mercery.studio.writing.referring import Referring, Way
from mercery.studio.writing.tongue import speaks
from mercery.studio.writing.topics import kind_of

_NOUNS: Final = {
    "bag": "bag", "watch": "watch", "scarf": "scarf", "perfume": "scent", "candle": "candle", "shoe": "pair",
}  # fmt: skip
_VOWEL: Final = re.compile(r"(?:[aeio]|u(?!ni|se|k))", re.I)
_NO_ARTICLE: Final = re.compile(
    r"^(?:an?|the|one|two|three|four|five|six|no|some|its|\d+) |^(?:\w+ )?(?:laces|leather|velcro)$|(?<!s)s$|^[a-z]+ing$",
    re.I,
)


def referring_en(product: Product, way: Way) -> Referring:
    """The words for the product: a title in the other language is no name here."""
    title = product.title.en or product.title.zh
    named = speaks(title, "en")
    many = named and plural(title)
    noun = _NOUNS.get(kind_of(product), "piece")
    kind = "pair" if many else noun
    name = f"the {title}" if named and not title.lower().startswith(("the ", "a ", "an ")) else title
    if not named:
        name, way = f"this {kind}", "pronoun" if way == "pronoun" else "noun"
    if way == "pronoun":
        it, its, them = ("they", "their", "them") if many else ("it", "its", "it")
    elif way == "noun":
        it, its, them = f"the {kind}", f"the {kind}’s", f"the {kind}"
        many = False
    else:
        it, them = name, name
        its = f"{name}’" if many else f"{name}’s"
    return Referring(it=it, its=its, them=them, name=name, title=title, kind=kind, many=many)


def with_article(text: str) -> str:
    """`a magnet`, `an open top`; as it stands where it is many, counted or a mass."""
    if _NO_ARTICLE.search(text):
        return ""
    return "an " if _VOWEL.match(text) else "a "


def lowered(text: str) -> str:
    """The value as it stands inside a sentence."""
    return lower_first(text)
