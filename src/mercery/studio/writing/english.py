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
_THING: Final = re.compile(r"\b(?:diffuser|spray|set|bottle|case|refill|kit|box|sampler)$", re.I)
"""A scent with such a name is spoken of with an article; others are called by their name alone."""
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
    bare = title.lower().startswith(("the ", "a ", "an ")) or (noun == "scent" and not _THING.search(title))
    name = f"the {title}" if named and not bare else title
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


_IMPERATIVES: Final = frozenset(
    [
        "wipe",
        "brush",
        "keep",
        "dry",
        "dry-clean",
        "hand-wash",
        "wash",
        "rinse",
        "store",
        "polish",
        "use",
        "treat",
        "trim",
        "set",
        "do",
        "avoid",
        "iron",
        "clean",
        "spot-clean",
        "machine-wash",
        "take",
        "have",
        "wind",
        "open",
        "tighten",
        "dust",
        "air",
        "fold",
        "hang",
        "protect",
        "remove",
        "let",
        "put",
        "press",
        "steam",
        "never",
        "always",
        "handle",
        "condition",
        "apply",
        "lay",
        "wear",
        "turn",
        "service",
        "replace",
        "check",
        "shake",
    ]
)


def imperative(text: str) -> bool:
    """Whether the text tells somebody what to do: `wipe with a dry cloth`."""
    return text.split(" ")[0].strip(",.:;").lower() in _IMPERATIVES


_NUMBERS: Final = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS: Final = re.compile(r"(\d+) (month|year)s?")


def in_years(text: str, *, joined: bool = False) -> str:
    """`24 months` as `two years` or, before a noun, `two-year`; what is no whole number of years up to ten stays in months."""
    found = _MONTHS.fullmatch(text)
    if found is None:
        return text
    many, unit = int(found[1]), found[2]
    if unit == "month" and many % 12 == 0:
        many, unit = many // 12, "year"
    number = _NUMBERS[many] if many < len(_NUMBERS) else str(many)
    return f"{number}-{unit}" if joined else f"{number} {unit}{'s' if many > 1 else ''}"


def how_many(text: str) -> str:
    """`2 pieces` as `two`, up to ten."""
    number = text.partition(" ")[0]
    return _NUMBERS[int(number)] if number.isdigit() and 0 < int(number) < len(_NUMBERS) else text


def opens_with(text: str, many: int) -> tuple[int, int] | None:
    """Where a sentence of the shop's own begins with how many there are: `Two espresso cups`, `A set of two`."""
    if not 1 < many < len(_NUMBERS):
        return None
    found = re.match(rf"(?:an? (?:pair|set) of )?({_NUMBERS[many]})\b", text, re.I)
    return found.span(1) if found else None


def swapped(text: str) -> str:
    """Two remarks the other way round: `use within a year; keep away from heat`."""
    first, joint, second = text.partition("; ")
    if not joint or "; " in second or "." in second:
        return text
    return f"{second[:1].upper()}{second[1:]}; {first[:1].lower()}{first[1:]}"
