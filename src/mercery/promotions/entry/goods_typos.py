"""Slips in what is sold: a unit of measure, a price typed with a digit too few, a price below cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.flags import Flag
from mercery.promotions.telling.names import Names

_UNITS: Final[Mapping[str, tuple[str, Decimal]]] = {
    "mg": ("g", Decimal("0.001")), "g": ("g", Decimal(1)), "克": ("g", Decimal(1)), "kg": ("g", Decimal(1000)),
    "千克": ("g", Decimal(1000)), "公斤": ("g", Decimal(1000)), "斤": ("g", Decimal(500)), "jin": ("g", Decimal(500)),
    "两": ("g", Decimal(50)), "oz": ("g", Decimal("28.35")), "lb": ("g", Decimal("453.6")), "ml": ("ml", Decimal(1)),
    "毫升": ("ml", Decimal(1)), "cl": ("ml", Decimal(10)), "l": ("ml", Decimal(1000)), "升": ("ml", Decimal(1000)),
    "cm": ("cm", Decimal(1)), "厘米": ("cm", Decimal(1)), "m": ("cm", Decimal(100)), "米": ("cm", Decimal(100)),
    "mm": ("cm", Decimal("0.1")), "piece": ("piece", Decimal(1)), "件": ("piece", Decimal(1)),
}  # fmt: skip
_ODD: Final = 8.0
"""So much more or less content for the money than its kind has is no offer."""
_CLOSE: Final = 2.5
"""So near the usual content a slip turned round has to come."""
_FEW: Final = 3
"""Below this nobody can say which one is odd."""
_FACTORS: Final = (10, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it was typed."""

    sku: str
    price: int
    cost: int = 0
    content: Decimal | None = None
    unit: str = ""
    kind: str = ""
    """What it is compared within: a product or a category."""
    before: int | None = None
    """The price it had until now."""


def goods_typos(articles: Sequence[Article], names: Names) -> tuple[Flag, ...]:
    """What to look at before these articles go on sale."""
    flags = [flag for article in articles for flag in _measure(article, articles, names)]
    flags += [flag for article in articles for flag in _price(article, names)]
    return tuple(flags)


def _measure(article: Article, articles: Sequence[Article], names: Names) -> Iterator[Flag]:
    """Content for the money against the others of its kind."""
    own = _content(article)
    if own is None:
        return
    kin = [
        found[1] / one.price
        for one in articles
        if one.kind == article.kind and one.price > 0
        if (found := _content(one)) is not None and found[0] == own[0]
    ]
    if len(kin) < _FEW or article.price <= 0:
        return
    ratio = float(own[1] / article.price / median(kin))
    if 1 / _ODD < ratio < _ODD:
        return
    units = [unit for unit, (base, size) in _UNITS.items() if base == own[0] and _fits(ratio, own, article, size)]
    likely = units[0] if units else None
    typed = f"{article.content} {article.unit}"
    meant = f"{article.content} {likely}" if likely else ""
    ask_en, ask_zh = (f" Was {meant} meant?", f"是否应为{meant}？") if likely else ("", "")
    more_en, more_zh = ("more", "多") if ratio > 1 else ("less", "少")
    times = ratio if ratio > 1 else 1 / ratio
    words = Words(
        f"{names.sku(article.sku, 'en')}: {typed} is {times:,.0f} times {more_en} for the money than others.{ask_en}",
        f"{names.sku(article.sku, 'zh')}：{typed}，同价位含量比同类{more_zh}约{times:,.0f}倍。{ask_zh}",
    )
    yield Flag(kind="measure", rule=article.sku, field="content", typed=typed, words=words, strength=3 if likely else 2)


def _content(article: Article) -> tuple[str, Decimal] | None:
    unit = _UNITS.get(article.unit.lower())
    return (unit[0], article.content * unit[1]) if unit and article.content else None


def _fits(ratio: float, own: tuple[str, Decimal], article: Article, size: Decimal) -> bool:
    """Whether the content in another unit would be usual."""
    typed = _UNITS[article.unit.lower()][1]
    if size == typed:
        return False
    turned = ratio * float(size / typed)
    return 1 / _CLOSE < turned < _CLOSE


def _price(article: Article, names: Names) -> Iterator[Flag]:
    """A price below cost, or far from the one before; a digit more or less makes it usual."""
    below = article.cost > 0 and article.price < article.cost
    step = article.before / article.price if article.before and article.price else 1.0
    jumped = step > 4 or step < 1 / 4
    if not (below or jumped):
        return
    usual = article.before or article.cost * 2
    ways = [article.price * factor for factor in _FACTORS] + [article.price // factor for factor in _FACTORS]
    near = [way for way in ways if way > 0 and usual / _CLOSE < way < usual * _CLOSE and way >= article.cost]
    likely = min(near, key=lambda way: abs(way - usual)) if near else None
    typed = names.money(article.price, "en")
    why_en = (
        f"below its cost of {names.money(article.cost, 'en')}"
        if below
        else f"it was {names.money(article.before or 0, 'en')}"
    )
    why_zh = f"低于成本{names.money(article.cost, 'zh')}" if below else f"原价{names.money(article.before or 0, 'zh')}"
    ask_en = f" Was {names.money(likely, 'en')} meant?" if likely else ""
    ask_zh = f"是否应为{names.money(likely, 'zh')}？" if likely else ""
    words = Words(
        f"{names.sku(article.sku, 'en')} at {typed}: {why_en}.{ask_en}",
        f"{names.sku(article.sku, 'zh')}售价{names.money(article.price, 'zh')}，{why_zh}。{ask_zh}",
    )
    kind_strength = 3 if below and likely else 2
    yield Flag(
        kind="below_cost" if below else "price_factor", rule=article.sku, field="price", typed=typed, words=words,
        strength=3 if kind_strength == 3 else 2,
    )  # fmt: skip
