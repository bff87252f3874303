"""The order that is asked for: "the cheapest you have", 最轻的. Pure.

It is an order of what fits, by a value that each piece has; it is no bound, and nothing is said of pieces that were not
looked at.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.need import Wish

LEAST: Final = "least"
MOST: Final = "most"
_ORDERS: Final = tuple(
    (re.compile(rf"\b(?:{words})\b|最(?:{signs})(?!的(?:那|这))", re.IGNORECASE), kind, name, term, Words(en, zh))
    for words, signs, kind, name, term, en, zh in (
        ("cheapest|least expensive|lowest[- ]priced?|least pricey|most affordable", "便宜|实惠|平价", "price", "", LEAST, "The lowest price first", "价格从低到高"),
        ("most expensive|dearest|priciest|highest[- ]priced?", "贵|高价", "price", "", MOST, "The highest price first", "价格从高到低"),
        ("lightest|least heavy", "轻(?:便|巧|薄)?", "measure", "weight", LEAST, "The lightest first", "从轻到重"),
        ("heaviest|weightiest", "重(?!要)", "measure", "weight", MOST, "The heaviest first", "从重到轻"),
        ("smallest|tiniest|most compact|littlest", "小(?:巧)?(?!码|号)", "measure", "side", LEAST, "The smallest first", "从小到大"),
        ("biggest|largest|roomiest", "大(?!码|号|的?愿望)", "measure", "side", MOST, "The largest first", "从大到小"),
    )
)  # fmt: skip
_NOT_OF_GOODS: Final = re.compile(
    r"\b(?:at (?:the|your) |dearest (?:friend|mum|wife|sister|dad)|my dearest|not the |doesn't have to be the |needn't be the |biggest (?:fan|problem|worry|issue))|不(?:要|用|一定要?)最",
    re.IGNORECASE,
)


def order_said(low: str) -> Wish | None:
    """The order asked for, as a wish without bounds whose term is `least` or `most`."""
    if _NOT_OF_GOODS.search(low):
        return None
    for pattern, kind, name, term, label in _ORDERS:
        match = pattern.search(low)
        if match:
            of = {"weight": "mass", "side": "length"}.get(name, "")
            return Wish(
                kind="price" if kind == "price" else "measure", name=name, dimension=of, term=term, said=match.group(), label=label, firmness="wish",
            )  # fmt: skip
    return None
