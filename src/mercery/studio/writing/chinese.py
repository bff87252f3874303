"""Chinese: how a product is spoken of, numbers of things, and the space between Chinese and Latin signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from mercery.catalog.product import Product
from mercery.studio.writing.referring import Referring, Way
from mercery.studio.writing.topics import kind_of

NOUNS: Final = (
    ("托特包", "只"), ("双肩包", "只"), ("旅行包", "只"), ("斜挎包", "只"), ("马鞍包", "只"), ("手提包", "只"), ("手拿包", "只"),
    ("卡包", "只"), ("钱包", "只"), ("箱", "只"), ("包", "只"), ("手袋", "只"), ("皮夹", "只"), ("腕表", "枚"), ("手表", "块"),
    ("乐福鞋", "双"), ("凉鞋", "双"), ("平底鞋", "双"), ("高跟鞋", "双"), ("浅口鞋", "双"), ("休闲鞋", "双"), ("球鞋", "双"), ("拖鞋", "双"),
    ("露跟鞋", "双"), ("跟鞋", "双"), ("鞋", "双"), ("靴", "双"), ("方巾", "条"), ("丝巾", "条"), ("围巾", "条"), ("披肩", "条"),
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
