"""A catalogue for measuring search by: made up, in both languages, with the long tail of words that real shops have.

Product `number` is the same whoever makes it, so that a part can be made anew anywhere. Names of lines and models are
built of syllables, some words are everywhere and most are rare, and descriptions have sentences of several kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from mercery.catalog.product import Attribute, Option, PriceRow, Product, Variant
from mercery.claims.values import MaterialPart, Materials, Quantity, Stock, Terms, Text
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money

KINDS: Final[tuple[tuple[Words, Words], ...]] = tuple(
    (Words(*top.split("|")), Words(*kind.split("|")))
    for top, kinds in (
        ("Bags|包袋", "Tote bags|托特包;Backpacks|双肩包;Clutches|手拿包;Shoulder bags|单肩包;Travel bags|旅行袋;Wallets|钱包"),
        ("Shoes|鞋履", "Sneakers|运动鞋;Loafers|乐福鞋;Ankle boots|短靴;Sandals|凉鞋;Pumps|高跟鞋;Slippers|拖鞋"),
        ("Clothing|服装", "Coats|大衣;Jackets|夹克;Shirts|衬衫;Sweaters|毛衣;Gowns|礼服;Trousers|长裤;Skirts|半身裙;Jeans|牛仔裤"),
        ("Accessories|配饰", "Shawls|围巾;Belts|腰带;Gloves|手套;Hats|帽子;Sunglasses|太阳镜;Umbrellas|雨伞"),
        ("Jewellery|珠宝", "Rings|戒指;Necklaces|项链;Earrings|耳环;Bracelets|手链;Timepieces|腕表;Cufflinks|袖扣"),
        ("Home|家居", "Candles|蜡烛;Cushions|靠垫;Blankets|毯子;Vases|花瓶;Lamps|台灯;Rugs|地毯;Mugs|马克杯;Plates|餐盘"),
        ("Electronics|电子产品", "Headphones|耳机;Keyboards|键盘;Monitors|显示器;Laptops|笔记本电脑;Chargers|充电器;Speakers|音箱"),
        ("Beauty|美妆", "Face creams|面霜;Lipsticks|口红;Perfumes|香水;Shampoos|洗发水;Hand creams|护手霜;Serums|精华液"),
        ("Kitchen|厨房", "Kettles|水壶;Cutting boards|砧板;Frying pans|煎锅;Coffee makers|咖啡机;Lunch tins|饭盒;Teapots|茶壶"),
        ("Sports|运动", "Yoga mats|瑜伽垫;Tents|帐篷;Dumbbells|哑铃;Cycling helmets|骑行头盔;Water bottles|水瓶;Rackets|球拍"),
    )
    for kind in kinds.split(";")
)  # fmt: skip
COLOURS: Final = tuple(
    Words(*one.split("|"))
    for one in [
        "black|黑色",
        "white|白色",
        "navy|藏青色",
        "red|红色",
        "bordeaux|酒红色",
        "green|绿色",
        "olive|橄榄绿",
        "cream|米色",
        "brown|棕色",
        "grey|灰色",
        "pink|粉色",
        "yellow|黄色",
        "orange|橙色",
        "purple|紫色",
        "silver|银色",
        "gold|金色",
        "light blue|浅蓝色",
        "camel|驼色",
    ]
)
MATERIALS: Final = tuple(
    Words(*one.split("|"))
    for one in [
        "calfskin|小牛皮",
        "suede|麂皮",
        "canvas|帆布",
        "cotton|棉",
        "linen|亚麻",
        "silk|真丝",
        "cashmere|羊绒",
        "merino wool|美利奴羊毛",
        "denim|丹宁",
        "polyester|聚酯纤维",
        "nylon|尼龙",
        "stainless steel|不锈钢",
        "oak|橡木",
        "glass|玻璃",
        "porcelain|瓷",
        "brass|黄铜",
        "leather|皮革",
        "rubber|橡胶",
    ]
)
_STYLES: Final = tuple(
    Words(*one.split("|"))
    for one in [
        "quilted|菱格纹",
        "slim|修身",
        "oversized|宽松",
        "classic|经典",
        "woven|编织",
        "foldable|折叠",
        "waterproof|防水",
        "lightweight|轻便",
        "vintage|复古",
        "striped|条纹",
        "embroidered|刺绣",
        "padded|加厚",
        "compact|小巧",
        "handmade|手工",
        "minimal|简约",
        "ribbed|罗纹",
        "reversible|双面",
        "portable|便携",
    ]
)
_SENTENCES: Final = tuple(
    Words(*one.split("|"))
    for one in (
        "Made for every day and light to carry.|日常使用，轻巧易携。",
        "The inside pocket keeps keys and a telephone apart.|内袋可分开收纳钥匙与手机。",
        "Cut by hand in a small workshop near the sea.|由海边小工坊手工裁制。",
        "Wipe with a soft damp cloth and let it dry in the shade.|用柔软湿布擦拭，阴凉处晾干。",
        "It comes in a box that can be given as a present.|附赠礼盒，适合送礼。",
        "The lining is soft and does not crease.|内衬柔软，不易起皱。",
        "A piece that grows more beautiful with the years.|岁月愈久，愈显质感。",
        "Two lengths of strap let it be worn in the hand or across the body.|两种长度的肩带，可手提亦可斜挎。",
        "Tested for more than ten thousand openings.|经过一万次以上开合测试。",
        "Fits under the seat of an aeroplane.|可放置于飞机座椅下方。",
        "The colour may differ a little from one piece to the next.|每件颜色略有差异。",
        "Good for cold mornings and long evenings.|适合清晨微凉与漫长夜晚。",
    )
)
_AUDIENCES: Final = ("women", "men", "unisex", "kids", None)
_HEADS: Final = [
    "ba",
    "be",
    "bo",
    "ca",
    "cel",
    "da",
    "del",
    "el",
    "fa",
    "fi",
    "ga",
    "gra",
    "hel",
    "io",
    "ka",
    "ka",
    "la",
    "le",
    "lo",
    "lu",
    "ma",
    "mi",
    "mo",
    "na",
    "no",
    "o",
    "pa",
    "per",
    "qui",
    "ra",
    "ro",
    "sa",
    "se",
    "sol",
    "ta",
    "ti",
    "va",
    "ve",
    "vi",
    "za",
]
_TAILS: Final = [
    "bel",
    "ca",
    "da",
    "dra",
    "e",
    "en",
    "ero",
    "ia",
    "ic",
    "ina",
    "ise",
    "la",
    "lle",
    "lo",
    "mar",
    "na",
    "ne",
    "nia",
    "nor",
    "o",
    "ra",
    "ris",
    "ro",
    "sa",
    "se",
    "ta",
    "tis",
    "to",
    "tta",
    "va",
    "vo",
    "za",
]
_SIGNS: Final = "云山海月星光风林雪花石溪竹兰松鹤晨暮青白金玉南北东西远清静安和乐"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody types."""

    text: str
    lang: Lang
    kind: str


def product(number: int, variants: int) -> Product:
    """The product of that number, with so many variants."""
    rng = Random(number)  # noqa: S311 - a catalogue, no secret
    top, kind = KINDS[int(len(KINDS) * rng.random() ** 1.5)]
    line, style = _line(rng), rng.choice(_STYLES)
    material = rng.choice(MATERIALS)
    colours = rng.sample(COLOURS, k=max(1, -(-variants // 4)))
    one = Words(kind.en.removesuffix("s"), kind.zh)
    title = Words(f"{line.en} {style.en} {one.en}".title(), f"{line.zh}{style.zh}{one.zh}")
    said = rng.sample(_SENTENCES, k=4)
    description = Words(
        f"{title.en} of {material.en}, model {number:06d}. " + " ".join(text.en for text in said),
        f"{material.zh}{title.zh}，型号 {number:06d}。" + "".join(text.zh for text in said),
    )
    sizes = ("S", "M", "L", "XL")
    weight = Decimal(rng.randrange(1, 60) * 25)
    return Product(
        id=f"prod_{number:026d}",
        key=f"K{number}",
        handle=f"piece-{number}",
        title=title,
        description=description,
        brand=_brand(rng),
        category=(top, kind),
        audience=rng.choice(_AUDIENCES),
        attributes=(
            Attribute(name="material", label=Words("Material", "材质"), value=Materials((MaterialPart("main", material),))),
            Attribute(name="style", label=Words("Style", "风格"), value=Terms((style,))),
            Attribute(name="line", label=Words("Line", "系列"), value=Text(line)),
            Attribute(name="weight", label=Words("Weight", "重量"), value=Quantity(low=weight, unit="g")),
        ),
        options=(
            Option(name="colour", label=Words("Colour", "颜色"), values=tuple(colours)),
            Option(name="size", label=Words("Size", "尺码"), values=tuple(Words(size, size) for size in sizes)),
        ),
        variants=tuple(_variant(number, place, colours, sizes, rng) for place in range(variants)),
        tags=(style.en,),
    )  # fmt: skip


def products(first: int, count: int, variants: int) -> Iterator[Product]:
    """So many products from that number on."""
    for number in range(first, first + count):
        yield product(number, variants)


def queries(count: int, of: int, seed: int = 7) -> list[Query]:
    """So many queries, no two alike, about a catalogue of `of` products."""
    rng = Random(seed)  # noqa: S311 - a catalogue, no secret
    made: dict[str, Query] = {}
    while len(made) < count:
        query = _query(product(rng.randrange(of), 4), rng)
        made.setdefault(query.text, query)
    return list(made.values())


def _query(about: Product, rng: Random) -> Query:
    """What somebody may type who wants that product, or one like it."""
    colour, kind = rng.choice(about.options[0].values), about.category[-1]
    value = about.attributes[0].value
    material = value.parts[0].material if isinstance(value, Materials) else colour
    price = 10 * rng.randrange(3, 60)
    asked: tuple[tuple[str, Lang, str], ...] = (
        (about.title.en, "en", "name"),
        (f"{about.brand} {kind.en.lower()}", "en", "brand"),
        (f"{colour.en} {material.en} {kind.en.lower()}", "en", "attributes"),
        (f"{colour.en} {kind.en.lower()} under {price} euros", "en", "price"),
        (_mistyped(about.title.en.lower(), rng), "en", "typo"),
        (f"{about.title.en.split()[1].lower()} {kind.en.lower()} for {about.audience or 'travel'}", "en", "loose"),
        (f"do you have a {material.en} {kind.en.lower()} in {colour.en} for a cold day", "en", "question"),
        (about.title.zh, "zh", "name"),
        (f"{colour.zh}{material.zh}{kind.zh}", "zh", "attributes"),
        (f"{price}欧元以下的{colour.zh}{kind.zh}", "zh", "price"),
        (f"{about.brand} {kind.zh}", "zh", "mixed"),
        (about.variants[0].sku, "en", "sku"),
    )
    text, lang, name = rng.choice(asked)
    return Query(text=text, lang=lang, kind=name)


def _mistyped(text: str, rng: Random) -> str:
    """With two letters of its first word swapped."""
    at = rng.randrange(1, 4)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _line(rng: Random) -> Words:
    """The name of a line: some have many pieces, most a few."""
    place = int(30_000 * rng.random() ** 3)
    own = Random(place)  # noqa: S311 - a catalogue, no secret
    return Words(
        own.choice(_HEADS) + own.choice(_HEADS) + own.choice(_TAILS), "".join(own.choice(_SIGNS) for _ in range(2))
    )


def _brand(rng: Random) -> str:
    own = Random(1_000_000 + int(400 * rng.random() ** 2))  # noqa: S311 - a catalogue, no secret
    return (own.choice(_HEADS) + own.choice(_TAILS) + " " + own.choice(_HEADS) + own.choice(_TAILS)).title()


def _variant(number: int, place: int, colours: list[Words], sizes: tuple[str, ...], rng: Random) -> Variant:
    size = sizes[place % len(sizes)]
    return Variant(
        sku=f"S{number:07d}-{place}",
        options={"colour": colours[place // len(sizes)], "size": Words(size, size)},
        prices=(PriceRow(amount=Money(100 * rng.randrange(9, 900), "EUR")),),
        stock=Stock(rng.choice((0, 1, 3, 12))),
    )
