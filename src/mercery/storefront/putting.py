"""Putting a variant into the bag, and what is said of it: one way for the page of a piece, the guide's page and the
assistant's cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.catalog.product import Product, Variant
from mercery.core.errors import MerceryError
from mercery.experiments.service import record_outcome
from mercery.storefront import cart
from mercery.storefront.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What came of it."""

    text: str
    tone: Literal["done", "note", "stopped"]
    added: bool = False


async def put_into_bag(visit: Visit, product: Product, variant: Variant, quantity: int = 1) -> Put:
    """Put it in; what cannot be bought, or lies in the bag to the last piece, is said."""
    name, label = product.title.text(visit.lang), variant.title(visit.lang)
    chosen = f"{name}{visit.say(', ', '，')}{label}" if label else name
    before = {
        line.variant_id: line.quantity for line in await cart.lines(visit.session, visit.shop.id, visit.visitor_id)
    }
    try:
        held = await cart.add(visit.session, visit.shop.id, visit.visitor_id, product, variant, quantity)
    except MerceryError:
        sold_out = visit.say(f"{chosen} cannot be bought at the moment.", f"{chosen}暂时无法购买。")
        return Put(text=sold_out, tone="stopped")
    if held == before.get(variant.id, 0):
        most = visit.say(
            f"The last {chosen} is already in your bag."
            if held == 1
            else f"All {held} of {chosen} are already in your bag.",
            f"{chosen}仅有的 {held} 件已全部在购物袋中。",
        )
        return Put(text=most, tone="note")
    await record_outcome(visit.session, visit.shop.id, visit.visitor_id, "add_to_cart", subject=variant.id)
    return Put(text=visit.say(f"{chosen} is in your bag.", f"{chosen}已放入购物袋。"), tone="done", added=True)
