"""What an action on an order asks about SKUs, answered with prices from the one door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.orders.actions.decision import KnownVariant
from mercery.promotions.service import price_products


class GoodsInForce:
    """Fills `orders.actions.goods.Goods`."""

    async def known_variants(
        self, session: AsyncSession, shop: Shop, skus: Collection[str], *, currency: str
    ) -> Mapping[str, KnownVariant]:
        """Product, options, availability and the price in force of each SKU the shop has."""
        ids = await catalog.product_ids_of_skus(session, shop.id, skus)
        products = await catalog.products(session, shop.id, sorted(set(ids.values())))
        return {sku: one for sku, one in variants_of(shop, products, currency=currency).items() if sku in ids}


def variants_of(shop: Shop, products: Sequence[Product], *, currency: str) -> dict[str, KnownVariant]:
    """Every variant of the products, by SKU."""
    prices = price_products(shop, products, currency=currency)
    found: dict[str, KnownVariant] = {}
    for product in products:
        for variant in product.variants:
            price = prices.get(variant.id)
            found[variant.sku] = KnownVariant(
                sku=variant.sku,
                product_id=product.id,
                title=product.title.text(shop.default_language),
                options=tuple((name, value.text("en")) for name, value in variant.options.items()),
                available=product.status == "active" and variant.stock.available,
                price=price.price.amount if price else None,
            )
    return found
