"""Kinds of goods in both languages, and what each is a kind of: loafers are shoes, a beanie is a hat. Pure."""

from __future__ import annotations


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of goods that a text names (without what they are kinds of)."""
    return frozenset()
