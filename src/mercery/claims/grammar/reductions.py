"""How much less a piece costs than before: shares taken off, shares paid, on sale or at full price."""

from __future__ import annotations

from decimal import Decimal

from mercery.claims.grammar.priced import SALE_CUES, fact, priced, targets
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.values import Price


def reductions(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    shares = [
        token for token in segment.open() if token.amount and token.amount.kind in ("percent", "fold", "fraction")
    ]
    cue = segment.has(*SALE_CUES) or any(one.text == "less" for token in shares for one in segment.after(token, 1))
    for token in shares:
        amount = token.amount
        assert amount is not None
        if _of_old_price(segment, token):
            _share_paid(reading, segment, token)
            continue
        if amount.kind != "fold" and not cue:
            continue
        if amount.kind == "percent" and any(
            one.is_a("mat") for one in (*segment.before(token, 2), *segment.after(token, 3))
        ):
            continue
        prices = priced(targets(segment))
        if not prices or segment.negative(token):
            raise Blocked("a reduction without a price", subject=view.id, attribute="price")
        loose = (
            Decimal("1") if segment.has("quant:about") else Decimal("0.4") if amount.kind == "fraction" else Decimal(0)
        )
        if not all(_reduced_by(price, amount.value, loose) for price in prices):
            raise Blocked(f"“{token.text}” is not the reduction", subject=view.id, attribute="price")
        reading.claim("reduction", amount.value, fact(targets(segment), "price"), subject=view.id, unit="percent")
        segment.use([token], "price")
        segment.use_keys("price", *SALE_CUES, "price:now", "price:full", "cmp:less", "quant:about", "cmp:cheap")
        segment.use([one for one in segment.tokens if one.text in ("than", "of", "比")], "price")
    _on_sale(reading, segment)


def _of_old_price(segment: Segment, token: Token) -> bool:
    """`three quarters of the old price`, 原价的四分之三."""
    english = [one.text for one in segment.after(token, 4)]
    chinese = [one.text for one in segment.before(token, 2)]
    old = {
        "old",
        "original",
        "former",
        "usual",
        "regular",
        "normal",
        "previous",
        "original price",
        "regular price",
        "list price",
        "old price",
    }
    if any(
        one.text in ("off", "gone", "less", "saved", "taken off", "cut") or one.has("price:save")
        for one in segment.tokens
    ):
        return False
    return (english[:1] == ["of"] and bool(old & set(english[1:]))) or (
        chinese[:1] == ["的"] and chinese[1:] == ["原价"]
    )


def _share_paid(reading: Reading, segment: Segment, token: Token) -> None:
    prices, amount = priced(targets(segment)), token.amount
    assert amount is not None
    loose = Decimal("0.4") if amount.kind == "fraction" else Decimal(0)
    share = 100 - amount.value if amount.kind == "fold" else amount.value  # 八折 is kept as what is taken off
    right = bool(prices) and all(
        one.was is not None and abs(one.amount.major * 100 / one.was.major - share) <= loose for one in prices
    )
    if not right or segment.negative(token):
        raise Blocked(f"“{token.text}” is not the share of the old price", attribute="price")
    reading.claim("reduction", 100 - share, fact(targets(segment), "price"), unit="percent")
    segment.use([token], "price")
    segment.use_keys("price", *SALE_CUES, "price:now", "price:full", "c:paid", "c:accept")
    segment.use([one for one in segment.open() if one.text in ("old", "former", "previous", "of")], "price")


def _reduced_by(price: Price, share: Decimal, loose: Decimal) -> bool:
    if price.was is None:
        return False
    exact = (price.was.major - price.amount.major) * 100 / price.was.major
    return abs(exact - share) <= loose


def _parts_from(segment: Segment, token: Token) -> bool:
    """`the strap comes off`: what comes off is a part of the piece, and no money."""
    before = segment.before(token, 4)
    return token.text.startswith(("come", "came")) and any(one.is_a("part") for one in before)


def _on_sale(reading: Reading, segment: Segment) -> None:
    """`reduced`, `on sale`, `full price` without an amount."""
    view = segment.view
    assert view is not None
    cues = [
        token for token in segment.open() if token.has("price:down", "price:full", "price:half") and not token.is_a("n")
    ]
    cues = [token for token in cues if token.text not in ("off", "从", "打", "变", "cut", "drop", "sale item", "减")]
    cues = [token for token in cues if not _parts_from(segment, token)]
    if not cues or segment.a("place"):
        return
    prices = priced(targets(segment))
    for token in cues:
        full = token.has("price:full")
        wanted = full == segment.negative(token)
        if not prices or token.has("price:half") or any((price.was is not None) != wanted for price in prices):
            raise Blocked(f"“{token.text}” is not so", subject=view.id, attribute="price")
        reading.claim("reduced", wanted, fact(targets(segment), "price"), subject=view.id)
        segment.use([token], "price")
        segment.use_kinds("price", "neg")
