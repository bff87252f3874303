"""`the 100 ml costs 47 euros more than the 50 ml`, 大瓶比这瓶贵47欧: two sizes of one product, by their prices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.selecting import sizes_of
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView, VariantView

_LARGE: Final = frozenset({"large", "larger", "big", "bigger", "largest", "大瓶", "大瓶装", "大瓶的", "大", "大的"})
_SMALL: Final = frozenset({"small", "smaller", "little", "smallest", "小瓶", "小瓶装", "小瓶的", "小", "小的"})
_THIS: Final = frozenset({"this", "this one", "it", "这瓶", "这款", "这个", "这一瓶", "这"})
_BESIDE: Final = frozenset(
    {"bottle", "bottles", "one", "for", "go", "go for", "pay", "the", "you", "size", "瓶", "装", "version", "要", "得", "if", "take", "choose", "than", "比"}
)  # fmt: skip


def read_variants_compared(reading: Reading, segment: Segment) -> bool:
    """Prove a difference in price between two sizes; whether one was told."""
    cues = [token for token in segment.open() if _sign(token)]
    than = any(token.has("cmp:than") for token in segment.tokens)
    money = [token for token in segment.open() if token.amount and token.amount.kind == "money"]
    if not cues or not than or len(money) != 1:
        return False
    view = segment.view or _owner(reading, segment)
    if view is None or len({one.volumes for one in view.variants}) < 2:
        return False
    found = _named(reading, segment, view)
    if len(found) != 2:
        return False
    (first, one), (second, other) = found
    if one is other or one.priced is None or other.priced is None or segment.negative(cues[0]):
        raise Blocked("these sizes cannot be compared", subject=view.id, attribute="price")
    difference = (one.priced.amount.major - other.priced.amount.major) * _sign(cues[0])
    amount = money[0].amount
    assert amount is not None
    if difference <= 0 or not same_money(amount, Decimal(difference), one.priced.amount.currency):
        raise Blocked(f"“{money[0].text}” is not the difference", subject=view.id, attribute="price")
    reading.claim(
        "price", difference, one.price.id if one.price else "", subject=view.id, qualifier="than another size"
    )
    segment.use([first, second, money[0], *cues], "comparison")
    segment.use_keys("comparison", "cmp:than", "price:now", "att:volume", "c:paid", "c:accept", "noun:item")
    segment.use([token for token in segment.open() if token.text in _BESIDE], "comparison")
    return True


def _sign(token: Token) -> int:
    if token.has("cmp:dear", "cmp:more") or token.text == "贵":
        return 1
    return -1 if token.has("cmp:cheap", "cmp:less") or token.text == "便宜" else 0


def _owner(reading: Reading, segment: Segment) -> ProductView | None:
    """With nothing named, the only product that comes in both volumes."""
    told = [
        token
        for token in segment.tokens
        if token.amount and token.amount.kind == "quantity" and token.amount.unit == "ml"
    ]
    if len(told) != 2 or not reading.grounds.complete:
        return None
    own = [view for view in reading.grounds.products.values() if all(sizes_of(token, view) for token in told)]
    return own[0] if len(own) == 1 else None


def _named(reading: Reading, segment: Segment, view: ProductView) -> list[tuple[Token, VariantView]]:
    """The two variants in the order in which the first is said to differ from the second."""
    found: list[tuple[Token, VariantView]] = []
    than = False
    for token in segment.tokens:
        than = than or token.has("cmp:than")
        if (one := _variant(reading, token, view)) is not None and all(one is not other for _, other in found):
            found.append((token, one))
            if len(found) == 1 and than and reading.variant is not None:
                return [(token, reading.variant), (token, one)]
    return found


def _variant(reading: Reading, token: Token, view: ProductView) -> VariantView | None:
    by_volume = _sorted(view.variants)
    if token.text in _LARGE:
        return by_volume[-1]
    if token.text in _SMALL:
        return by_volume[0]
    if token.text in _THIS:
        return reading.variant
    sizes = sizes_of(token, view)
    return next((one for one in view.variants if sizes & (one.volumes | one.sizes)), None) if sizes else None


def _sorted(variants: Sequence[VariantView]) -> list[VariantView]:
    return sorted(variants, key=lambda one: min((float(text.split()[0]) for text in one.volumes), default=0.0))
