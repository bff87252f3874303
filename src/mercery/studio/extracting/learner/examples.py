"""What is learnt from: texts whose values somebody gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text and what it says."""

    text: str
    category: str
    """Goods of one kind share their attributes. Empty: no kinds are told apart."""
    values: Mapping[str, tuple[str, ...]]
    """Attribute to the values as they stand in the text; an empty tuple: somebody looked, and it is not there."""
    complete: bool = False
    """Whether attributes that are not named are not in the text. Else nothing is known of them."""
    strict: bool = False
    """Of a complete one: whether a value for an attribute that is not named counts as wrong when it is settled from which
    score to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A value read from a text."""

    value: str
    start: int
    stop: int
    """Where the words stand that gave it."""
    score: float
    """The probability that it is right."""
