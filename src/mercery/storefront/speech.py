"""Facts as selling pages show them: a label, the value in words, and the stitch that leads to the source. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, assert_never

from mercery.claims.deals import Amount, Instalments, Promotion, deal_text
from mercery.claims.facts import Fact
from mercery.claims.measures import number, unit_words
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
    Value,
)
from mercery.claims.vocabulary import part_words
from mercery.core.clock import now
from mercery.core.i18n import Lang
from mercery.ui.formats import date_text, datetime_text, zone_named

State = Literal["holds", "computed", "expiring"]
_SOON: Final = timedelta(days=2)
_NOT_IN_LEDGER: Final = ("title", "brand", "category", "price", "stock", "description", "audience")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value in words, with what it stands on."""

    text: str
    fact_id: str
    source: str
    state: State = "holds"
    until: str = ""
    label: str = ""
    """How the attribute is called."""


def said(fact: Fact, lang: Lang, timezone: str) -> Said:
    """The fact as one piece of stitched text."""
    return Said(
        text=value_text(fact.value, lang),
        fact_id=fact.id,
        source=fact.source.text(lang),
        state="expiring" if fact.valid_to else "holds",
        until=until_text(fact.valid_to, lang, timezone),
        label=fact.label.text(lang),
    )


def ledger(facts: Iterable[Fact], lang: Lang, timezone: str, *, options: Sequence[str] = ()) -> list[Said]:
    """The facts about the product itself, in the shop's order; what the page shows elsewhere is left out."""
    rows = [
        said(fact, lang, timezone)
        for fact in facts
        if fact.subject.kind == "product" and fact.attribute not in (*_NOT_IN_LEDGER, *options)
    ]
    return [replace(row, text=capital(row.text)) for row in rows if row.text]


def until_text(moment: datetime | None, lang: Lang, timezone: str) -> str:
    """`until 31 Jan 2027`, the last day on which it holds; with the hour when it ends within two days."""
    if moment is None:
        return ""
    zone = zone_named(timezone)
    local = moment.astimezone(zone)
    if (local.hour, local.minute) == (0, 0):
        text = date_text(local.date() - timedelta(days=1), lang, zone)
    elif moment - now() > _SOON:
        text = date_text(local.date(), lang, zone)
    else:
        text = datetime_text(moment, lang, zone, style="short")
    return f"有效至 {text}" if lang == "zh" else f"until {text}"


def value_text(value: Value, lang: Lang) -> str:
    """The value in words."""
    zh = lang == "zh"
    match value:
        case Text(words) | Statement(words) | Promotion(words):
            return words.text(lang)
        case Terms(items):
            return ("、" if zh else ", ").join(item.text(lang) for item in items)
        case Flag(on):
            return ("是" if on else "否") if zh else ("Yes" if on else "No")
        case Quantity(low, unit, high):
            return _measure([low] if high is None else [low, high], unit, lang)
        case Dimensions(sides, unit):
            return " × ".join(number(side) for side in sides) + " " + unit_words(unit, Decimal(2), lang)
        case Materials():
            return materials_text(value, lang)
        case Price(amount, _, _):
            return amount.text(lang)
        case Stock():
            return ""
        case Amount() | Instalments():
            return deal_text(value, lang)
        case _:
            assert_never(value)


def materials_text(value: Materials, lang: Lang) -> str:
    """`calfskin; lining: suede`, with shares where the shop states them."""
    zh = lang == "zh"
    by_part: dict[str, list[str]] = {}
    for part in value.parts:
        share = f"{number(part.percent)}% " if part.percent is not None else ""
        by_part.setdefault(part.part, []).append(share + part.material.text(lang))
    pieces = []
    for name, materials in by_part.items():
        text = ("、" if zh else ", ").join(materials)
        label = part_words(name).text(lang)
        pieces.append(text if name == "main" else f"{label}{'：' if zh else ': '}{text}")
    return ("；" if zh else "; ").join(pieces)


def _measure(amounts: Sequence[Decimal], unit: str, lang: Lang) -> str:
    joint = " 至 " if lang == "zh" else " to "
    return joint.join(number(amount) for amount in amounts) + (
        "%" if unit == "percent" else " " + unit_words(unit, amounts[-1], lang)
    )


def capital(text: str) -> str:
    """The text with a large first letter."""
    return text[:1].upper() + text[1:]
