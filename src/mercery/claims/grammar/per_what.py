"""By what a fee or a right is counted: per item is not per order, once per customer is not once per order."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = (
    ("item", re.compile(r"\b(?:per|each|every|for each|for every|an?) (?:single )?(?:item|piece|article|product|gift)\b|[每按](?:一)?[件只枚个款双条]|一[件只枚]")),
    ("order", re.compile(r"\b(?:per|each|every|for each|for every) (?:single )?(?:order|parcel|package|shipment|delivery|basket|purchase)\b|(?:euros?|eur|yuan|€ ?\d[\d.]*) an order\b|[每按](?:一)?(?:单|笔|个?订单|个?包裹|次配送)")),
    ("customer", re.compile(r"\b(?:per|each|every|for each) (?:customer|person|client|buyer|household|account)\b|每(?:一)?(?:位|人|个人|名|个账)")),
    ("time", re.compile(r"\b(?:per|each|every|an?) (?:year|month|week)\b|每(?:一)?(?:年|月|周)")),
)  # fmt: skip


def counted_alike(said: str, ruled: str, *, of_an_order: bool) -> bool:
    """Whether a sentence counts by nothing else than its clause. `of_an_order`: the clause is about a whole order anyway."""
    ours = {name for name, pattern in _UNITS[:3] if pattern.search(" ".join(said.split()))}
    theirs = {name for name, pattern in _UNITS[:3] if pattern.search(" ".join(ruled.split()))}
    if of_an_order and not theirs:
        theirs = {"order"}
    return not ours or not ours - theirs or (not theirs and ours == {"item"} and not of_an_order)
