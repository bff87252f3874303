"""A few products and policies to write about, and the materials made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Option, Product, Variant
from mercery.claims.facts import Fact, Subject
from mercery.claims.values import (
    Dimensions,
    Flag,
    MaterialPart,
    Materials,
    Price,
    Quantity,
    Statement,
    Stock,
    Text,
    Value,
)
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.studio.materials import Materials as Given

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHOP = Shop(id="shop", slug="maison", name=Words("Maison Corvin", "柯文之家"))


def attribute(name: str, en: str, zh: str, value: Value) -> Attribute:
    """One property of a product."""
    return Attribute(name=name, label=Words(en, zh), value=value)


def made_of(**parts: tuple[str, str]) -> Attribute:
    """Its materials by part."""
    rows = tuple(MaterialPart(part, Words(en, zh)) for part, (en, zh) in parts.items())
    return attribute("material", "Material", "材质", Materials(rows))


def product(key: str, en: str, zh: str, category: tuple[str, str], *attributes: Attribute, **more: Any) -> Product:
    """A product in two colours."""
    colours = (Words("black", "黑色"), Words("tan", "棕褐色"))
    variants = tuple(
        Variant(sku=f"{key}-{one.en}", id=f"{key}-{one.en}", options={"colour": one}, stock=Stock(3), updated_at=NOW)
        for one in colours
    )
    return Product(
        key=key, handle=key, id=key, title=Words(en, zh), category=(Words(*category),), attributes=attributes,
        options=(Option(name="colour", label=Words("Colour", "颜色"), values=colours),), variants=variants,
        updated_at=NOW, **more,
    )  # fmt: skip


def origin(en: str, zh: str) -> Attribute:
    """Where it is made."""
    return attribute("origin", "Made in", "产地", Text(Words(en, zh)))


def months(many: int) -> Attribute:
    """Its warranty."""
    return attribute("warranty", "Warranty", "质保", Quantity(Decimal(many), "month"))


BAG = product(
    "quai", "Quai Bag", "Quai 手提包", ("Handbags", "手提包"),
    made_of(main=("grained calfskin", "粒面小牛皮"), lining=("cotton twill", "棉斜纹布")),
    attribute("dimensions", "Dimensions", "尺寸", Dimensions((Decimal(28), Decimal(20), Decimal(9)), "cm")),
    attribute("weight", "Weight", "重量", Quantity(Decimal(640), "g")),
    attribute("closure", "Closure", "开合", Text(Words("turn lock", "旋转锁扣"))),
    origin("Ubrique, Spain", "西班牙乌夫里克"), months(24),
    attribute("care", "Care", "保养", Text(Words("Wipe with a dry cloth; keep it out of the rain.", "用干布擦拭，避免淋雨。"))),
    description=Words("A day bag with a flap. The strap can be shortened.", "翻盖日用手提包。肩带可缩短。"),
)  # fmt: skip
TOTE = product(
    "halle", "Halle Tote", "Halle 托特包", ("Totes", "托特包"),
    made_of(main=("cotton canvas", "棉帆布"), handle=("calfskin", "小牛皮")),
    attribute("dimensions", "Dimensions", "尺寸", Dimensions((Decimal(40), Decimal(32), Decimal(16)), "cm")),
    attribute("weight", "Weight", "重量", Quantity(Decimal(710), "g")),
    attribute("strap_removable", "Removable strap", "肩带可拆", Flag(True)),
    origin("Ubrique, Spain", "西班牙乌夫里克"), months(24),
    description=Words("A wide canvas tote for the market.", "宽幅帆布托特包，适合市集。"),
)  # fmt: skip
BARE = product("pot", "Plant Pot", "花盆", ("Garden", "园艺"))
POLICY = Fact(
    subject=Subject(kind="policy", id="returns", name=Words("Returns", "退货")), attribute="returns",
    label=Words("Returns", "退货"), version=1, recorded_at=NOW, source=Words("policy", "政策"),
    value=Statement(Words("You may return an unworn piece within 30 days of delivery.", "未使用的商品可在签收后 30 天内退回。")),
)  # fmt: skip


def prices(*products: Product) -> list[Fact]:
    """What each variant costs."""
    return [
        Fact(
            subject=Subject(
                kind="variant", id=one.id, parent_id=ware.id,
                name=Words(f"{ware.title.en}, {one.title('en')}", f"{ware.title.zh}（{one.title('zh')}）"),
            ),
            attribute="price", label=Words("Price", "价格"), value=Price(Money(64000, "EUR")), version=1,
            source=Words("price list", "价目表"), recorded_at=NOW,
        )
        for ware in products for one in ware.variants
    ]  # fmt: skip


def given(*products: Product, **more: Any) -> Given:
    """Materials of the products, the others their neighbours."""
    facts = [fact for one in products for fact in product_facts(one)]
    others = tuple(one for one in (BAG, TOTE) if one not in products)
    return Given(
        shop=SHOP, products=products, facts=(*facts, *prices(*products), POLICY), neighbours=others, now=NOW, **more
    )


def without(ware: Product, *names: str) -> Product:
    """The product with some of its attributes taken away."""
    return replace(ware, attributes=tuple(one for one in ware.attributes if one.name not in names))
