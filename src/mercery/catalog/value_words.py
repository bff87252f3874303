"""A typed value as the console shows it, in both languages."""

from __future__ import annotations

from decimal import Decimal

from mercery.claims.deals import Amount, Instalments, Promotion
from mercery.claims.values import (
    Dimensions,
    Flag,
    Materials,
    Price,
    Quantity,
    Statement,
    Stock,
    Terms,
    Text,
    Unit,
    Value,
)
from mercery.claims.vocabulary import part_words
from mercery.core.i18n import Lang, Words

_UNITS: dict[Unit, tuple[str, str]] = {
    "percent": ("%", "%"), "month": ("months", "个月"), "year": ("years", "年"), "day": ("days", "天"), "week": ("weeks", "周"),
    "fl_oz": ("fl oz", "液量盎司"), "h": ("h", "小时"), "min": ("min", "分钟"), "piece": ("pieces", "件"), "carat": ("ct", "克拉"),
    "mah": ("mAh", "mAh"), "business_day": ("business days", "个工作日"),
}  # fmt: skip


def value_words(value: Value) -> Words:
    """The value in words."""
    return Words(_text(value, "en"), _text(value, "zh"))


def _number(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _unit(unit: Unit, lang: Lang) -> str:
    english, chinese = _UNITS.get(unit, (unit, unit))
    return chinese if lang == "zh" else english


def _text(value: Value, lang: Lang) -> str:
    match value:
        case Text(words) | Statement(words, _):
            return words.text(lang)
        case Terms(items):
            return ("、" if lang == "zh" else ", ").join(item.text(lang) for item in items)
        case Flag(on):
            return ("是" if on else "否") if lang == "zh" else ("yes" if on else "no")
        case Quantity(low, unit, high):
            upper = f"–{_number(high)}" if high is not None else ""
            return f"{_number(low)}{upper} {_unit(unit, lang)}"
        case Dimensions(sides, unit):
            return " × ".join(_number(side) for side in sides) + f" {_unit(unit, lang)}"
        case Materials(parts):
            return ("；" if lang == "zh" else "; ").join(
                f"{part_words(part.part).text(lang)}{'：' if lang == 'zh' else ': '}" * (part.part != "main")
                + (f"{_number(part.percent)}% " if part.percent is not None else "")
                + part.material.text(lang)
                for part in parts
            )
        case Price(amount, _, _):
            return amount.text(lang)
        case Stock(quantity, _):
            return "" if quantity is None else str(quantity)
        case Promotion() | Amount() | Instalments():
            return _deal_text(value, lang)


def _deal_text(value: Promotion | Amount | Instalments, lang: Lang) -> str:
    match value:
        case Promotion():
            return value.words.text(lang)
        case Amount(money, _):
            return money.text(lang)
        case Instalments():
            return f"{value.count} × {value.each.text(lang)}"
