"""The price per millilitre, per 100 ml or per gram, worked out from the price and the content of the variant in question."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.closed_text import Taken, matter, taken
from mercery.claims.grammar.priced import fact, priced
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import in_base
from mercery.claims.values import Quantity
from mercery.claims.views import VariantView

_WORDED: Final = matter(
    {
        "per": (
            r"M (?:per|a|each|for each|for every|every) (?:V|ml|millilitre|milliliter|millilitres)",
            r"每(?:一)?(?:V|毫升)(?:只要|只|合|约合|是|要|就是)?M|M(?:每|一)(?:毫升)",
        ),
    },
    r"that is|which is|works out at|works|out|at|comes to|so|and|it|or|is|in other words|you|pay|the|price|costs?",
    r"也就是|就是|即|合|折合|算下来|相当于|等于|是|它|价格|那么|也|而",
)  # fmt: skip


def read_per_unit(reading: Reading) -> None:
    """Prove segments that say nothing but a price per measure; the content chosen last in the sentence stays chosen."""
    chosen: tuple[str, Sequence[VariantView]] | None = None
    sentence = -1
    for segment in reading.segments:
        if segment.tokens[0].sentence != sentence:
            sentence, chosen = segment.tokens[0].sentence, None
        view = segment.view
        if view is None:
            chosen = None
            continue
        if segment.selected:
            chosen = (view.id, segment.variants)
        told = [token for token in segment.tokens if token.by != "talk"]
        roles = taken(told, _WORDED) if told and not any(one.by for one in told) else None
        if not roles:
            continue
        variants = chosen[1] if chosen and chosen[0] == view.id else segment.variants
        if _right(segment, roles, variants):
            reading.claim("price", "per unit", fact(variants, "price"), subject=view.id, qualifier="per unit")
            segment.use(segment.tokens, "price")


def _right(segment: Segment, roles: Sequence[Taken], variants: Sequence[VariantView]) -> bool:
    prices = {one.amount for one in priced(variants)}
    content = _content(segment, variants)
    if len(prices) != 1 or content is None or len(roles) != 1:
        return False
    money = next(iter(prices))
    told = [token for token in roles[0].tokens if token.amount and token.amount.kind == "money"]
    units = [
        in_base(one.amount.value, one.amount.unit)
        for one in roles[0].tokens
        if one.amount and one.amount.kind == "quantity"
    ]
    if len(told) != 1 or len(units) > 1:
        return False
    return _is(told[0], money.major * (units[0] if units else Decimal(1)) / content, money.currency)


def _is(token: Token, value: Decimal, currency: str) -> bool:
    amount = token.amount
    return amount is not None and amount.unit == currency and amount.value == value.quantize(Decimal("0.01"))


def _content(segment: Segment, variants: Sequence[VariantView]) -> Decimal | None:
    """In millilitres: the one volume of the variants, else of the product."""
    view = segment.view
    volumes = {volume for one in variants for volume in one.volumes}
    own = view.facts.get("volume") if view is not None else None
    if len(volumes) == 1:
        number = "".join(sign for sign in next(iter(volumes)) if sign.isdigit() or sign == ".")
        return Decimal(number) if number and Decimal(number) > 0 else None
    if not volumes and own is not None and isinstance(own.value, Quantity) and own.value.high is None:
        return in_base(own.value.low, own.value.unit)
    return None
