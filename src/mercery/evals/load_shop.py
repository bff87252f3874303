"""A small shop for a load that is not to wait for the demo shop: a few pieces with prices, stock and materials."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.catalog.product import Attribute, Option, PriceRow, Product, Variant
from mercery.catalog.service import apply_drafts
from mercery.claims.values import MaterialPart, Materials, Quantity, Stock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.interactions.days import keep_days
from mercery.interactions.service import KEPT_DAYS

_KINDS: Final = (("Tote", "托特包"), ("Satchel", "剑桥包"), ("Loafer", "乐福鞋"), ("Stole", "披肩"))
_NAMES: Final = (
    ("Arezzo", "阿雷佐"),
    ("Lucca", "卢卡"),
    ("Siena", "锡耶纳"),
    ("Orvieto", "奥尔维耶托"),
    ("Volterra", "沃尔泰拉"),
)
_COLOURS: Final = (Words("black", "黑色"), Words("tan", "棕褐色"))


async def small_shop(url: str) -> None:
    """Make it in an empty database."""
    database = Database(url, pool_size=2)
    try:
        async with database.session() as session:
            shop = await create_shop(session, slug="load", name=Words("Load"), currency="EUR")
            await apply_drafts(session, shop, _products(), SYSTEM)
        await keep_days(database, kept_days=KEPT_DAYS)
    finally:
        await database.close()


def _products() -> list[Product]:
    return [
        _product(number, Words(f"{name[0]} {kind[0]}", f"{name[1]}{kind[1]}"), Words(*kind))
        for number, (name, kind) in enumerate((name, kind) for name in _NAMES for kind in _KINDS)
    ]


def _product(number: int, title: Words, kind: Words) -> Product:
    handle = title.en.lower().replace(" ", "-")
    leather = Materials((MaterialPart("main", Words("calf leather", "小牛皮")),))
    return Product(
        key=handle,
        handle=handle,
        title=title,
        description=Words(f"{title.en}, made in our workshop.", f"{title.zh}，工坊制作。"),
        category=(kind,),
        attributes=(
            Attribute(name="material", label=Words("Material", "材质"), value=leather),
            Attribute(name="weight", label=Words("Weight", "重量"), value=Quantity(Decimal(400 + number), "g")),
        ),
        options=(Option(name="colour", label=Words("Colour", "颜色"), values=_COLOURS),),
        variants=tuple(
            Variant(
                sku=f"{handle}-{colour.en}".upper(),
                options={"colour": colour},
                prices=(PriceRow(amount=Money(20_000 + 1_000 * number, "EUR")),),
                stock=Stock(3 + number % 5, None),
            )
            for colour in _COLOURS
        ),
    )
