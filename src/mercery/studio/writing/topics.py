"""What attributes belong to, kinds of goods, and what a season or an audience brings forward: data of both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.core.yaml_files import read_yaml
from mercery.studio.brief import Brief


@cache
def _data() -> Mapping[str, Any]:
    text = (files("mercery.studio.writing.phrases") / "topics.yaml").read_text("utf-8")
    return cast("Mapping[str, Any]", read_yaml(text))


@cache
def _topics() -> Mapping[str, str]:
    return {attribute: topic for topic, names in _data()["topics"].items() for attribute in names}


@cache
def topic_of(key: str) -> str:
    """The topic of an attribute or of one part of it."""
    return _topics().get(key) or _topics().get(key.partition(".")[0], "more")


def order() -> tuple[str, ...]:
    """Topics in the order they are told in when nothing speaks for another."""
    return tuple(cast("list[str]", _data()["order"]))


@cache
def related(one: str, other: str) -> bool:
    """Whether two topics go together in one sentence."""
    return one == other or any({one, other} <= set(pair) for pair in _data()["together"])


_ANY: Final = "piece"


@cache
def _kind_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for kind, words in _data()["kinds"].items():
        english = "|".join(re.escape(one) for one in sorted(words["en"], key=len, reverse=True))
        found.append((kind, re.compile(rf"\b(?:{english})\b|{'|'.join(words['zh'])}")))
    return tuple(found)


def kind_of(product: Product) -> str:
    """Which kind of goods it is: `bag`, `watch`; `piece` where nothing tells."""
    steps = [f"{step.en} {step.zh}".lower() for step in product.category]
    title = f"{product.title.en} {product.title.zh}".lower()
    for text in (*reversed(steps[-1:]), title, *reversed(steps[:-1])):
        for kind, pattern in _kind_patterns():
            if pattern.search(text):
                return kind
    return _ANY


def kinds_named(text: str) -> frozenset[str]:
    """The kinds of goods a text speaks of."""
    low = text.lower()
    return frozenset(kind for kind, pattern in _kind_patterns() if pattern.search(low))


def loud_words(lang: Lang) -> tuple[str, ...]:
    """Words of descriptions that praise instead of saying something."""
    return tuple(cast("list[str]", _data()["loud"][lang]))


def unheld_words(lang: Lang) -> tuple[str, ...]:
    """Words of descriptions that speak of prices, stock or days, which change without the description."""
    return tuple(cast("list[str]", _data()["unheld"][lang]))


@cache
def never_told(attribute: str) -> bool:
    """Whether an attribute is a shop system's own matter and nobody's reading."""
    return attribute in _data()["never"] or any(
        attribute.startswith(start) for start in ("seo_", "meta_", "google_", "custom_page")
    )


def brought_forward(brief: Brief) -> tuple[str, ...]:
    """Attributes and words of materials the season and the audience ask for first."""
    found: list[str] = []
    for row in _data()["audiences"]:
        if any(word in brief.audience.lower() for word in row["words"]):
            found += row["first"]
    if brief.season:
        found += _data()["emphasis"][brief.season]
    return tuple(found)
