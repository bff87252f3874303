"""Units: how they are written in both languages, and which can be compared with which."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mercery.claims.values import Unit

BASE: Final[dict[str, tuple[str, Decimal]]] = {
    "mm": ("length", Decimal(1)),
    "cm": ("length", Decimal(10)),
    "m": ("length", Decimal(1000)),
    "in": ("length", Decimal("25.4")),
    "ft": ("length", Decimal("304.8")),
    "g": ("mass", Decimal(1)),
    "kg": ("mass", Decimal(1000)),
    "oz": ("mass", Decimal("28.349523125")),
    "lb": ("mass", Decimal("453.59237")),
    "ml": ("volume", Decimal(1)),
    "l": ("volume", Decimal(1000)),
    "fl_oz": ("volume", Decimal("29.5735295625")),
    "bar": ("pressure", Decimal(1)),
    "atm": ("pressure", Decimal("1.01325")),
    "min": ("clock", Decimal(1)),
    "h": ("clock", Decimal(60)),
    "day": ("day", Decimal(1)),
    "week": ("day", Decimal(7)),
    "month": ("month", Decimal(1)),
    "year": ("month", Decimal(12)),
}
"""Unit to its dimension and its size in that dimension's base unit. Units not listed compare with themselves only."""

_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "mm": ("mm", "mm", "毫米"),
    "cm": ("cm", "cm", "厘米"),
    "m": ("m", "m", "米"),
    "in": ("in", "in", "英寸"),
    "ft": ("ft", "ft", "英尺"),
    "g": ("g", "g", "克"),
    "kg": ("kg", "kg", "公斤"),
    "oz": ("oz", "oz", "盎司"),
    "lb": ("lb", "lb", "磅"),
    "ml": ("ml", "ml", "毫升"),
    "l": ("l", "l", "升"),
    "fl_oz": ("fl oz", "fl oz", "液量盎司"),
    "bar": ("bar", "bar", "巴"),
    "atm": ("atm", "atm", "个标准大气压"),
    "h": ("hour", "hours", "小时"),
    "min": ("minute", "minutes", "分钟"),
    "day": ("day", "days", "天"),
    "business_day": ("business day", "business days", "个工作日"),
    "week": ("week", "weeks", "周"),
    "month": ("month", "months", "个月"),
    "year": ("year", "years", "年"),
    "mah": ("mAh", "mAh", "毫安时"),
    "w": ("W", "W", "瓦"),
    "v": ("V", "V", "伏"),
    "carat": ("carat", "carats", "克拉"),
    "denier": ("denier", "denier", "旦"),
    "percent": ("%", "%", "%"),
    "piece": ("piece", "pieces", "件"),
}


def unit_words(unit: str, amount: Decimal, lang: str) -> str:
    """How the unit is written after `amount`."""
    one, many, zh = _WORDS.get(unit, (unit, unit, unit))
    return zh if lang == "zh" else (one if amount == 1 else many)


def dimension(unit: str) -> str:
    """What the unit measures; a unit without a family is its own."""
    return BASE[unit][0] if unit in BASE else unit


def in_base(amount: Decimal, unit: str) -> Decimal:
    """The amount in its dimension's base unit."""
    return amount * BASE[unit][1] if unit in BASE else amount


def convert(amount: Decimal, unit: Unit | str, target: str) -> Decimal | None:
    """The amount in `target`, rounded to one decimal; None when the two do not measure the same thing."""
    if dimension(unit) != dimension(target):
        return None
    if unit not in BASE:
        return amount
    exact = in_base(amount, unit) / BASE[target][1]
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def number(amount: Decimal) -> str:
    """The amount without empty decimals, thousands set off by commas."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
