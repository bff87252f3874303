"""Stock of some choices alone: all sizes but one, only in black, left in just one size."""

from __future__ import annotations

from mercery.claims.grammar.priced import fact
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token


def all_but(reading: Reading, segment: Segment, token: Token, out: bool) -> None:
    """`all sizes in black are in stock except 39`: those after the exception are not."""
    view = segment.view
    assert view is not None
    place = next(index for index, one in enumerate(segment.tokens) if one.has("neg:but"))
    after: list[Token] = []
    for one in segment.tokens[place + 1 :]:
        if not any(one is token for token in segment.chosen) and one.text not in (
            "and",
            "和",
            "、",
            ",",
            "size",
            "sizes",
        ):
            break
        after += [one] if any(one is token for token in segment.chosen) else []
    sizes = {size for one in after if one.amount for size in (one.amount.word or f"{one.amount.value.normalize():f}",)}
    before = {colour for one in segment.chosen if one not in after for colour in one.of("col")}
    scope = [one for one in view.variants if not before or before & one.colours]
    spared = [
        one
        for one in scope
        if sizes & one.sizes or {colour for one_ in after for colour in one_.of("col")} & one.colours
    ]
    rest = [one for one in scope if one not in spared]
    if (
        not spared
        or not rest
        or any(one.stocked is None or one.stocked.available == out for one in rest)
        or any(one.stocked is None or one.stocked.available != out for one in spared)
    ):
        raise Blocked("the exception is not so", subject=view.id, attribute="stock")
    reading.claim("stock", "out" if out else "in", fact(rest, "stock"), subject=view.id, quantifier="all but")
    segment.use([token, *segment.chosen], "stock")
    segment.use_keys("stock", "quant:all", "neg:but", "att:size", "att:colour", "c:outside")
    segment.use([one for one in segment.open() if one.text in ("都", "均", "外", "之外", "以外")], "stock")


def only_there(segment: Segment, out: bool) -> None:
    """`only in black`: nothing else of the product is there."""
    view = segment.view
    assert view is not None
    chosen = {one.id for one in segment.variants}
    others = [one for one in view.variants if one.id not in chosen]
    if not segment.selected or any(one.stocked is not None and one.stocked.available != out for one in others):
        raise Blocked("“only” is not so", subject=view.id, attribute="stock")


def only_left(reading: Reading, segment: Segment) -> bool:
    """`burgundy is only left in 37`, 酒红色只剩37码: of that colour nothing else is there."""
    left = [token for token in segment.open() if token.has("stock:left")]
    only = [token for token in segment.tokens if token.has("quant:only") or token.text in ("只剩", "仅剩", "就剩")]
    colours = {name for token in segment.chosen for name in token.of("col")}
    view, sizes = segment.view, [token for token in segment.chosen if token.amount is not None]
    if view is None or not left or not only or not colours or not sizes:
        return False
    same = {colour for one in segment.variants for colour in one.colours}
    rest = [one for one in view.variants if one.colours & same and all(one is not other for other in segment.variants)]
    if not segment.variants or any(one.stocked is None or not one.stocked.available for one in segment.variants):
        raise Blocked("it is not there", subject=view.id, attribute="stock")
    if any(one.stocked is None or one.stocked.available for one in rest):
        raise Blocked("something else is left too", subject=view.id, attribute="stock")
    reading.claim("stock", "in", fact(segment.variants, "stock"), subject=view.id, quantifier="only")
    segment.use([*left, *only, *segment.chosen], "stock")
    return True
