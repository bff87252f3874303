"""Words for attributes and options in both languages, as data. The first name of an entry is ours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mercery.catalog.slug import slug
from mercery.core.i18n import Words

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
ATTRIBUTES: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "material": (
        "Material",
        "材质",
        ("materials", "fabric", "composition", "材料", "面料", "成分", "material composition"),
    ),
    "colour": ("Colour", "颜色", ("color", "colours", "colors", "色", "farbe", "couleur")),
    "size": ("Size", "尺码", ("sizes", "尺寸码", "规格", "größe", "taille", "shoe size", "鞋码")),
    "dimensions": ("Dimensions", "尺寸", ("dimension", "measurements", "大小", "size cm", "product dimensions")),
    "weight": ("Weight", "重量", ("gewicht", "净重", "net weight", "shipping weight")),
    "width": ("Width", "宽度", ("宽", "breite")),
    "height": ("Height", "高度", ("高", "höhe")),
    "length": ("Length", "长度", ("长", "länge")),
    "depth": ("Depth", "深度", ("深", "tiefe")),
    "diameter": ("Diameter", "直径", ("case diameter", "表径", "表壳直径")),
    "origin": (
        "Origin",
        "产地",
        ("country of origin", "made in", "origin country", "country of manufacture", "原产地", "制造地"),
    ),
    "care": ("Care", "保养", ("care instructions", "washing", "洗护", "护理", "保养说明")),
    "closure": ("Closure", "闭合方式", ("fastening", "开合方式")),
    "lining": ("Lining", "里料", ("内衬", "衬里")),
    "water_resistance": ("Water resistance", "防水", ("water resistant", "防水性能", "防水深度")),
    "movement": ("Movement", "机芯", ()),
    "warranty": ("Warranty", "保修", ("warranty months", "guarantee", "质保", "保修期")),
    "volume": ("Volume", "容量", ("capacity", "净含量", "容积")),
    "notes": ("Notes", "备注", ("note", "说明")),
    "pattern": ("Pattern", "图案", ("花纹",)),
    "style": ("Style", "款式", ("风格",)),
    "fit": ("Fit", "版型", ()),
    "gender": ("For", "适用人群", ("性别", "audience", "适用性别")),
    "season": ("Season", "季节", ()),
    "condition": ("Condition", "成色", ()),
    "age_group": ("Age group", "年龄段", ()),
}
PARTS: Final = {
    "lining": "lining", "trim": "trim", "trims": "trim", "strap": "strap", "handle": "handle", "handles": "handle",
    "sole": "sole", "outsole": "sole", "upper": "upper", "case": "case", "glass": "glass", "crystal": "glass",
    "filling": "filling", "frame": "frame", "lens": "lens", "lenses": "lens", "shell": "main", "body": "main",
    "里料": "lining", "里布": "lining", "内衬": "lining", "衬里": "lining", "饰边": "trim", "表带": "strap", "肩带": "strap",
    "手柄": "handle", "鞋底": "sole", "鞋面": "upper", "表壳": "case", "表镜": "glass", "填充物": "filling", "镜框": "frame",
    "镜片": "lens", "面料": "main", "bracelet": "strap", "insole": "insole", "hardware": "hardware", "cap": "cap",
}  # fmt: skip
COLOURS: Final = {
    "black": "黑色", "white": "白色", "red": "红色", "blue": "蓝色", "green": "绿色", "yellow": "黄色", "grey": "灰色",
    "gray": "灰色", "brown": "棕色", "pink": "粉色", "purple": "紫色", "orange": "橙色", "beige": "米色", "navy": "藏青色",
    "tan": "棕褐色", "ivory": "象牙白", "gold": "金色", "silver": "银色", "camel": "驼色", "burgundy": "酒红色",
    "bordeaux": "波尔多红", "cream": "奶油色", "khaki": "卡其色", "charcoal": "炭灰色", "olive": "橄榄绿",
}  # fmt: skip
AUDIENCES: Final = {
    "women": "women", "woman": "women", "womens": "women", "female": "women", "ladies": "women", "女": "women", "女士": "women",
    "女款": "women", "men": "men", "man": "men", "mens": "men", "male": "men", "男": "men", "男士": "men", "男款": "men",
    "unisex": "unisex", "adult": "unisex", "中性": "unisex", "男女通用": "unisex", "男女": "unisex", "kids": "kids",
    "kid": "kids", "children": "kids", "child": "kids", "girls": "kids", "boys": "kids", "儿童": "kids", "童": "kids",
}  # fmt: skip


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found = {}
    for name, (english, chinese, others) in ATTRIBUTES.items():
        for word in (name, english, chinese, *others):
            found[slug(word)] = name
    return found


@lru_cache(maxsize=4096)
def attribute_name(label: str) -> str:
    """Our name for what a shop calls `label`; its own words joined by underscores when it is not in the list."""
    own = slug(label)
    return _names().get(own) or own.replace("-", "_") or "attribute"


@lru_cache(maxsize=4096)
def attribute_label(name: str, written: str) -> Words:
    """What customers read: our words for a known name, else the shop's."""
    known = ATTRIBUTES.get(name)
    if known:
        return Words(known[0], known[1])
    text = " ".join(written.replace("_", " ").split())
    return Words("", text) if is_chinese(text) else Words(text[:1].upper() + text[1:])


def is_chinese(text: str) -> bool:
    """Whether the text has Chinese characters."""
    return not text.isascii() and _CHINESE.search(text) is not None


def words(text: str) -> Words:
    """The text as the language it is written in."""
    return Words("", text) if is_chinese(text) else Words(text)
