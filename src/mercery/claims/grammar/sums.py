"""Sums and differences of prices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.aspects import NAMED
from mercery.claims.grammar.kinds import covers
from mercery.claims.grammar.measured import measure, price
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.views import ProductView


def sums(reading: Reading, own: Sequence[Segment]) -> None:
    """`A and B together come to €322`; `as a pair €1,200`."""
    cue = [
        token
        for segment in own
        for token in segment.tokens
        if (token.has("price:sum") and token.text not in ("and", "和", "in all", "make")) or _for_both(segment, token)
    ]
    if not cue:
        return
    views = list(dict.fromkeys(view.id for segment in own for view in segment.views))
    if len(views) < 2:
        views = list(dict.fromkeys(view.id for segment in reading.segments for view in segment.views))
    money = [
        (segment, token) for segment in own for token in segment.open() if token.amount and token.amount.kind == "money"
    ]
    if len(views) < 2 or not money:
        return
    products = [reading.grounds.products[key] for key in views]
    parts = [price(reading, view) for view in products]
    times, counting = _times(own, products)
    segment, token = (
        money[-1] if len(money) == 1 else next(((s, t) for s, t in money if s.has(*cue[0].keys)), money[-1])
    )
    amount = token.amount
    assert amount is not None
    if any(part is None for part in parts) or len({part.unit for part in parts if part}) != 1:
        raise Blocked("prices that cannot be added", attribute="price")
    total = sum((part.value * many for part, many in zip(parts, times, strict=True) if part), Decimal(0))
    unit = next(part.unit for part in parts if part)
    if not same_money(amount, total, unit) or segment.negative(token):
        raise Blocked(f"“{token.text}” is not the sum", attribute="price")
    for view, part in zip(products, parts, strict=True):
        reading.claim("price", total, part.fact_id if part else "", subject=view.id, unit=unit, qualifier="sum")
    segment.use([token], "sum")
    for one in own:
        one.use_keys("sum", "price:sum", "price:now", "quant:both", "quant:each", "c:paid", "c:order")
        one.use(
            [
                item
                for item in one.tokens
                if item.amount
                and item.amount.kind in ("count", "kinds", "number")
                and (
                    any(item is counter for counter in counting)
                    or item.amount.value in ((1, 2) if any(each.has("quant:each") for each in own) else (2,))
                )
                and item not in one.chosen
            ],
            "sum",
        )
        one.use(
            [
                item
                for item in one.tokens
                if item.text
                in (
                    "买",
                    "buy",
                    "buying",
                    "take",
                    "for",
                    "took",
                    "taking",
                    "拿",
                    "带",
                    "要",
                    "入手",
                    "paying",
                    "get",
                    "pick",
                )
            ],
            "sum",
        )


def _for_both(segment: Segment, token: Token) -> bool:
    """`€1,890 for the two`, 两件一共: so many pieces, beside `for`, `the` or a price."""
    counted = token.amount is not None and token.amount.kind in ("kinds", "number", "count") and token.amount.value == 2
    if not (counted or token.has("quant:both")) or token in segment.chosen:
        return False
    before = [one.text for one in segment.before(token, 2)]
    return (
        before[:2] == ["the", "for"] or before[:1] == ["for"] or (not token.text.isascii() and segment.has("price:sum"))
    )


_DIFFERENCES: Final = frozenset(
    {"differ", "apart", "difference", "gap", "差价", "相差", "差", "差额", "差了", "价差", "差着"}
)


def differences(reading: Reading, own: Sequence[Segment]) -> None:
    """`a difference of €240 between A and B`, 差价."""
    cue = [token for segment in own for token in segment.open() if token.text in _DIFFERENCES]
    views = list(dict.fromkeys(view.id for segment in own for view in segment.views))
    money = [
        (segment, token) for segment in own for token in segment.open() if token.amount and token.amount.kind == "money"
    ]
    if cue and len(views) == 2 and not money:
        _apart(reading, own, [reading.grounds.products[key] for key in views])
        return
    if not cue or len(views) != 2 or len(money) != 1:
        return
    first, second = (price(reading, reading.grounds.products[key]) for key in views)
    segment, token = money[0]
    assert token.amount is not None
    if (
        first is None
        or second is None
        or first.unit != second.unit
        or not same_money(token.amount, abs(first.value - second.value), first.unit)
        or segment.negative(token)
    ):
        raise Blocked(f"“{token.text}” is not the difference", attribute="price")
    for key, part in zip(views, (first, second), strict=True):
        reading.claim("price", token.amount.value, part.fact_id, subject=key, unit=part.unit, qualifier="difference")
    segment.use([token], "comparison")
    for one in own:
        one.use(
            [
                item
                for item in one.open()
                if item in cue
                or item.has("price:now", "price:sum", "quant:both")
                or (item.amount and item.amount.kind in ("kinds", "count", "number") and item.amount.value == 2)
            ],
            "comparison",
        )


def _times(own: Sequence[Segment], products: Sequence[ProductView]) -> tuple[list[int], list[Token]]:
    """How many of each, and the tokens that say so: 一顶帽子加两支护手霜."""
    many, counting = [1 for _ in products], list[Token]()
    for segment in own:
        for token in segment.tokens:
            before = segment.before(token, 1)
            counted = before[0].amount if before and not token.text.isascii() else None
            if counted is None or counted.kind != "count" or counted.value != int(counted.value):
                continue
            meant = [index for index, view in enumerate(products) if _means(token, view)]
            if len(meant) == 1:
                many[meant[0]] = int(counted.value)
                counting.append(before[0])
    return many, counting


def _means(token: Token, view: ProductView) -> bool:
    if token.refers:
        return token.refers == (view.id,)
    return any(noun != "item" and covers(noun, view) for noun in token.of("noun"))


_CHOOSING: Final = frozenset(
    {"choose", "choosing", "pick", "picking", "take", "taking", "选", "选择", "买", "buy", "buying", "opt", "with"}
)
_OVER: Final = frozenset({"over", "instead of", "rather than", "而不是", "不选"})


def savings(reading: Reading, own: Sequence[Segment]) -> None:
    """`choosing the Lite over the Air One saves you €80`: the one chosen is cheaper by so much."""
    for segment in own:
        money = [token for token in segment.open() if token.amount and token.amount.kind == "money"]
        cue = [token for token in segment.open() if token.has("price:save")]
        chosen = any(token.text in _CHOOSING for token in segment.tokens)
        if len(money) != 1 or not cue or not chosen:
            continue
        pair = _chosen(reading, segment)
        if pair is None:
            continue
        one, other = price(reading, pair[0]), price(reading, pair[1])
        amount = money[0].amount
        assert amount is not None
        apart = other.value - one.value if one is not None and other is not None and one.unit == other.unit else None
        if (
            one is None
            or other is None
            or apart is None
            or not same_money(amount, apart, one.unit)
            or segment.negative(money[0])
        ):
            raise Blocked(f"“{money[0].text}” is not what it saves", subject=pair[0].id, attribute="price")
        reading.claim("price", apart, one.fact_id, subject=pair[0].id, unit=one.unit, qualifier="difference")
        reading.claim("price", apart, other.fact_id, subject=pair[1].id, unit=one.unit, qualifier="difference")
        segment.use([*money, *cue], "comparison")
        segment.use([token for token in segment.open() if token.text in _OVER | _CHOOSING], "comparison")
        segment.views, segment.group = [pair[0]], False
        _follow(reading, segment, pair[0])


def _follow(reading: Reading, segment: Segment, view: ProductView) -> None:
    """What the sentence goes on to say is said of the one chosen (`…, but you give up …`)."""
    for part in reading.segments:
        later = (
            part.tokens[0].sentence == segment.tokens[0].sentence and part.tokens[0].segment > segment.tokens[0].segment
        )
        if later and not any(token.refers for token in part.tokens):
            part.views, part.variants, part.group = [view], list(view.variants), False


def _chosen(reading: Reading, segment: Segment) -> tuple[ProductView, ProductView] | None:
    """The one chosen and the one left; where only one is named, its only sibling, if it is not itself reduced."""
    named = list(dict.fromkeys(token.refers[0] for token in segment.tokens if len(token.refers) == 1))
    views = [reading.grounds.products[key] for key in named]
    if len(views) == 2 and any(token.text in _OVER for token in segment.tokens):
        return views[0], views[1]
    if len(views) != 1 or any(one.priced is not None and one.priced.was is not None for one in views[0].variants):
        return None
    first = views[0].title.en.split()[:1]
    others = [
        one for one in reading.grounds.products.values() if one is not views[0] and one.title.en.split()[:1] == first
    ]
    return (views[0], others[0]) if len(others) == 1 and reading.grounds.complete else None


def _apart(reading: Reading, own: Sequence[Segment], pair: Sequence[ProductView]) -> None:
    """`they differ by 78 g`, 容量只差一升: what two of a property lie apart."""
    amounts = [
        (segment, token)
        for segment in own
        for token in segment.open()
        if token.amount and token.amount.kind == "quantity" and any(one.text in _DIFFERENCES for one in segment.tokens)
    ]
    if len(amounts) != 1:
        return
    segment, token = amounts[0]
    amount = token.amount
    assert amount is not None
    for name in ("weight", "volume", "power_reserve", "water_resistance", "burn_time", "battery", "warranty"):
        one, other = measure(reading, pair[0], name), measure(reading, pair[1], name)
        cued = any(item.has(*NAMED[name]) for part in own for item in part.tokens)
        if one is None or other is None or one.unit != other.unit or not (cued or name == "weight"):
            continue
        if dimension(amount.unit) != dimension(one.unit):
            continue
        if in_base(amount.value, amount.unit) != abs(one.value - other.value) or segment.negative(token):
            raise Blocked(f"“{token.text}” is not the difference", attribute=name)
        for view, part in zip(pair, (one, other), strict=True):
            reading.claim(name, amount.value, part.fact_id, subject=view.id, unit=amount.unit, qualifier="difference")
        segment.use([token, *[item for item in segment.open() if item.text in _DIFFERENCES]], "comparison")
        for each in own:
            each.use_keys("comparison", *NAMED[name], "quant:only", "quant:both")
            each.use(
                [
                    item
                    for item in each.open()
                    if item.amount and item.amount.kind in ("kinds", "count", "number") and item.amount.value == 2
                ],
                "comparison",
            )
        return
