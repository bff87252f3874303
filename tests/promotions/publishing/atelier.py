"""A small shop with promotions: a bag and a candle with costs, an owner and an editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.permissions import Role
from mercery.accounts.shop import Shop
from mercery.accounts.tables import MembershipRow, StaffRow
from mercery.catalog import service as catalog
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.product import Attribute, Option, PriceRow, Product, Variant
from mercery.claims.values import MaterialPart, Materials, Stock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders
from mercery.promotions.cart_quote import CartLine
from mercery.promotions.publishing import service
from mercery.promotions.publishing.service import PromotionSet, PromotionSettings, SetDraft
from mercery.promotions.rules.policy import Fees, Floor

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
HUGO = Actor(kind="staff", id="stf_hugo", name="Hugo")
BAG, CANDLE = "BAG-BLACK", "CANDLE"


@dataclass(frozen=True)
class Atelier:
    """The shop and the database it lives in."""

    shop: Shop
    database: Database
    ids: Mapping[str, tuple[str, str]]
    """Product and variant of each SKU."""

    def line(self, sku: str, quantity: int = 1) -> CartLine:
        product_id, variant_id = self.ids[sku]
        return CartLine(product_id=product_id, variant_id=variant_id, quantity=quantity)

    async def keep(self, rules: Sequence[Mapping[str, Any]], *, by: Actor = CLAIRE, **rest: Any) -> PromotionSet:
        """A draft with these rules, written by Claire."""
        draft = SetDraft(**{"name": Words("Winter", "冬季"), "rules": rules, "currency": "EUR", **rest})
        async with self.database.session() as session:
            return await service.create(session, self.shop, by, draft)

    async def prove(self, set_id: str | None) -> service.Check:
        async with self.database.session() as session:
            check = await service.begin(session, self.shop, CLAIRE, set_id, at_once=True)
        return await service.work(self.database, self.shop.id, check)

    async def publish(self, rules: Sequence[Mapping[str, Any]], **rest: Any) -> PromotionSet:
        """The whole way: written, proved and asked for by Claire, published by Hugo."""
        kept = await self.keep(rules, **rest)
        done = await self.prove(kept.id)
        assert done.state == "done", done.problem
        async with self.database.session() as session:
            await service.ask(session, self.shop, CLAIRE, kept.id)
            await service.publish(session, self.shop, HUGO, kept.id)
            return await service.promotion_set(session, self.shop.id, kept.id)

    async def customer(self, key: str, *tags: str) -> str:
        async with self.database.session() as session:
            await apply_customers(
                session, self.shop.id, [Customer(key=key, tags=tags, email=f"{key}@example.com")], SYSTEM
            )
            return (await ids_by_key(session, self.shop.id, [key]))[key]

    async def order(self, number: str, total: int, *lines: tuple[str, int], at: datetime = NOW, key: str = "") -> None:
        """An order as the shop's checkout sends it, with list prices and what was paid."""
        async with self.database.session() as session:
            await place(session, self.shop, number, total, *lines, at=at, key=key)


async def employ(session: AsyncSession, shop: Shop, actor: Actor, role: Role) -> None:
    """Have somebody work for the shop."""
    session.add(StaffRow(id=actor.id, email=f"{actor.id}@orme.example", name=actor.name, password_hash="-"))
    await session.flush()
    session.add(MembershipRow(shop_id=shop.id, staff_id=actor.id, role=role))
    await session.flush()


async def place(
    session: AsyncSession, shop: Shop, number: str, total: int, *lines: tuple[str, int], at: datetime = NOW, key: str = "",
    status: str = "paid", email: str = "",
) -> None:  # fmt: skip
    prices = {BAG: 100_000, CANDLE: 6_000}
    order = Order(
        number=number, placed_at=at, currency="EUR", status=status, total=Money(total, "EUR"), customer_key=key or None, email=email or None,  # type: ignore[arg-type]
        lines=tuple(
            OrderLine(sku=sku, title=sku, quantity=count, unit_price=Money(prices[sku], "EUR")) for sku, count in lines
        ),
    )  # fmt: skip
    await apply_orders(session, shop.id, [order], SYSTEM)


async def open_atelier(database: Database, *, settings: PromotionSettings | None = None) -> Atelier:
    """The shop with its goods: bag 1,000.00 that costs 500.00, candle 60.00 that costs 20.00; a floor of 15 %."""
    async with database.session() as session:
        shop = await accounts.create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")
        await employ(session, shop, HUGO, "owner")
        await employ(session, shop, CLAIRE, "editor")
        await catalog.apply_drafts(session, shop, [_bag(), _candle()], SYSTEM)
        costs = [GoodsCost(sku=BAG, currency="EUR", cost=50_000), GoodsCost(sku=CANDLE, currency="EUR", cost=2_000)]
        await record_costs(session, shop.id, costs, SYSTEM)
        chosen = settings or PromotionSettings(floor=Floor(margin_bps=1_500), fees={"EUR": Fees(payment_bps=100)})
        await service.save_settings(session, shop.id, SYSTEM, replace(chosen, version=0))
        products = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    ids = {variant.sku: (product.id, variant.id) for product in products for variant in product.variants}
    return Atelier(shop=shop, database=database, ids=ids)


def _bag() -> Product:
    calf = Attribute(
        name="material", label=Words("Material"), value=Materials((MaterialPart("main", Words("calf leather")),))
    )
    variant = Variant(
        sku=BAG, options={"colour": Words("black")}, prices=(PriceRow(amount=Money(100_000, "EUR")),), stock=Stock(9)
    )
    return Product(
        key="bag", handle="bag", title=Words("Bag", "包"), brand="Orme", category=(Words("Bags"), Words("Totes")),
        attributes=(calf,), options=(Option(name="colour", label=Words("Colour"), values=(Words("black"),)),),
        variants=(variant,), collections=("winter",),
    )  # fmt: skip


def _candle() -> Product:
    variant = Variant(sku=CANDLE, prices=(PriceRow(amount=Money(6_000, "EUR")),), stock=Stock(40))
    return Product(
        key="candle", handle="candle", title=Words("Candle", "蜡烛"), category=(Words("Home"),), variants=(variant,)
    )


def percent(id_: str, bps: int, *tags: str, **rest: Any) -> dict[str, Any]:
    """So much off each piece with one of the tags."""
    scope = {"scope": {"tags": list(tags)}} if tags else {}
    return {
        "id": id_,
        "level": "line",
        "benefit": {"kind": "pct", "bps": bps},
        "name": {"en": id_, "zh": id_},
        **scope,
        **rest,
    }


def coupon(id_: str, amount: int, need: int, code: str, **rest: Any) -> dict[str, Any]:
    """An amount off a cart from so much on, with a code."""
    return {
        "id": id_, "level": "order", "stage": 2, "benefit": {"kind": "off", "amount": amount}, "need_amount": need,
        "code": code, "name": {"en": id_, "zh": id_}, **rest,
    }  # fmt: skip
