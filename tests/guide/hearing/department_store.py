"""A small department store for hearing: clothes, shoes, electronics, home, beauty and toys, with a tree of categories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from mercery.catalog.product import Attribute, Audience, Option, PriceRow, Product, Variant
from mercery.claims.values import Dimensions, Flag, MaterialPart, Materials, Quantity, Text, Unit, Value
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.guide.hearing.heard import Heard, hear
from mercery.guide.hearing.known import KnownGoods, Schema, read_piece, schema_of
from mercery.guide.need import Need, Shown, Wish

TODAY = date(2026, 11, 26)


def piece(
    key: str,
    title: tuple[str, str],
    category: Sequence[tuple[str, str]],
    *,
    brand: str = "",
    audience: Audience | None = None,
    material: str = "",
    colours: Sequence[tuple[str, str]] = (),
    sizes: Sequence[str] = (),
    euros: str = "50",
    currency: str = "EUR",
    **attributes: Value,
) -> Product:
    """A product as the catalogue has it, with a variant for each colour and size."""
    values: dict[str, Value] = {}
    if material:
        values["material"] = Materials(tuple(_part(one) for one in material.split(";")))
    values |= attributes
    options = []
    if colours:
        options.append(
            Option(name="colour", label=Words("Colour", "颜色"), values=tuple(Words(*one) for one in colours))
        )
    if sizes:
        options.append(Option(name="size", label=Words("Size", "尺码"), values=tuple(Words(one) for one in sizes)))
    price = PriceRow(amount=Money.from_major(Decimal(euros), currency))
    variants = [
        Variant(
            sku=f"{key}-{colour}-{size}", id=f"{key}:{colour}:{size}", options=_chosen(colour, size), prices=(price,)
        )
        for colour in [one[0] for one in colours] or [""]
        for size in sizes or [""]
    ]
    return Product(
        key=key, id=key, handle=key, title=Words(*title), brand=brand or None, category=tuple(Words(*one) for one in category), audience=audience,
        attributes=tuple(Attribute(name=name, label=_label(name), value=value) for name, value in values.items()),
        options=tuple(options), variants=tuple(variants),
    )  # fmt: skip


def _chosen(colour: str, size: str) -> dict[str, Words]:
    return {name: Words(value) for name, value in (("colour", colour), ("size", size)) if value}


def _part(text: str) -> MaterialPart:
    where, _, what = text.strip().rpartition(":")
    return MaterialPart(where or "main", Words(what.strip()))


def _label(name: str) -> Words:
    return Words(name.replace("_", " ").capitalize())


def amount(value: str, unit: Unit) -> Quantity:
    """A quantity."""
    return Quantity(Decimal(value), unit)


CLOTHES, SHOES = ("Clothing", "服装"), ("Shoes", "鞋履")
ELECTRONICS, HOME, BEAUTY = ("Electronics", "数码"), ("Home & Living", "家居"), ("Beauty", "美妆")
CHILDREN, BAGS, WATCHES = ("Kids", "儿童"), ("Bags & Luggage", "箱包"), ("Watches", "腕表")
BLACK, NAVY, GREEN, RED, WHITE = (
    ("black", "黑色"),
    ("navy", "藏青"),
    ("forest green", "森林绿"),
    ("burgundy", "酒红"),
    ("white", "白色"),
)


@cache
def products() -> tuple[Product, ...]:
    """Everything on the shelves."""
    return (
        piece("parka", ("Alder Parka", "Alder 派克大衣"), [CLOTHES, ("Coats", "大衣")], brand="Northfell", audience="men", material="waxed cotton; lining: wool", colours=[GREEN, NAVY], sizes=["S", "M", "L", "XL"], euros="320", hood=Flag(True), weight=amount("1.4", "kg")),
        piece("blazer", ("Linden Blazer", "Linden 西装外套"), [CLOTHES, ("Jackets", "夹克")], brand="Osmund", audience="women", material="wool", colours=[BLACK, NAVY], sizes=["S", "M", "L"], euros="240"),
        piece("jumper", ("Hazel Jumper", "Hazel 毛衣"), [CLOTHES, ("Knitwear", "针织")], brand="Northfell", audience="women", material="cashmere", colours=[RED, GREEN], sizes=["S", "M", "L"], euros="180", care=Text(Words("Hand wash cold"))),
        piece("trainers", ("Stride Trainers", "Stride 运动鞋"), [SHOES], brand="Osmund", audience="unisex", material="recycled polyester; sole: rubber", colours=[WHITE, BLACK], sizes=["38", "39", "40", "41", "42", "43"], euros="95"),
        piece("loafers", ("Penn Loafers", "Penn 乐福鞋"), [SHOES], brand="Osmund", audience="men", material="calf leather", colours=[BLACK, ("tan", "棕褐色")], sizes=["41", "42", "43"], euros="160"),
        piece("tote", ("Harbour Tote", "Harbour 托特包"), [BAGS, ("Totes", "托特包")], brand="Maren", audience="women", material="calf leather", colours=[BLACK, RED], euros="390", weight=amount("820", "g"), laptop_fit=amount("13", "in"), dimensions=Dimensions((Decimal(36), Decimal(28), Decimal(14)), "cm")),
        piece("case", ("Transit Cabin Case", "Transit 登机箱"), [BAGS, ("Suitcases", "行李箱")], brand="Maren", material="polycarbonate", colours=[BLACK], euros="210", weight=amount("2.9", "kg"), volume=amount("36", "l")),
        piece("diver", ("Reef Diver", "Reef 潜水表"), [WATCHES], brand="Halvor", audience="men", material="stainless steel; strap: rubber", colours=[("black dial", "黑色表盘")], euros="640", water_resistance=amount("200", "m"), movement=Text(Words("automatic")), dimensions=Text(Words("42 mm diameter"))),
        piece("quartz", ("Isle Watch", "Isle 腕表"), [WATCHES], brand="Halvor", audience="women", material="stainless steel; strap: calf leather", colours=[("white dial", "白色表盘")], euros="220", water_resistance=amount("30", "m"), movement=Text(Words("quartz")), dimensions=Text(Words("28 mm diameter"))),
        piece("buds", ("Pebble Earbuds", "Pebble 耳机"), [ELECTRONICS, ("Audio", "音频")], brand="Kestrel", colours=[BLACK, WHITE], euros="120", noise_cancelling=Flag(True), battery=amount("8", "h"), weight=amount("5", "g")),
        piece("phone", ("Kestrel Phone 8", "Kestrel 手机 8"), [ELECTRONICS, ("Phones", "手机")], brand="Kestrel", colours=[BLACK], sizes=["128 GB", "256 GB"], euros="699", screen_size=amount("6.1", "in")),
        piece("laptop", ("Slate Laptop 14", "Slate 笔记本电脑 14"), [ELECTRONICS, ("Computers", "电脑")], brand="Kestrel", colours=[("silver", "银色")], euros="1190", screen_size=amount("14", "in"), weight=amount("1.3", "kg")),
        piece("kettle", ("Morrow Kettle", "Morrow 电水壶"), [HOME, ("Kitchen", "厨房")], brand="Morrow", material="stainless steel", colours=[("silver", "银色"), WHITE], euros="79", volume=amount("1.7", "l")),
        piece("throw", ("Fern Throw", "Fern 盖毯"), [HOME, ("Textiles", "家纺")], brand="Morrow", material="merino wool", colours=[GREEN, ("oatmeal", "燕麦色")], euros="130", dimensions=Dimensions((Decimal(130), Decimal(170)), "cm")),
        piece("lamp", ("Wick Table Lamp", "Wick 台灯"), [HOME, ("Lighting", "灯具")], brand="Morrow", material="brass", colours=[("brass", "黄铜色")], euros="149"),
        piece("cream", ("Oat Face Cream", "Oat 面霜"), [BEAUTY, ("Skincare", "护肤")], brand="Senna", euros="38", sizes=["30 ml", "50 ml"], notes=Text(Words("Fragrance free; contains no nut oil"))),
        piece("lipstick", ("Plum Lipstick", "Plum 口红"), [BEAUTY, ("Make-up", "彩妆")], brand="Senna", colours=[RED], euros="24"),
        piece("bear", ("Bo Bear", "Bo 小熊"), [CHILDREN, ("Toys", "玩具")], brand="Tumble", audience="kids", material="organic cotton", colours=[("brown", "棕色")], euros="28"),
        piece("mac", ("Puddle Mac", "Puddle 雨衣"), [CHILDREN, ("Outerwear", "外套")], brand="Tumble", audience="kids", material="recycled polyester", colours=[("yellow", "黄色")], sizes=["2-3Y", "4-5Y", "6-7Y"], euros="45", waterproof=Flag(True)),
        piece("silk", ("Loire Scarf", "Loire 丝巾"), [("Accessories", "配饰"), ("Scarves", "围巾")], brand="Maren", audience="women", material="silk", colours=[RED, GREEN], euros="900", currency="CNY"),
    )  # fmt: skip


@cache
def schema() -> Schema:
    """The store's own words."""
    return schema_of(products())


def known(*shown: Shown) -> KnownGoods:
    """The store, with the pieces that were shown."""
    variants = {one.product_id: one.variant_id for one in shown}
    pieces = [read_piece(one, variant_id=variants[one.id]) for one in products() if one.id in variants]
    return KnownGoods(schema=schema()).with_turn(pieces)


class Talk:
    """A conversation with the guide, one message after the other."""

    def __init__(self, lang: Lang = "en") -> None:
        self.lang: Lang = lang
        self.need = Need()
        self.shown: list[Shown] = []
        self.turn = 0
        self.heard = Heard(need=self.need)

    def says(self, message: str) -> Talk:
        """The shopper writes."""
        goods = known(*self.shown)
        self.heard = hear(message, self.need, self.shown, goods, lang=self.lang, turn=self.turn, today=TODAY)
        self.need = self.heard.need
        self.turn += 1
        return self

    def is_shown(self, *products: str, variant: str | None = None) -> Talk:
        """The guide offers pieces."""
        self.shown += [Shown(product_id=one, variant_id=variant, turn=self.turn) for one in products]
        return self

    def one(self, kind: str, *, unwanted: bool = False, name: str = "") -> Wish:
        """The only wish of a kind."""
        found = [one for one in self.need.wishes if one.kind == kind and one.unwanted == unwanted and one.name == name]
        assert len(found) == 1, f"{kind}: {self.need.wishes}"
        return found[0]

    def values(self, kind: str, *, unwanted: bool = False, name: str = "") -> set[str]:
        """The values of the wishes of a kind; empty where there are none."""
        return {
            value
            for one in self.need.wishes
            if one.kind == kind and one.unwanted == unwanted and one.name == name
            for value in one.values
        }


def says(message: str, lang: Lang = "en") -> Talk:
    """A first message."""
    return Talk(lang).says(message)
