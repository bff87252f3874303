"""Features of goods: which there are, and which a product's own texts state or deny. Pure.

A product states a feature in a yes-or-no attribute, in its notes, care and other attributes, or in its name and
description: "fits a 13-inch laptop, no hood, not polarised", 无主动降噪.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.values import Flag, Statement, Terms, Text
from mercery.core.i18n import Words
from mercery.guide.hearing.lexicon import Lexicon, rows
from mercery.guide.hearing.text import Token, plain

_CLOSE: Final = 5
"""Words between a "no" and what it denies."""
_DENYING: Final = frozenset(
    [
        "no",
        "not",
        "without",
        "non",
        "never",
        "nor",
        "isnt",
        "arent",
        "doesnt",
        "dont",
        "cannot",
        "free",
        "lacks",
        "lacking",
        "无",
        "不",
        "没",
        "非",
        "未",
    ]
)
_DENIED_BY: Final = {"unscented": "fragranced", "unlined": "lined"}
"""Features whose presence is the absence of another."""
_TRUE: Final = frozenset(("true", "yes", "1", "是", "有", "y"))
_FALSE: Final = frozenset(("false", "no", "0", "否", "无", "n"))


@cache
def _surfaces() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = (files("mercery.guide.hearing") / "features.txt").read_text("utf-8")
    return tuple((key, tuple(names)) for key, names in rows(text))


def feature_label(key: str) -> Words:
    """What a feature is called: its first names."""
    names = dict(_surfaces()).get(key, ())
    english = next((one for one in names if one.isascii()), key.replace("_", " "))
    return Words(english.capitalize(), next((one for one in names if not one.isascii()), ""))


@cache
def feature_lexicon() -> Lexicon:
    """All surfaces of features, as `name` or `name:value`."""
    return Lexicon([(key, name) for key, names in _surfaces() for name in names])


@cache
def feature_names() -> frozenset[str]:
    """Every feature, as `name` or `name:value`."""
    return frozenset(key for key, _ in _surfaces())


def stated(product: Product) -> dict[str, bool]:
    """Features of `product`: True where its texts state one, False where they deny it; the first that speaks decides."""
    found: dict[str, bool] = {}
    for name, on in _flags(product):
        found.setdefault(name, on)
    for text in _texts(product):
        for name, on in stated_in(text):
            found.setdefault(name, on)
    for name, denied in _DENIED_BY.items():
        if found.get(name):
            found[denied] = False
    return found


def stated_in(text: str) -> Iterator[tuple[str, bool]]:
    """The features a text speaks of, and whether it states or denies each."""
    tokens = plain(text).tokens
    for hit in feature_lexicon().find(tokens):
        for key in hit.keys:
            yield key, not _denied(tokens, hit.first, hit.last)


def _denied(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether a "no" stands before it in its clause, or "free" right after."""
    if last + 1 < len(tokens) and tokens[last + 1].norm in ("free", "无"):
        return tokens[last + 1].norm == "free"
    for at in range(first - 1, max(first - 1 - _CLOSE, -1), -1):
        norm = tokens[at].norm
        if norm in _DENYING:
            return True
        if not tokens[at].word and norm not in ("/",):
            return False
    return False


def _flags(product: Product) -> Iterator[tuple[str, bool]]:
    for attribute in product.attributes:
        value = attribute.value
        if isinstance(value, Flag):
            names = _named(attribute.name, (attribute.label.en, attribute.label.zh))
            yield from ((name, value.on) for name in names)
        elif isinstance(value, Text):
            word = (value.words.en or value.words.zh).strip().lower()
            if word in _TRUE or word in _FALSE:
                names = _named(attribute.name, (attribute.label.en, attribute.label.zh))
                yield from ((name, word in _TRUE) for name in names)


def _named(name: str, labels: Iterable[str]) -> set[str]:
    """The features that an attribute's own name means."""
    found = {name} if name in feature_names() else set()
    for text in (name.replace("_", " "), *labels):
        found |= {key for hit in feature_lexicon().find(plain(text).tokens) for key in hit.keys}
    return found


def _texts(product: Product) -> Iterator[str]:
    for attribute in product.attributes:
        prefix = (
            f"{attribute.label.en.lower()} "
            if attribute.name in ("charging", "closure", "heel", "scent", "style")
            else ""
        )
        for text in _own_texts(attribute.value):
            yield text
            if prefix and attribute.name == "charging":
                yield from (f"{piece.strip()} charging" for piece in text.replace(" and ", ",").split(","))
    yield product.title.en
    yield product.title.zh
    yield product.description.en
    yield product.description.zh


def _own_texts(value: object) -> Iterator[str]:
    match value:
        case Text(words) | Statement(words, _):
            yield from (text for text in (words.en, words.zh) if text)
        case Terms(items):
            yield from (text for item in items for text in (item.en, item.zh) if text)
        case _:
            return
