"""What a wish is called in a list of wishes, in both languages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mercery.claims.lexicon import entries
from mercery.claims.measures import number, unit_words
from mercery.claims.vocabulary import COLOURS, MATERIALS
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.hearing.kinds import name_of

AUDIENCES: Final = {
    "women": Words("For women", "女士适用"), "men": Words("For men", "男士适用"), "kids": Words("For children", "儿童适用"), "adult": Words("For a grown-up", "成人"),
}  # fmt: skip
OCCASIONS: Final = {
    "evening": Words("For the evening", "晚宴"), "travel": Words("For travelling", "旅行用"), "work": Words("For work", "上班用"),
    "wedding": Words("For a wedding", "婚礼"), "sport": Words("For sport", "运动"), "beach": Words("For the beach", "海边"),
}  # fmt: skip
_MEASURES: Final = {
    "weight": Words("Weight", "重量"), "diameter": Words("Diameter", "直径"), "water_resistance": Words("Water resistance", "防水"),
    "laptop_fit": Words("Takes a laptop", "可放笔记本电脑"), "side": Words("Each side", "边长"), "heel": Words("Heel", "跟高"), "volume": Words("Volume", "容量"),
    "battery": Words("Battery", "续航"), "burn_time": Words("Burning time", "燃烧时间"), "power_reserve": Words("Power reserve", "动力储存"),
    "warranty": Words("Warranty", "保修"), "width": Words("Width", "宽度"), "height": Words("Height", "高度"), "length": Words("Length", "长度"), "depth": Words("Depth", "深度"),
}  # fmt: skip
_UNITS: Final = {"length": "mm", "mass": "g", "volume": "ml", "clock": "min", "month": "month"}
_WIDER: Final[dict[tuple[str, str], tuple[str, Decimal]]] = {
    ("length", "water_resistance"): ("m", Decimal(1000)), ("length", "side"): ("cm", Decimal(10)), ("length", "laptop_fit"): ("in", Decimal("25.4")),
    ("length", "heel"): ("cm", Decimal(10)), ("clock", "battery"): ("h", Decimal(60)), ("clock", "burn_time"): ("h", Decimal(60)), ("clock", "power_reserve"): ("h", Decimal(60)),
}  # fmt: skip


def turned(label: Words, unwanted: bool) -> Words:
    """The label, or that it is not wanted."""
    if not unwanted:
        return label
    lower = label.en[:1].lower() + label.en[1:] if label.en[1:2].islower() else label.en
    return Words(f"No {lower}", f"不要{label.zh or label.en}")


def joined(labels: Sequence[Words]) -> Words:
    """Any of several."""
    found = list(dict.fromkeys(labels))
    return Words(" or ".join(one.en or one.zh for one in found), "或".join(one.zh or one.en for one in found))


@lru_cache(maxsize=4_096)
def price_label(low: int | None, high: int | None, currency: str | None) -> Words:
    """ "Up to €700"."""

    def said(minor: int) -> Words:
        if currency is None:
            return Words(number(Decimal(minor) / 100), number(Decimal(minor) / 100))
        money = Money(minor, currency)
        return Words(money.text("en"), money.text("zh"))

    if low is not None and high is not None:
        return Words(f"{said(low).en} to {said(high).en}", f"{said(low).zh} 至 {said(high).zh}")
    if high is not None:
        return Words(f"Up to {said(high).en}", f"{said(high).zh} 以内")
    return Words(f"From {said(low or 0).en}", f"{said(low or 0).zh} 起")


def under_label(shown: Money) -> Words:
    """Cheaper than what was shown: "Under €34", and not up to the cent below."""
    return Words(f"Under {shown.text('en')}", f"低于 {shown.text('zh')}")


def colour_label(name: str) -> Words:
    """A colour of the vocabulary."""
    return Words(name.capitalize(), COLOURS[name][0] if name in COLOURS else name)


def material_label(name: str, *, pure: bool = False) -> Words:
    """A material of the vocabulary."""
    zh = MATERIALS[name][1][0] if name in MATERIALS and MATERIALS[name][1] else _chinese_of(name)
    return Words(f"Pure {name}", f"纯{zh}") if pure else Words(name.capitalize(), zh)


def _chinese_of(name: str) -> str:
    found = ["".join(forms) for forms, keys in entries().items() if f"mat:{name}" in keys and not forms[0].isascii()]
    return max(found, key=len, default=name)


def kind_label(kind: str) -> Words:
    """A kind of goods."""
    named = name_of(kind)
    return Words(named.en.capitalize(), named.zh)


def measure_label(name: str, of: str, low: Decimal | None, high: Decimal | None) -> Words:
    """ "Weight: up to 3,000 g"."""
    title = _MEASURES.get(name) or Words(name.replace("_", " ").capitalize(), name.replace("_", " "))
    unit, factor = _WIDER.get((of, name), (_UNITS.get(of, ""), Decimal(1)))

    def said(amount: Decimal, lang: str) -> str:
        value = (amount / factor).quantize(Decimal("0.1")).normalize()
        return f"{number(value)} {unit_words(unit, value, lang)}"

    if low is None and high is None:
        return title
    if high is None and low is not None:
        between = Words(f"at least {said(low, 'en')}", f"至少 {said(low, 'zh')}")
    elif low is None and high is not None:
        between = Words(f"up to {said(high, 'en')}", f"不超过 {said(high, 'zh')}")
    else:
        assert low is not None and high is not None
        between = Words(f"{said(low, 'en')} to {said(high, 'en')}", f"{said(low, 'zh')} 至 {said(high, 'zh')}")
    return Words(f"{title.en}: {between.en}", f"{title.zh}：{between.zh}")


def day_label(day: date) -> Words:
    """ "There by 3 December"."""
    return Words(f"There by {day.day} {day:%B}", f"{day.month} 月 {day.day} 日前送到")
