"""A small boutique for the tests of search and storefront, with the demo shop's own way of drawing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.kept import drawn

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.product import Attribute, Media, Option, PriceRow, Product, Variant
from mercery.catalog.service import apply_drafts
from mercery.claims.values import Dimensions, MaterialPart, Materials, Quantity, Stock, Text
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.demo.art.spec import ArtKind, ArtSpec, Ground

COLOURS = {
    "bordeaux": "酒红色",
    "black": "黑色",
    "green": "绿色",
    "red": "红色",
    "cream": "奶油色",
    "navy": "海军蓝",
    "gold": "金色",
}
PAINT = {"green": "bottle green", "gold": "mustard"}
CATEGORIES = {
    "Bags": "包袋",
    "Watches": "腕表",
    "Silk": "丝巾",
    "Shoes": "鞋履",
    "Fragrance": "香氛",
    "Jewellery": "珠宝",
    "Eyewear": "眼镜",
    "Home": "家居",
}
ROWS = """
saddle-bag|Saddle Bag|马鞍包|Bags|calfskin=小牛皮|bordeaux,black|1280|1480|3,5|saddle_bag|rose
work-tote|Work Tote|通勤托特包|Bags|calfskin=小牛皮|black,bordeaux|1390||4,1|tote|straw
firenze-satchel|Firenze Satchel|佛罗伦萨剑桥包|Bags|calfskin=小牛皮|green|1450||2|satchel|sage
luna-hobo|Luna Hobo|月牙包|Bags|suede=麂皮|cream|1180||0|hobo|mist
petite-clutch|Petite Clutch|小手包|Bags|satin=缎面|black,red|420|560|6,0|clutch|blush
heure-watch|Heure Watch|时光腕表|Watches|steel=精钢|bordeaux,black|2150||2,0|round_watch|mist
plongee-watch|Plongée Diver|潜水腕表|Watches|steel=精钢|navy|1980||5|dive_watch|sage
deco-carre|Deco Carré|装饰艺术方巾|Silk|silk twill=真丝斜纹|bordeaux,green|320||9,4|carre|blush
bridle-bandana|Bridle Bandana|马具小方巾|Silk|silk twill=真丝斜纹|navy,red|140||8,8|bandana|straw
aran-stole|Aran Stole|阿兰披肩|Silk|cashmere=羊绒|cream|480||3|stole|stone
giulia-slingback|Giulia Slingback|朱莉亚露跟鞋|Shoes|nappa leather=纳帕皮|green,black|590||3,2|slingback|straw
otto-loafer|Otto Loafer|奥托乐福鞋|Shoes|calfskin=小牛皮|black|540||4|loafer|clay
court-sneaker|Court Sneaker|小白鞋|Shoes|calfskin=小牛皮|cream|320|390|7|sneaker|mist
figuier-no-4|Figuier No 4|无花果四号香水|Fragrance|glass=玻璃|gold|128||20|perfume_rectangular|leaf
vetiver-candle|Vétiver Candle|香根草蜡烛|Home|ceramic=陶瓷|cream|64||12|candle|sage
pearl-studs|Pearl Studs|珍珠耳钉|Jewellery|gold vermeil=镀金银|gold|180||5|studs|rose
riva-sunglasses|Riva Sunglasses|里瓦太阳镜|Eyewear|acetate=板材|black|260||4|glasses_cat_eye|clay
crew-throw|Mohair Throw|马海毛毯|Home|mohair=马海毛|red,navy|345||2,2|throw|stone
"""
SIZES = {"Shoes": ("36", "37", "38", "39")}


def drafts(media: Path | None) -> list[Product]:
    """The boutique's products; their pictures are drawn into `media`."""
    return [_product(line.split("|"), media) for line in ROWS.strip().splitlines()]


def _product(cells: list[str], media: Path | None) -> Product:
    handle, en, zh, category, material, colours, price, was, stocks, kind, ground = cells
    said = tuple(colours.split(","))
    sizes = SIZES.get(category, ("",))
    counts = dict(zip(said, [int(count) for count in stocks.split(",")], strict=True))
    variants = [_variant(handle, colour, size, price, was, counts[colour]) for colour in said for size in sizes]
    options = [Option(name="colour", label=Words("Colour", "颜色"), values=tuple(_colour(one) for one in said))]
    if sizes != ("",):
        options.append(Option(name="size", label=Words("Size", "尺码"), values=tuple(Words(one, one) for one in sizes)))
    return Product(
        key=handle,
        handle=handle,
        title=Words(en, zh),
        description=Words(f"{en}, made in our workshop.", f"{zh}，工坊制作。"),
        brand="Maison Aurelle",
        category=(Words(category, CATEGORIES[category]),),
        attributes=_attributes(*material.split("=")),
        options=tuple(options),
        variants=tuple(variants),
        media=_media(handle, kind, said, ground, media, variants),
        collections=("new",) if handle in ("heure-watch", "deco-carre", "giulia-slingback", "saddle-bag") else (),
    )


def _variant(handle: str, colour: str, size: str, price: str, was: str, count: int) -> Variant:
    options = {"colour": _colour(colour)} | ({"size": Words(size, size)} if size else {})
    euro = PriceRow(amount=Money(int(price) * 100, "EUR"), was=Money(int(was) * 100, "EUR") if was else None)
    return Variant(
        sku="-".join(part for part in (handle, colour, size) if part).upper(),
        options=options,
        prices=(euro, PriceRow(amount=Money(int(price) * 800, "CNY"))),
        stock=Stock(count, date(2026, 12, 14) if count == 0 else None),
    )


def _colour(name: str) -> Words:
    return Words(name, COLOURS[name])


def _attributes(material: str, zh: str) -> tuple[Attribute, ...]:
    return (
        Attribute(
            name="material",
            label=Words("Material", "材质"),
            value=Materials((MaterialPart("main", Words(material, zh)),)),
        ),
        Attribute(
            name="dimensions",
            label=Words("Size", "尺寸"),
            value=Dimensions((Decimal(27), Decimal(19), Decimal(9)), "cm"),
        ),
        Attribute(name="weight", label=Words("Weight", "重量"), value=Quantity(Decimal(780), "g")),
        Attribute(
            name="origin", label=Words("Made in", "产地"), value=Text(Words("Pontassieve, Italy", "意大利蓬塔谢韦"))
        ),
    )


def _media(
    handle: str, kind: str, colours: tuple[str, ...], ground: str, folder: Path | None, variants: list[Variant]
) -> tuple[Media, ...]:
    if folder is None:
        return ()
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    grounds: tuple[Ground, ...] = (ground, "straw", "stone")  # type: ignore[assignment]
    for number, view in enumerate(("main", "detail", "alternate")):
        for colour in colours if view == "main" else colours[:1]:
            spec = ArtSpec(kind=ArtKind(kind), colour=PAINT.get(colour, colour), ground=grounds[number], view=view)  # type: ignore[arg-type]
            name = f"{handle}-{colour}-{view}.svg"
            (folder / name).write_text(drawn(spec), encoding="utf-8")
            skus = (
                tuple(variant.sku for variant in variants if f"-{colour.upper()}" in variant.sku)
                if view == "main"
                else ()
            )
            found.append(
                Media(
                    source=f"/media/{name}", path=name, mime="image/svg+xml", width=800, height=1000, variant_skus=skus
                )
            )
    return tuple(found)


async def open_boutique(database: Database, media: Path | None = None, *, slug: str = "aurelle") -> Shop:
    """Create the shop and fill it."""
    async with database.session() as session:
        shop = await create_shop(
            session,
            slug=slug,
            name=Words("Maison Aurelle", "欧雷尔"),
            currency="EUR",
            currencies=("EUR", "CNY", "USD"),
            wordmark="Maison Aurelle",
        )
        await apply_drafts(session, shop, drafts(media), SYSTEM)
    return shop
