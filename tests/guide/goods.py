"""Pieces of an invented shop, built as an import would build them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.product import Attribute, Audience, Option, PriceRow, Product, Variant
from mercery.claims.values import Flag, Stock, Terms
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.considered import Considered
from mercery.guide.fitting import Selling
from mercery.guide.need import Need, Wish

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = date(2026, 3, 2)
IN_EUROS = Selling(currency="EUR")


def variant(
    sku: str, *, colour: str = "", size: str = "", price: int = 10_000, currency: str = "EUR", was: int | None = None,
    stock: int | None = 3,
) -> Variant:  # fmt: skip
    """One variant; prices in minor units."""
    options = {name: Words(value) for name, value in (("colour", colour), ("size", size)) if value}
    row = PriceRow(amount=Money(price, currency), was=None if was is None else Money(was, currency))
    return Variant(id=f"var_{sku}", sku=sku, options=options, prices=(row,), stock=Stock(stock))


def product(
    key: str,
    *variants: Variant,
    title: str = "",
    category: str = "Bags",
    audience: Audience | None = None,
    brand: str = "Northway",
    durable: bool | None = None,
    replacement_days: int | None = None,
    description: str = "",
    tags: tuple[str, ...] = (),
    flags: dict[str, bool] | None = None,
    terms: dict[str, tuple[str, ...]] | None = None,
    **texts: str,
) -> Product:
    """One product; `texts` are its attributes as a shop writes them."""
    some = variants or (variant(key),)
    made = [attribute for name, text in texts.items() if (attribute := typed_attribute(name, text))]
    made += [Attribute(name=name, label=Words(name.capitalize()), value=Flag(on)) for name, on in (flags or {}).items()]
    made += [
        Attribute(name=name, label=Words(name.capitalize()), value=Terms(tuple(Words(one) for one in values)))
        for name, values in (terms or {}).items()
    ]
    names = [name for name in ("colour", "size") if any(name in one.options for one in some)]
    return Product(
        id=f"prd_{key}", key=key, handle=key, title=Words(title or key), description=Words(description), brand=brand,
        category=(Words(category),) if category else (), audience=audience, attributes=tuple(made), tags=tags,
        options=tuple(
            Option(name=name, label=Words(name.capitalize()), values=tuple(dict.fromkeys(one.options[name] for one in some if name in one.options)))
            for name in names
        ),
        variants=some, durable=durable, replacement_days=replacement_days, updated_at=NOW,
    )  # fmt: skip


def piece(key: str, *variants: Variant, **fields: object) -> Considered:
    """A product under consideration."""
    return Considered(product=product(key, *variants, **fields), at=NOW)  # type: ignore[arg-type]


def need(*wishes: Wish, currency: str | None = "EUR") -> Need:
    """What is wanted, paid in euros."""
    return Need(wishes=wishes, currency=currency)


def category(value: str) -> Wish:
    return Wish(kind="category", values=(value,))


def kind(value: str) -> Wish:
    return Wish(kind="feature", name="kind", values=(value,))


def up_to(minor: int) -> Wish:
    return Wish(kind="price", high=Decimal(minor), currency="EUR")


def of(material: str, *, pure: bool = False) -> Wish:
    return Wish(kind="material", values=(material,), pure=pure)


def without(material: str) -> Wish:
    return Wish(kind="material", values=(material,), unwanted=True)


def feature(name: str, *values: str, unwanted: bool = False) -> Wish:
    return Wish(kind="feature", name=name, values=values, unwanted=unwanted)
