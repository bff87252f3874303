"""Chinese: how a product is spoken of, numbers of things, and the space between Chinese and Latin signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.values import Quantity
from mercery.studio.brief import Channel
from mercery.studio.writing.phrase_book import Phrase
from mercery.studio.writing.points import Point
from mercery.studio.writing.referring import Referring, Way
from mercery.studio.writing.topics import kind_of

NOUNS: Final = (
    ("托特包", "只"), ("双肩包", "只"), ("旅行包", "只"), ("斜挎包", "只"), ("马鞍包", "只"), ("手提包", "只"), ("手拿包", "只"),
    ("卡包", "只"), ("钱包", "只"), ("箱", "只"), ("包", "只"), ("手袋", "只"), ("皮夹", "只"), ("腕表", "枚"), ("手表", "块"),
    ("乐福鞋", "双"), ("凉鞋", "双"), ("平底鞋", "双"), ("高跟鞋", "双"), ("浅口鞋", "双"), ("休闲鞋", "双"), ("球鞋", "双"), ("拖鞋", "双"),
    ("露跟鞋", "双"), ("鞋", "双"), ("靴", "双"), ("方巾", "条"), ("丝巾", "条"), ("围巾", "条"), ("披肩", "条"),
    ("圆领衫", "件"), ("开衫", "件"), ("毛衣", "件"), ("卫衣", "件"), ("衬衫", "件"), ("外套", "件"), ("大衣", "件"), ("风衣", "件"),
    ("马甲", "件"), ("T恤", "件"), ("西装", "件"), ("连衣裙", "条"), ("半身裙", "条"), ("裙", "条"), ("牛仔裤", "条"), ("裤", "条"),
    ("上衣", "件"), ("衫", "件"), ("袜", "双"), ("手套", "副"), ("太阳镜", "副"), ("眼镜", "副"), ("镜框", "副"), ("墨镜", "副"),
    ("古龙水", "瓶"), ("淡香水", "瓶"), ("香水", "瓶"), ("香薰蜡烛", "支"), ("蜡烛", "支"), ("香薰", ""), ("旅行装", ""), ("随行装", ""),
    ("戒指", "枚"), ("耳环", "对"), ("耳钉", "对"), ("项链", "条"), ("手链", "条"), ("手镯", "只"), ("吊坠", "枚"), ("胸针", "枚"),
    ("花瓶", "只"), ("托盘", "只"), ("咖啡杯", "套"), ("马克杯", "只"), ("杯", "只"), ("靠垫", "只"), ("毯", "条"), ("毛巾", "条"),
    ("皮带", "条"), ("腰带", "条"), ("帽", "顶"), ("伞", "把"),
)  # fmt: skip
"""Ends of names and the measure word that goes with them; the first that fits is taken. Without one it is spoken of as 它."""
_KINDS: Final = {
    "bag": ("包", "只"), "wallet": ("卡包", "只"), "watch": ("腕表", "枚"), "shoe": ("鞋", "双"), "scarf": ("围巾", "条"),
    "knit": ("针织衫", "件"), "glasses": ("眼镜", "副"), "perfume": ("香水", "瓶"), "candle": ("蜡烛", "支"),
    "jewel": ("首饰", "件"), "garment": ("衣服", "件"), "textile": ("织物", "件"), "home": ("器物", "件"),
}  # fmt: skip
_ANY: Final = ("单品", "件")
_SHORT: Final = frozenset({"裙", "裤", "靴", "毯"})
"""Nouns that do not stand alone as a name."""


def noun_of(product: Product) -> tuple[str, str]:
    """What the product is in a word, and its measure word: 托特包, 只."""
    for text in (product.title.zh, *(step.zh for step in reversed(product.category))):
        for noun, measure in NOUNS:
            if text.endswith(noun):
                return noun, measure
    return _KINDS.get(kind_of(product), _ANY)


def referring_zh(product: Product, way: Way) -> Referring:
    """The words for the product."""
    title = product.title.zh or product.title.en
    noun, measure = noun_of(product)
    if title in _SHORT:
        way = "pronoun"
    elif way == "name" and measure and title == noun:
        way = "noun"  # 衬衫 is no name: 这件衬衫
    it = {"name": title, "noun": f"这{measure}{noun}" if measure else "它", "pronoun": "它"}[way]
    return Referring(it=it, its=f"{it}的", them=it, name=title, title=title, kind=noun)


_HAN: Final = re.compile(r"[㐀-鿿]")
_LATIN: Final = re.compile(r"[A-Za-z0-9%]")


def gap(before: str, after: str) -> str:
    """The space between a Chinese sign and a Latin letter or figure."""
    left, right = before[-1:], after[:1]
    if (_HAN.match(left) and _LATIN.match(right)) or (_LATIN.match(left) and _HAN.match(right)):
        return " "
    return ""


LONGEST_TITLE: Final[Mapping[Channel, int]] = {"note": 20, "short_ad": 20, "video": 20, "article": 30}
"""Signs a title may have where the channel cuts it off."""


def too_long(title: str, channel: Channel) -> bool:
    """Whether the channel would cut the title off."""
    return len(title) > LONGEST_TITLE.get(channel, 40)


def liked(text: str, phrases: Sequence[Phrase], forms: Sequence[str], *, headed: bool = False) -> float:
    """How well a sentence goes in Chinese: several facts in one breath, few 它, no stump, an opening that names the piece."""
    facts = sum(len(phrase.says) for phrase in phrases) or 2
    liking = 0.5 * min(facts, 3)
    if len(text) < 9 and "sentence" in forms:
        liking -= 0.8
    if text.startswith("它"):
        liking -= 0.6
    if "lead" in forms and phrases:
        named = any(piece.naming in _NAMED for phrase in phrases for piece in phrase.pieces)
        liking -= 0.0 if named else 2.0
    if headed and "：" in text[:7]:
        liking -= 1.5  # the heading has said it
    if _TWICE.search(text):
        liking -= 3.0
    return liking


def near_home(rules: Sequence[Point]) -> list[Point]:
    """The shop's rules, those that speak of China before those of other places."""
    return sorted(rules, key=lambda one: "中国" not in one.text)


_NAMED: Final = frozenset({"it", "its", "name", "title"})
_TWICE: Final = re.compile(
    r"(建议|保养|养护|护理|打理|尺码|选码|内里|边缘|材质|版型|图案|风格|细节).{0,12}\1|风风|领领|袖袖|腰腰|裙裙|裤裤|边边|扣扣|口口|色色|摆摆|长长"
    r"|([㐀-鿿]{2,3})的\2"
)
"""A word that is said again right after itself."""


_COUNTED: Final[Mapping[str, str]] = {"card_slots": "个?卡位", "edition": "枚|件|只|个", "pieces": "只|件|个|枚|支"}
_FLAGS: Final[Mapping[str, re.Pattern[str]]] = {
    "engraving.yes": re.compile("(?<!不)可刻字"),
    "nickel_free.yes": re.compile("不含镍"),
    "refillable.yes": re.compile("(?<!不)可补充"),
    "strap_removable.yes": re.compile("肩带可(?:拆卸|拆下)"),
    "dishwasher_safe.yes": re.compile("(?<!不)可用洗碗机"),
    "microwave_safe.yes": re.compile("(?<!不)(?:可用|(?<=可用洗碗机与)|(?<=可用洗碗机和))微波炉"),
}


def place(text: str, point: Point) -> tuple[int, int] | None:
    """Where a Chinese sentence of the shop's own tells the point in other signs: 四个卡位, 可刻字, a material without its share."""
    if text.isascii():
        return None
    value = point.fact.value
    found: re.Match[str] | None = None
    if point.key in _FLAGS:
        found = _FLAGS[point.key].search(text)
    elif point.attribute in _COUNTED and isinstance(value, Quantity) and value.low == int(value.low):
        many = int(value.low)
        signs = "|".join(filter(None, (str(many), _NUMBERS[many] if many < len(_NUMBERS) else "")))
        found = re.search(rf"(?:{signs}) ?(?:{_COUNTED[point.attribute]})", text)
    elif point.attribute == "material" and point.text.startswith("100% "):
        found = re.search(re.escape(point.text.removeprefix("100% ")), text)
    return found.span() if found else None


_NUMBERS: Final = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


def tints(text: str) -> tuple[str, str]:
    """Beside 黑色和棕色: 两色. It says nothing of one colour."""
    many = len(re.split(r"、|和", text))
    return (f"{_NUMBERS[many]}色" if 1 < many < len(_NUMBERS) else ""), ""


def count(text: str) -> tuple[str, str]:
    """2 件: 两; a single piece is 单."""
    number = text.partition(" ")[0]
    if number == "1":
        return "", "单"
    return "", _NUMBERS[int(number)] if number.isdigit() and int(number) < len(_NUMBERS) else number


WAYS: Final[Mapping[str, Callable[[str], tuple[str, str]]]] = {"tints": tints, "count": count}
"""Ways of writing a value that only Chinese has."""
