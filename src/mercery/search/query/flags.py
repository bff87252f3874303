"""Words of a query that are neither thing nor value: in stock, on sale, cheap, new. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.search.filters import Sort
from mercery.search.query.parts import Draft, Part

_STOCK: Final = re.compile(
    r"\b(?:in stock|available(?: now)?|ready to ship|not sold out)\b|有现货|现货|有货|有库存|不缺货", re.IGNORECASE
)
_SALE: Final = re.compile(
    r"\b(?:on sale|(?<!for )sale|reduced|discount(?:ed|s)?|marked down|markdowns?|clearance|half price|on offer|special offers?|"
    r"bargains?|deals?)\b|打折|折扣|特价|促销|优惠中|优惠|减价|降价|清仓|特卖|特惠",
    re.IGNORECASE,
)
_CHEAP: Final = re.compile(
    r"\b(?:not too (?:expensive|dear|pricey)|not expensive|inexpensive|cheap(?:est|er|ish)?|affordable|low(?:est)? pric(?:e|es|ed)|"
    r"budget[- ]friendly|low[- ]cost|good value|budget(?! (?:of|is|\d|[€$£¥])))\b"
    r"|最便宜|便宜(?:一?点儿?|些)?|不太贵|不要太贵|别太贵|不贵|平价|实惠|低价|价格低|性价比高?|经济型",
    re.IGNORECASE,
)
_DEAR: Final = re.compile(r"\b(?:most expensive|priciest|dearest|highest price)\b|最贵", re.IGNORECASE)
_NEW: Final = re.compile(
    r"\b(?:new arrivals?|new in|just in|newest|latest|newly arrived|new season|new collection|what'?s new)\b"
    r"|^\s*new(?= [a-z])|新款|新品|最新|新到|上新|新上市|新上架|当季",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What was asked for beside things and values."""

    in_stock: bool = False
    on_sale: bool = False
    sort: Sort | None = None


def read_flags(draft: Draft) -> Flags:
    """What of it the query says."""
    stock = _read(draft, _STOCK, "stock", "stock", Words("In stock", "有货"))
    sale = _read(draft, _SALE, "sale", "sale", Words("On sale", "优惠中"))
    orders: tuple[tuple[re.Pattern[str], Sort, Words], ...] = (
        (_DEAR, "price_down", Words("Highest price first", "价格从高到低")),
        (_CHEAP, "price_up", Words("Lowest price first", "价格从低到高")),
        (_NEW, "newest", Words("Newest first", "最新优先")),
    )
    for pattern, sort, label in orders:
        if _read(draft, pattern, "order", f"order:{sort}", label):
            return Flags(in_stock=stock, on_sale=sale, sort=sort)
    return Flags(in_stock=stock, on_sale=sale)


def _read(
    draft: Draft, pattern: re.Pattern[str], kind: Literal["stock", "sale", "order"], key: str, label: Words
) -> bool:
    match = pattern.search(draft.same)
    if match is None or key in draft.kept or not draft.free(*match.span()):
        return False
    start, end = match.span()
    draft.take(Part(key=key, kind=kind, label=label, said=draft.said(start, end), start=start, end=end))
    return True
