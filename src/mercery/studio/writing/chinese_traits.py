"""What a shop calls its attributes in Chinese, so that any shop's 裙领型, 领型 and 领口 are told in the same phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mercery.catalog.product import Product
from mercery.studio.writing.points import Point
from mercery.studio.writing.topics import kind_of

TRAITS: Final[tuple[tuple[str, str], ...]] = (
    (r"风格", "style"),
    (r"图案|花型|花纹|纹样", "pattern"),
    (r"版型|廓形", "cut"),
    (r"领型|领口|衣领|领子", "collar"),
    (r"袖长", "sleeve_length"),
    (r"袖型|袖口", "sleeve"),
    (r"下摆", "hem"),
    (r"腰型", "waist"),
    (r"[衣裙裤]长|长度", "cut_length"),
    (r"裙型", "skirt_shape"),
    (r"裤型", "trouser_shape"),
    (r"门襟", "placket"),
    (r"裤口|裤脚", "cuff"),
    (r"样式|品类", "sort"),
    (r"款式|细节|元素", "details"),
    (r"工艺", "technique"),
    (r"厚薄", "thickness"),
    (r"适用季节|^季节|适穿季节", "season"),
    (r"场景|场合", "occasion"),
    (r"功效", "effect"),
    (r"功能", "function"),
    (r"肤质", "skin"),
    (r"口味", "flavour"),
    (r"鞋头", "toe"),
    (r"跟型|鞋跟款式|鞋跟", "heel_kind"),
)
"""Ends of labels and the key of a point told by phrases of its own. The first that fits is taken."""
_KNOWN: Final = frozenset({"style", "pattern", "fit", "season", "notes"})
_OF_CLOTHES: Final = {"colour": "colour", "category": "sort_of"}
"""What is told of clothes beside their make: their colour, and what they are where their name is narrower."""
_NOTHING: Final = re.compile(
    r"(?:是|否|无|有|其[他它]|其[他它]/other|other|不详|未知|暂无|待定|-+|/+|#|见(?:详情|描述|图).*|详情.*|(?:详情)?咨询.*|以实物为准|常规|普通)",
    re.IGNORECASE,
)
"""Values that tell a reader nothing."""


def trait(label: str) -> str:
    """The key under which an attribute of that name is told; empty where it has no phrases of its own."""
    plain = re.sub(r"[（(].*?[)）]", "", label).strip()
    return next((key for pattern, key in TRAITS if re.search(rf"(?:{pattern})$", plain)), "")


def told_as(points: Iterable[Point], product: Product) -> tuple[Point, ...]:
    """The points under the keys of the phrases that tell them, without what tells nothing."""
    found: list[Point] = []
    taken: set[str] = set()
    dressed = kind_of(product) == "garment"
    for point in points:
        if _NOTHING.fullmatch(point.text) or (dressed and point.key == "category" and point.text in product.title.zh):
            continue
        if point.text == product.title.zh:
            continue
        key = trait(point.label.zh) if point.key == point.attribute and _open(point) else ""
        one = replace(point, key=key, topic=_topic(key)) if key and key not in taken else point
        if dressed and one.key in _OF_CLOTHES:
            one = replace(one, key=_OF_CLOTHES[one.key], topic="make")
        taken.add(one.key)
        found.append(one)
    return tuple(found)


def _open(point: Point) -> bool:
    """Whether it is a shop's own attribute, or one of those that phrases tell by their Chinese name."""
    return point.topic == "more" or point.key in _KNOWN


def _topic(key: str) -> str:
    return "use" if key in ("season", "occasion", "effect", "function", "skin") else "make"
