"""commercetools' product CSV: the row that names a `productType` begins a product, rows without it add variants.

Prices are minor units in one cell (`EUR 34375;US-USD 39900;DE-EUR 27500 b2b#berlin`): country, customer group and channel
make a price list of their own. Texts stand in columns per language (`name.en`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    finish,
    money,
    no_price,
    option,
    pictures,
    plain_text,
)
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.core.files.tabular import Row, Table, grouped, heading
from mercery.core.i18n import Words

NAME: Final = "commercetools"
_PRICE: Final = re.compile(
    r"(?:(?P<country>[A-Z]{2})-)?(?P<currency>[A-Z]{3}) (?P<cents>-?\d+)(?:\|(?P<reduced>\d+))?(?: (?P<group>[^#$]+))?(?:#(?P<channel>[^$]+))?(?:\$.*)?"
)
_CHOICES: Final = ("size", "color", "colour", "commonsize", "common size")
_OWN: Final = ("product type", "variant id", "sku", "prices", "tax", "categories", "images", "id", "key", "creation date", "published",
               "has staged changes", "slug", "name", "description", "meta", "metatitle", "base id", "matrix id")  # fmt: skip


def likeness(table: Table) -> float:
    """How surely the table is one of commercetools'."""
    named = any(re.match(r"name\.[a-z]{2}", raw.strip(), re.IGNORECASE) for raw in table.raw_header)
    return 0.96 if table.has("product type", "variant id", "prices") and (named or "name" in table.header) else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""
    place = 0

    def group(row: Row) -> str | None:
        nonlocal place
        if not row.get("product type"):
            return None
        place += 1
        return str(place)

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, table, context)


def _texts(row: Row, field: str, table: Table) -> Words:
    found = {name: row.cells.get(name, "") for name in table.header if name == field or name.startswith(field + " ")}
    english = found.get(f"{field} en") or next((text for name, text in found.items() if text and " zh" not in name), "")
    chinese = next((text for name, text in found.items() if text and " zh" in name), "")
    return Words(english, chinese) if chinese else words(english)


def _product(rows: list[Row], table: Table, context: Context) -> Product:
    head = rows[0]
    if not head.get("product type"):
        context.log.stop(
            "The first row names no product type.",
            "Write it.",
            line=head.line,
            column="productType",
            field="key",
            zh="首行没有商品类型，请填写。",
        )
    handle = _texts(head, "slug", table)
    description = _texts(head, "description", table)
    found = ProductFound(
        key=head.get("key", "id") or handle.en or handle.zh or head.get("sku"),
        handle=handle.en or handle.zh,
        line=head.line,
        title=_texts(head, "name", table),
        description=Words(plain_text(description.en), plain_text(description.zh)),
        brand=head.get("brand", "designer"),
        category=tuple(words(step.strip()) for step in head.get("categories").split(";")[0].split(">") if step.strip()),
        media=pictures(source for row in rows for source in row.get("images").split(";")),
        strict_options=False,
    )
    choices = [name for name in table.header if name in _CHOICES and len({row.get(name) for row in rows}) > 1]
    for raw, name in zip(table.raw_header, table.header, strict=True):
        if not name.startswith(_OWN) and name not in choices and head.cells.get(name) and "." not in raw:
            attribute = typed_attribute(raw, head.cells[name])
            found.attributes += [attribute] if attribute else []
    found.variants = [_variant(row, choices, table, context) for row in rows]
    return finish(found, context)


def _variant(row: Row, choices: list[str], table: Table, context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("sku"))
    variant.options = [option(table.raw(name), words(row.get(name))) for name in choices if row.get(name)]
    errors = context.log.errors
    variant.prices = _prices(row, context)
    if not variant.prices and context.log.errors == errors:
        no_price(context, variant, "prices")
    return variant


def _prices(row: Row, context: Context) -> list[PriceRow]:
    found: dict[tuple[str, str], PriceRow] = {}
    for text in filter(None, (piece.strip() for piece in row.get("prices").split(";"))):
        hit = _PRICE.fullmatch(text)
        if hit is None:
            context.log.stop(
                f"'{text}' is not a price.",
                "Write currency and minor units, such as EUR 34375.",
                line=row.line,
                column="prices",
                field="price",
                zh=f"“{text}”不是价格，请填写货币与最小货币单位金额，例如 EUR 34375。",
            )
            continue
        amount = money(
            context,
            hit["reduced"] or hit["cents"],
            line=row.line,
            column="prices",
            currency=hit["currency"],
            minor=True,
        )
        if amount is None:
            continue
        was = money(context, hit["cents"], line=row.line, column="prices", currency=hit["currency"], minor=True)
        name = heading(" ".join(filter(None, (hit["country"], hit["group"], hit["channel"])))) or "default"
        lower = was if was is not None and amount < was else None
        found.setdefault((name, amount.currency), PriceRow(amount=amount, was=lower, price_list=name))
    return list(found.values())
