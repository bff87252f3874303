"""A value that stands in a text, with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.claims.values import Value
from mercery.core.i18n import Lang, Words

Reader = Literal["rules", "learnt", "model"]
"""`rules`: patterns and lists of this folder; `learnt`: from examples; `model`: a chat model."""
Field = Literal["title", "description"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of a product."""

    field: Field
    lang: Lang
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text says of one attribute."""

    attribute: str
    """Our name, as `catalog.product.Attribute.name`."""
    label: Words
    value: Value
    field: Field
    lang: Lang
    start: int
    stop: int
    words: str
    """What stands from `start` to `stop`."""
    score: float
    """How sure it is, from 0 to 1."""
    reader: Reader = "rules"
