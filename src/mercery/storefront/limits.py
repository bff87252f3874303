"""The limits of a list as chips: how a query was read, what was taken back of it, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.search.library import AS_TYPED
from mercery.search.query.parts import Part
from mercery.search.result import SearchResult
from mercery.storefront.asked import Asked
from mercery.storefront.facets import range_text
from mercery.storefront.speech import capital
from mercery.storefront.visit import Visit

_KINDS: Final[Mapping[str, Words]] = {
    "price": Words("the price", "价格"),
    "stock": Words("the stock", "库存"),
    "sale": Words("the sale", "优惠"),
    "order": Words("the order", "排序"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One limit in force, with the address without it."""

    label: str
    url: str
    note: str = ""


def read_as(visit: Visit, asked: Asked, result: SearchResult) -> tuple[Chip, ...]:
    """How the query was understood; taking a part away searches for its word instead."""
    return tuple(
        Chip(
            label=capital(part.label.text(visit.lang)),
            url=asked.with_pair("as", part.key),
            note=_note(part, visit),
        )
        for part in result.reading.parts
    )


def _note(part: Part, visit: Visit) -> str:
    """The shopper's own word, where the shop calls it otherwise."""
    said, label = part.said.lower(), part.label.text(visit.lang).lower()
    return part.said if part.kind == "facet" and said not in label and label not in said else ""


def taken_back(visit: Visit, asked: Asked) -> tuple[Chip, ...]:
    """Readings the shopper took away, each with the address that reads it so again."""
    return tuple(
        Chip(label=_taken_label(visit, key), url=asked.without_pair("as", key)) for key in sorted(asked.kept_as_words)
    )


def _taken_label(visit: Visit, key: str) -> str:
    kind, _, rest = key.partition(":")
    word = rest.rpartition(":")[2]
    if kind == "not":
        return visit.say(f"With “{word}” too", f"不排除“{word}”")
    if kind == AS_TYPED.rstrip(":"):
        return visit.say(f"“{word}” as typed", f"“{word}”按原样")
    if word and kind != "order":
        return visit.say(f"“{word}” as a word", f"“{word}”仅作文字")
    what = _KINDS.get(kind, Words("one wish", "一项要求"))
    return visit.say(f"Without {what.en}", f"不计{what.zh}")


def chosen(visit: Visit, asked: Asked, result: SearchResult) -> tuple[Chip, ...]:
    """What the shopper chose in the filters."""
    labels = {(group.name, choice.value): choice.label for group in result.facets for choice in group.choices}
    found = [
        Chip(
            label=capital(labels.get((name, value), Words(value, value)).text(visit.lang)),
            url=asked.without_pair(name, value),
        )
        for name, values in asked.facets.items()
        for value in values
    ]
    if asked.price_min or asked.price_max:
        limits = asked.filters(visit.currency)
        found.append(
            Chip(label=range_text(visit, limits.price_min or 0, limits.price_max), url=asked.replaced(min="", max=""))
        )
    if asked.in_stock:
        found.append(Chip(label=visit.say("In stock", "有货"), url=asked.without_pair("stock")))
    if asked.on_sale:
        found.append(Chip(label=visit.say("Reduced", "优惠中"), url=asked.without_pair("sale")))
    return tuple(found)
