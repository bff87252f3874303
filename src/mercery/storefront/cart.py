"""A visitor's bag: what is in it, and changing it."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import Product, Variant
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.promotions.cart_quote import MOST_PER_LINE, CartLine
from mercery.storefront.tables import BagCouponRow, CartLineRow

MOST_LINES = 60
MOST_CODES = 5
MOST_SIGNS = 40


async def lines(session: AsyncSession, shop_id: str, visitor_id: str) -> list[CartLine]:
    """The lines in the order they were put in."""
    rows = await session.scalars(
        select(CartLineRow)
        .where(CartLineRow.shop_id == shop_id, CartLineRow.visitor_id == visitor_id)
        .order_by(CartLineRow.added_at, CartLineRow.variant_id)
    )
    return [CartLine(product_id=row.product_id, variant_id=row.variant_id, quantity=row.quantity) for row in rows]


async def count(session: AsyncSession, shop_id: str, visitor_id: str) -> int:
    """Pieces in the bag."""
    found = await session.scalar(
        select(func.coalesce(func.sum(CartLineRow.quantity), 0)).where(
            CartLineRow.shop_id == shop_id, CartLineRow.visitor_id == visitor_id
        )
    )
    return int(found or 0)


async def codes(session: AsyncSession, shop_id: str, visitor_id: str) -> list[str]:
    """The coupon codes given for the bag, in the order in which they were given."""
    rows = await session.scalars(
        select(BagCouponRow.code)
        .where(BagCouponRow.shop_id == shop_id, BagCouponRow.visitor_id == visitor_id)
        .order_by(BagCouponRow.added_at, BagCouponRow.code)
    )
    return list(rows)


async def give_code(session: AsyncSession, shop_id: str, visitor_id: str, code: str) -> str:
    """Keep a code with the bag, in capitals as codes are compared; Invalid where it cannot be one."""
    plain = " ".join(code.split()).upper()
    if not plain or len(plain) > MOST_SIGNS:
        raise Invalid(
            f"A code has between 1 and {MOST_SIGNS} signs.",
            remedy="Write it as it was given to you.",
            zh=f"优惠码为 1 至 {MOST_SIGNS} 个字符，请按收到的样子填写。",
        )
    held = await codes(session, shop_id, visitor_id)
    if plain not in held and len(held) >= MOST_CODES:
        raise Invalid(
            f"A bag holds at most {MOST_CODES} codes.",
            remedy="Take one out first.",
            zh=f"购物袋最多使用 {MOST_CODES} 个优惠码，请先移除一个。",
        )
    await session.execute(
        insert(BagCouponRow)
        .values(shop_id=shop_id, visitor_id=visitor_id, code=plain, added_at=now())
        .on_conflict_do_nothing()
    )
    return plain


async def take_code(session: AsyncSession, shop_id: str, visitor_id: str, code: str) -> None:
    """Take a code out again."""
    await session.execute(
        delete(BagCouponRow).where(
            BagCouponRow.shop_id == shop_id, BagCouponRow.visitor_id == visitor_id, BagCouponRow.code == code
        )
    )


async def add(
    session: AsyncSession, shop_id: str, visitor_id: str, product: Product, variant: Variant, quantity: int = 1
) -> int:
    """Put pieces in, at most as many as there are; returns how many of this variant the bag now has.

    Invalid when none can be had, with the reason in both languages as `message`.
    """
    if product.status != "active" or not variant.stock.available:
        raise Invalid(
            "This piece cannot be bought at the moment.",
            remedy="Choose another colour or size.",
            zh="这件商品暂时无法购买，请换一个颜色或尺码。",
        )
    if not 1 <= quantity <= MOST_PER_LINE:
        raise Invalid(f"Choose between 1 and {MOST_PER_LINE} pieces.", zh=f"请选择 1 至 {MOST_PER_LINE} 件。")
    held = {line.variant_id: line.quantity for line in await lines(session, shop_id, visitor_id)}
    if variant.id not in held and len(held) >= MOST_LINES:
        raise Invalid(
            f"A bag holds at most {MOST_LINES} different pieces.",
            remedy="Remove one first.",
            zh=f"购物袋最多放 {MOST_LINES} 种商品，请先移除一种。",
        )
    wanted = held.get(variant.id, 0) + quantity
    most = MOST_PER_LINE if variant.stock.quantity is None else min(variant.stock.quantity, MOST_PER_LINE)
    await _set(session, shop_id, visitor_id, product.id, variant.id, min(wanted, most))
    return min(wanted, most)


async def set_quantity(
    session: AsyncSession, shop_id: str, visitor_id: str, variant_id: str, quantity: int
) -> str | None:
    """Change a line's pieces; 0 removes it. Returns its product's id, None when the bag has no such line."""
    found = [line for line in await lines(session, shop_id, visitor_id) if line.variant_id == variant_id]
    if not found:
        return None
    if quantity <= 0:
        await session.execute(
            delete(CartLineRow).where(
                CartLineRow.shop_id == shop_id,
                CartLineRow.visitor_id == visitor_id,
                CartLineRow.variant_id == variant_id,
            )
        )
    else:
        await _set(session, shop_id, visitor_id, found[0].product_id, variant_id, min(quantity, MOST_PER_LINE))
    return found[0].product_id


async def _set(
    session: AsyncSession, shop_id: str, visitor_id: str, product_id: str, variant_id: str, quantity: int
) -> None:
    await session.execute(
        insert(CartLineRow)
        .values(
            shop_id=shop_id,
            visitor_id=visitor_id,
            variant_id=variant_id,
            product_id=product_id,
            quantity=quantity,
            added_at=now(),
            touched_at=now(),
        )
        .on_conflict_do_update(
            index_elements=["shop_id", "visitor_id", "variant_id"], set_={"quantity": quantity, "touched_at": now()}
        )
    )
