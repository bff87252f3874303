"""Two invented shops: one for electronics in English, one for clothes that writes traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from mercery.catalog.product import Attribute, Audience, Option, PriceRow, Product, Variant
from mercery.claims.values import MaterialPart, Materials, Quantity, Unit
from mercery.core.i18n import Words
from mercery.core.money import Money


def piece(
    key: str,
    title: Words,
    category: Sequence[Words],
    *,
    brand: str | None = None,
    price: int = 100,
    audience: Audience | None = None,
    colours: Sequence[Words] = (),
    sizes: Sequence[str] = (),
    materials: Mapping[str, Words] | None = None,
    measures: Mapping[str, tuple[str, Unit]] | None = None,
    description: str = "",
) -> Product:
    """A product with what a query may ask of it. `materials` are by part; `measures` by name, amount and unit."""
    attributes = [
        Attribute(name=name, label=Words(name.replace("_", " ").capitalize()), value=Quantity(Decimal(amount), unit))
        for name, (amount, unit) in (measures or {}).items()
    ]
    if materials:
        made_of = Materials(tuple(MaterialPart(part, material) for part, material in materials.items()))
        attributes.append(Attribute(name="material", label=Words("Material", "材质"), value=made_of))
    options = []
    if colours:
        options.append(Option(name="colour", label=Words("Colour", "颜色"), values=tuple(colours)))
    if sizes:
        options.append(Option(name="size", label=Words("Size", "尺码"), values=tuple(Words(one, one) for one in sizes)))
    return Product(
        key=key,
        handle=key,
        title=title,
        description=Words(description),
        brand=brand,
        category=tuple(category),
        audience=audience,
        attributes=tuple(attributes),
        options=tuple(options),
        variants=(Variant(sku=key.upper(), prices=(PriceRow(amount=Money(price * 100, "EUR")),)),),
    )


BLACK, WHITE, RED, NAVY = Words("black"), Words("white"), Words("red"), Words("navy")


def electronics() -> list[Product]:
    """Titles that describe, model numbers, capacities, brands that things are made for."""
    audio, computers, phones = Words("Headphones"), Words("Laptops"), Words("Phone cases")
    return [
        piece("wh-900xm", Words("Corvane WH-900XM Wireless Headphones"), [Words("Audio"), audio], brand="Corvane", colours=[BLACK, WHITE]),
        piece("buds-3", Words("Corvane Buds 3 Earphones"), [Words("Audio"), audio], brand="Corvane", colours=[BLACK]),
        piece("hifi-r2", Words("Tallow R2 Studio Headphones"), [Words("Audio"), audio], brand="Tallow Audio", colours=[RED]),
        piece("book-13", Words("Lumio Book 13.3\" 512 GB"), [computers], brand="Lumio", colours=[BLACK], measures={"screen_size": ("13.3", "in")}),
        piece("book-15", Words("Lumio Book 15.6\" 1 TB"), [computers], brand="Lumio", colours=[NAVY], measures={"screen_size": ("15.6", "in")}),
        piece("drive-2", Words("Harbour Portable Drive 2TB"), [Words("Storage")], brand="Harbour", description="Needs no power adapter."),
        piece("case-a", Words("Slim Case for Lumio Phone 8"), [phones], brand="Tallow Audio", colours=[BLACK]),
        piece("case-b", Words("Leather Case for Lumio Phone 8"), [phones], brand="Harbour", colours=[RED], materials={"main": Words("calfskin")}),
        piece("bag-15", Words("Messenger Sleeve"), [Words("Laptop bags")], brand="Harbour", colours=[BLACK, NAVY], materials={"main": Words("nylon"), "trim": Words("calf leather")}),
        piece("bag-16", Words("Canvas Sleeve"), [Words("Laptop bags")], brand="Harbour", colours=[BLACK], materials={"main": Words("canvas")}),
    ]  # fmt: skip


def clothes() -> list[Product]:
    """Everything in traditional characters, sizes by letters and numbers."""
    bags, knits, shoes, dresses = Words("", "包款"), Words("", "毛衣"), Words("", "鞋款"), Words("", "洋裝")
    navy, cream, wine, black = Words("", "藏青色"), Words("", "米白色"), Words("", "酒紅色"), Words("", "黑色")
    return [
        piece("tote", Words("", "帆布托特包"), [bags, Words("", "托特包")], brand="古梭", colours=[navy, black], materials={"main": Words("", "帆布"), "handles": Words("", "牛皮")}),
        piece("shoulder", Words("", "軟皮單肩包"), [bags, Words("", "單肩包")], brand="古梭", colours=[wine], materials={"main": Words("", "小羊皮")}),
        piece("jumper", Words("", "針織高領毛衣"), [knits], brand="雲間", colours=[cream, navy], sizes=("S", "M", "L"), materials={"main": Words("", "羊絨")}, audience="women"),
        piece("cardigan", Words("", "絞花開衫"), [knits], brand="雲間", colours=[black], sizes=("M", "L"), materials={"main": Words("", "羊毛")}, audience="men"),
        piece("boots", Words("", "短靴"), [shoes], brand="雲間", colours=[black], sizes=("38", "39"), materials={"main": Words("", "牛皮"), "sole": Words("", "橡膠")}, audience="women"),
        piece("dress", Words("", "無袖洋裝"), [dresses], brand="雲間", colours=[wine, black], sizes=("S", "M"), audience="women"),
    ]  # fmt: skip


def outdoors() -> list[Product]:
    """Tents, clothes and boots, named in both languages, for men, women and children."""
    tents, bags, packs = Words("Tents", "帐篷"), Words("Sleeping bags", "睡袋"), Words("Rucksacks", "登山包")
    jackets, down = Words("Jackets", "外套"), Words("Down jackets", "羽绒服")
    shoes, hiking = Words("Footwear", "鞋靴"), Words("Hiking boots", "登山鞋")
    green, orange, charcoal = Words("forest green", "森林绿"), Words("orange", "橙色"), Words("charcoal", "炭灰")
    sky, black, red = Words("sky blue", "天蓝"), Words("black", "黑色"), Words("red", "红色")
    nylon, wool, leather = (
        Words("recycled nylon", "再生尼龙"),
        Words("merino wool", "美利奴羊毛"),
        Words("nubuck", "磨砂皮"),
    )
    goose, cotton = Words("goose down", "鹅绒"), Words("organic cotton", "有机棉")
    adults, feet = ("S", "M", "L", "XL"), ("39", "41", "43")
    return [
        piece("tarn-2", Words("Tarn 2 Tent", "塔恩双人帐篷"), [tents], brand="North Tarn", price=320, colours=[green, orange], materials={"main": nylon}, measures={"weight": ("1800", "g")}),
        piece("tarn-4", Words("Tarn 4 Family Tent", "塔恩四人帐篷"), [tents], brand="North Tarn", price=540, colours=[orange], materials={"main": nylon}, measures={"weight": ("4200", "g")}),
        piece("drift", Words("Drift Sleeping Bag", "漂流睡袋"), [bags], brand="Fjell & Co", price=260, colours=[charcoal], materials={"main": nylon, "filling": goose}, measures={"weight": ("900", "g")}),
        piece("drift-s", Words("Drift Synthetic", "漂流合成睡袋"), [bags], brand="Fjell & Co", price=120, colours=[sky], materials={"main": nylon, "filling": Words("polyester", "聚酯纤维")}),
        piece("ridge-35", Words("Ridge 35", "山脊 35"), [packs], brand="Fjell & Co", price=180, colours=[black, green], materials={"main": nylon}, measures={"capacity": ("35", "l")}),
        piece("ridge-60", Words("Ridge 60", "山脊 60"), [packs], brand="Fjell & Co", price=240, colours=[black], materials={"main": nylon, "trim": leather}, measures={"capacity": ("60", "l")}),
        piece("nord-w", Words("Nord Parka", "诺德羽绒派克"), [jackets, down], brand="North Tarn", price=420, audience="women", sizes=adults, colours=[red, black], materials={"main": nylon, "filling": goose}),
        piece("nord-m", Words("Nord Parka", "诺德羽绒派克"), [jackets, down], brand="North Tarn", price=420, audience="men", sizes=adults, colours=[charcoal, black], materials={"main": nylon, "filling": goose}),
        piece("rain-k", Words("Puddle Rain Jacket", "水坑雨衣"), [jackets], brand="Fjell & Co", price=60, audience="kids", sizes=("104", "116"), colours=[sky, orange], materials={"main": nylon}),
        piece("fell-m", Words("Fell Boot", "费尔靴"), [shoes, hiking], brand="Fjell & Co", price=210, audience="men", sizes=feet, colours=[charcoal], materials={"main": leather, "sole": Words("rubber", "橡胶")}),
        piece("fell-w", Words("Fell Boot Mid", "费尔中帮靴"), [shoes, hiking], brand="Fjell & Co", price=190, audience="women", sizes=feet, colours=[green, black], materials={"main": Words("coated canvas", "涂层帆布"), "sole": Words("rubber", "橡胶")}),
        piece("base", Words("Base Layer", "打底衫"), [Words("Base layers", "打底衣")], brand="North Tarn", price=75, audience="unisex", sizes=adults, colours=[black, sky], materials={"main": wool}),
        piece("tee", Words("Camp Tee", "营地 T恤"), [Words("T-shirts", "T恤")], brand="North Tarn", price=35, audience="unisex", sizes=adults, colours=[Words("white", "白色"), green], materials={"main": cotton}),
    ]  # fmt: skip
