"""The typed values a fact can have. Each has one JSON form, kept in the catalogue and in turn records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, assert_never

from mercery.claims.deals import (
    Amount,
    Instalments,
    Promotion,
    amount_from_json,
    deal_to_json,
    instalments_from_json,
    promotion_from_json,
)
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.core.money import Money

Unit = Literal[
    "mm", "cm", "m", "in", "ft", "g", "kg", "oz", "lb", "ml", "l", "fl_oz", "bar", "atm", "h", "min", "day", "business_day",
    "week", "month", "year", "mah", "w", "v", "carat", "denier", "percent", "piece",
]  # fmt: skip
"""Units as UCUM-like short names; `business_day` is a working day of the shop's own calendar."""
PartName = str
"""`main`, `lining`, `trim`, `strap`, `handle`, `sole`, `upper`, `case`, `glass`, `filling`, `frame`, `lens` or a shop's own word."""


@dataclass(frozen=True, slots=True)
class Text:
    """Free words that no code reads a number from (care instructions, an origin, a closure)."""

    words: Words
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Terms:
    """A set of words of one kind (colours, occasions, features)."""

    items: tuple[Words, ...]
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    on: bool
    kind: Literal["flag"] = "flag"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `high` makes it a range."""

    low: Decimal
    unit: Unit
    high: Decimal | None = None
    kind: Literal["quantity"] = "quantity"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Length × height × depth (or width), in the order the shop gives them, in one unit."""

    sides: tuple[Decimal, ...]
    unit: Unit
    kind: Literal["dimensions"] = "dimensions"


@dataclass(frozen=True, slots=True)
class MaterialPart:
    """One part of a product and what it is made of; `percent` is its share where the shop states it."""

    part: PartName
    material: Words
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Materials:
    """What the product is made of, part by part; the part `main` is what the piece is called after."""

    parts: tuple[MaterialPart, ...]
    kind: Literal["materials"] = "materials"


@dataclass(frozen=True, slots=True)
class Price:
    """What is asked for a variant; `was` is the compare-at price of a sale."""

    amount: Money
    was: Money | None = None
    tax_included: bool = True
    kind: Literal["price"] = "price"


@dataclass(frozen=True, slots=True)
class Stock:
    """Pieces that can be sent today. None: the shop does not count this one. `restock`: the next date known."""

    quantity: int | None
    restock: date | None = None
    kind: Literal["stock"] = "stock"

    @property
    def available(self) -> bool:
        """Whether one can be sold now."""
        return self.quantity is None or self.quantity > 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A policy sentence the shop approved in both languages, with the values code may compute with."""

    words: Words
    values: tuple[tuple[str, str | int | float | bool | None], ...] = ()
    kind: Literal["statement"] = "statement"

    def value(self, name: str) -> str | int | float | bool | None:
        """The value called `name`, or None."""
        return dict(self.values).get(name)


Value = (
    Text | Terms | Flag | Quantity | Dimensions | Materials | Price | Stock | Statement | Promotion | Amount | Instalments
)  # fmt: skip


def value_to_json(value: Value) -> dict[str, object]:
    """The JSON form of a value."""
    match value:
        case Text(words):
            return {"kind": "text", "en": words.en, "zh": words.zh}
        case Terms(items):
            return {"kind": "terms", "items": [{"en": item.en, "zh": item.zh} for item in items]}
        case Flag(on):
            return {"kind": "flag", "on": on}
        case Quantity() | Dimensions():
            return _measure_to_json(value)
        case Materials(parts):
            return {
                "kind": "materials",
                "parts": [
                    {
                        "part": part.part,
                        "en": part.material.en,
                        "zh": part.material.zh,
                        "percent": None if part.percent is None else str(part.percent),
                    }
                    for part in parts
                ],
            }
        case Price(amount, was, tax_included):
            return {
                "kind": "price",
                "minor": amount.minor,
                "currency": amount.currency,
                "was": None if was is None else was.minor,
                "tax_included": tax_included,
            }
        case Stock(quantity, restock):
            return {"kind": "stock", "quantity": quantity, "restock": restock.isoformat() if restock else None}
        case Statement(words, values):
            return {"kind": "statement", "en": words.en, "zh": words.zh, "values": dict(values)}
        case Promotion() | Amount() | Instalments():
            return deal_to_json(value)
        case _:
            assert_never(value)


def _measure_to_json(value: Quantity | Dimensions) -> dict[str, object]:
    if isinstance(value, Dimensions):
        return {"kind": "dimensions", "sides": [str(side) for side in value.sides], "unit": value.unit}
    high = None if value.high is None else str(value.high)
    return {"kind": "quantity", "low": str(value.low), "high": high, "unit": value.unit}


def value_from_json(data: dict[str, object]) -> Value:
    """The value whose JSON form is `data`; Invalid when it is none."""
    try:
        return _READERS[str(data["kind"])](data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Invalid(f"This is not a value: {data!r}", remedy="See docs/reference/values.md for the forms.") from error


def _words(data: dict[str, object]) -> Words:
    return Words(str(data.get("en") or ""), str(data.get("zh") or ""))


def _rows(data: dict[str, object], key: str) -> list[dict[str, object]]:
    rows = data[key]
    if not isinstance(rows, list):
        raise TypeError(key)
    return rows


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _quantity(data: dict[str, object]) -> Quantity:
    return Quantity(Decimal(str(data["low"])), data["unit"], _decimal(data.get("high")))  # type: ignore[arg-type]


def _dimensions(data: dict[str, object]) -> Dimensions:
    sides = data["sides"]
    if not isinstance(sides, list):
        raise TypeError("sides")
    return Dimensions(tuple(Decimal(str(side)) for side in sides), data["unit"])  # type: ignore[arg-type]


def _materials(data: dict[str, object]) -> Materials:
    return Materials(
        tuple(MaterialPart(str(row["part"]), _words(row), _decimal(row.get("percent"))) for row in _rows(data, "parts"))
    )


def _price(data: dict[str, object]) -> Price:
    currency, was = str(data["currency"]), data.get("was")
    return Price(
        Money(int(str(data["minor"])), currency),
        None if was is None else Money(int(str(was)), currency),
        bool(data.get("tax_included", True)),
    )


def _stock(data: dict[str, object]) -> Stock:
    quantity, restock = data.get("quantity"), data.get("restock")
    return Stock(
        None if quantity is None else int(str(quantity)), date.fromisoformat(str(restock)) if restock else None
    )


def _statement(data: dict[str, object]) -> Statement:
    values = data.get("values") or {}
    if not isinstance(values, dict):
        raise TypeError("values")
    return Statement(_words(data), tuple(values.items()))


_READERS: dict[str, Callable[[dict[str, object]], Value]] = {
    "text": lambda data: Text(_words(data)),
    "terms": lambda data: Terms(tuple(_words(row) for row in _rows(data, "items"))),
    "flag": lambda data: Flag(bool(data["on"])),
    "quantity": _quantity,
    "dimensions": _dimensions,
    "materials": _materials,
    "price": _price,
    "stock": _stock,
    "statement": _statement,
    "promotion": promotion_from_json,
    "amount": amount_from_json,
    "instalments": instalments_from_json,
}
