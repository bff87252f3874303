"""From what a format's reader found to a checked draft: SKUs, options, prices and pictures by the same rules for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Final

from mercery.catalog.product import Attribute, Audience, Media, Option, PriceRow, Product, Status, Variant
from mercery.catalog.slug import slug
from mercery.catalog.vocabulary import AUDIENCES, attribute_label, attribute_name, words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, is_currency, parse_amount, parse_date, parse_whole, to_money
from mercery.core.files.problems import ProblemLog
from mercery.core.i18n import Words
from mercery.core.money import Money

_OLD_CODES: Final = {"RUR": "RUB", "RMB": "CNY"}
"""Codes that exports still write."""
NO_PRICE: Final = "The variant has no price."


@dataclass(slots=True, kw_only=True)
class Context:
    """What a reader needs to know beside the file."""

    log: ProblemLog
    currency: str
    """The shop's; used where the file names none."""
    comma_decimal: bool | None = None
    skus: dict[str, int | None] = field(default_factory=dict)
    """SKUs met so far and their lines, kept for systems that let variants share one."""
    made_skus: set[str] = field(default_factory=set)
    """SKUs given to variants that had none."""


@dataclass(slots=True, kw_only=True)
class VariantFound:
    """A variant as a reader found it; options in the order of the product's groups."""

    line: int | None
    sku: str = ""
    options: list[tuple[str, Words]] = field(default_factory=list)
    prices: list[PriceRow] = field(default_factory=list)
    stock: Stock = field(default_factory=lambda: Stock(None))
    barcode: str = ""
    external_id: str = ""
    """What the system the file comes from calls it."""
    attributes: list[Attribute] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ProductFound:
    """A product as a reader found it."""

    key: str
    line: int | None
    title: Words
    handle: str = ""
    description: Words = field(default_factory=lambda: Words(""))
    brand: str = ""
    category: tuple[Words, ...] = ()
    audience: str = ""
    status: Status = "active"
    attributes: list[Attribute] = field(default_factory=list)
    variants: list[VariantFound] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    collections: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    tax_included: bool | None = None
    strict_options: bool = True
    """Whether two variants with the same options are an error in this format."""
    shared_skus: bool = False
    """Whether the system lets variants share a SKU; the later ones then get their options added."""


def finish(found: ProductFound, context: Context) -> Product:
    """The draft, with problems reported: missing title, SKUs made, options gathered, pictures given to variants."""
    log = context.log
    title = found.title
    if not (title.en or title.zh):
        log.stop(
            "The product has no title.", "Give it one.", line=found.line, field="title", zh="商品没有标题，请填写。"
        )
        title = Words(found.key)
    options = _options(found)
    _check_options(found, options, log)
    if found.shared_skus:
        _part_skus(found, context)
    handle = slug(found.handle) or slug(title.en or title.zh) or slug(found.key) or "product"
    for place, variant in enumerate(found.variants):
        variant.sku = variant.sku or _made_sku(variant, place, handle, context)
    variants = tuple(_variant(variant) for variant in found.variants)
    return Product(
        key=found.key,
        handle=handle,
        title=title,
        description=found.description,
        brand=found.brand or None,
        category=found.category,
        audience=audience(found.audience),
        status=found.status,
        attributes=unique_attributes(found.attributes),
        options=options,
        variants=variants,
        media=_media(found, variants),
        collections=tuple(dict.fromkeys(found.collections)),
        tags=tuple(dict.fromkeys(found.tags)),
        tax_included=found.tax_included,
        source_line=found.line,
    )


def option(label: str, value: Words) -> tuple[str, Words]:
    """An option as `VariantFound` holds it: the shop's label beside the value."""
    return " ".join(label.split()), value


def _options(found: ProductFound) -> tuple[Option, ...]:
    labels: dict[str, str] = {}
    values: dict[str, dict[str, Words]] = {}
    for variant in found.variants:
        for label, value in variant.options:
            name = attribute_name(label)
            labels.setdefault(name, label)
            values.setdefault(name, {}).setdefault(value.en or value.zh, value)
    return tuple(
        Option(name=name, label=attribute_label(name, labels[name]), values=tuple(values[name].values()))
        for name in labels
    )


def _check_options(found: ProductFound, options: Sequence[Option], log: ProblemLog) -> None:
    if len(found.variants) < 2:
        return
    seen: dict[tuple[tuple[str, str], ...], int | None] = {}
    report = log.stop if found.strict_options else log.note
    for variant in found.variants:
        chosen = tuple(sorted((attribute_name(label), value.en or value.zh) for label, value in variant.options))
        if chosen in seen:
            first = f" as on line {seen[chosen]}" if seen[chosen] else ""
            what = ", ".join(value for _, value in chosen) or "no option"
            report(
                f"Two variants of '{found.key}' have the same options ({what}){first}.",
                "Give each variant its own combination.",
                line=variant.line,
                field="options",
            )
        seen.setdefault(chosen, variant.line)


def _part_skus(found: ProductFound, context: Context) -> None:
    """Of variants with the same SKU the later ones get their options, or else their product's handle, added."""
    for variant in found.variants:
        if not variant.sku:
            continue
        if variant.sku in context.skus:
            own = _free_sku(variant, found, context.skus)
            first = context.skus[variant.sku]
            context.log.note(
                f"The SKU '{variant.sku}' is used on line {first} too; this variant is kept as '{own}'.",
                "Give each variant its own.",
                line=variant.line,
                field="sku",
                zh=f"SKU“{variant.sku}”在第 {first} 行已使用，此款式改存为“{own}”。请为每个款式使用不同的 SKU。",
            )
            variant.sku = own
        context.skus[variant.sku] = variant.line


def _free_sku(variant: VariantFound, found: ProductFound, taken: Mapping[str, int | None]) -> str:
    chosen = [slug(value.en or value.zh) for _, value in variant.options]
    handle = slug(found.handle) or slug(found.key)
    own = "-".join([variant.sku, *(chosen or [handle])])
    if own in taken:
        own = "-".join([variant.sku, handle, *chosen])
    number = 2
    while own in taken:
        own = f"{variant.sku}-{number}"
        number += 1
    return own


def _made_sku(variant: VariantFound, place: int, handle: str, context: Context) -> str:
    """From the handle and what was chosen, for a variant without one; numbered where that is taken."""
    chosen = [slug(value.en or value.zh) for _, value in variant.options]
    made = "-".join([handle, *filter(None, chosen)]) if chosen or not place else f"{handle}-{place + 1}"
    own, number = made, 2
    while own in context.made_skus or own in context.skus:
        own = f"{made}-{number}"
        number += 1
    context.made_skus.add(own)
    return own


def _variant(found: VariantFound) -> Variant:
    return Variant(
        sku=found.sku,
        options={attribute_name(label): value for label, value in found.options},
        prices=tuple(found.prices),
        stock=found.stock,
        barcode=found.barcode or None,
        external_id=found.external_id[:64] or None,
        attributes=unique_attributes(found.attributes),
    )


def _media(found: ProductFound, variants: Sequence[Variant]) -> tuple[Media, ...]:
    media = {item.source: item for item in found.media if item.source}
    owners: dict[str, list[str]] = {}
    for raw, variant in zip(found.variants, variants, strict=True):
        for source in raw.pictures:
            if source:
                owners.setdefault(source, []).append(variant.sku)
    for source in owners:
        media.setdefault(source, Media(source=source))
    return tuple(
        Media(
            source=item.source, alt=item.alt, kind=item.kind, variant_skus=tuple(owners.get(source, item.variant_skus))
        )
        for source, item in media.items()
    )


def unique_attributes(attributes: Iterable[Attribute | None]) -> tuple[Attribute, ...]:
    """The attributes, the first of each name."""
    found: dict[str, Attribute] = {}
    for attribute in attributes:
        if attribute is not None:
            found.setdefault(attribute.name, attribute)
    return tuple(found.values())


def audience(text: str) -> Audience | None:
    """Whom the piece is for, from a shop's word."""
    return AUDIENCES.get(slug(text).replace("-s", "s"))  # type: ignore[return-value]


def price_row(
    context: Context,
    text: str,
    was: str = "",
    *,
    line: int | None,
    column: str,
    currency: str | None = None,
    minor: bool = False,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> PriceRow | None:
    """One price; None for an empty text or (with the problem reported) an unreadable one.

    `was` at or below the price is no sale and is left out. `minor`: the texts are in minor units.
    """
    amount = money(context, text, line=line, column=column, currency=currency, minor=minor)
    if amount is None:
        return None
    before = (
        money(context, was, line=line, column=column, currency=amount.currency, minor=minor) if was.strip() else None
    )
    if before is not None and before.currency != amount.currency:
        context.log.stop(
            f"Price and compare-at price are in different currencies ({amount.currency}, {before.currency}).",
            "Write both in one.", line=line, column=column, field="price", zh=f"售价与划线价的货币不同（{amount.currency}、{before.currency}），请统一货币。",
        )  # fmt: skip
        return None
    sale = before if before is not None and amount < before else None
    return PriceRow(amount=amount, was=sale, valid_from=valid_from, valid_to=valid_to)


def money(
    context: Context, text: str, *, line: int | None, column: str, currency: str | None = None, minor: bool = False
) -> Money | None:
    """An amount; None when empty, or unreadable and reported."""
    if not text.strip():
        return None
    try:
        amount = parse_amount(text, currency or context.currency, comma_decimal=context.comma_decimal)
        code = amount.currency or currency or context.currency
        code = _OLD_CODES.get(code, code)
        if not is_currency(code):
            raise Unreadable(f"the currency '{code}' is unknown", zh=f"货币“{code}”无法识别")
        if minor:
            if amount.number != amount.number.to_integral_value():
                raise Unreadable(
                    f"'{text}' has decimals although the field counts minor units",
                    zh=f"“{text}”带有小数，而该字段以最小货币单位计",
                )
            return Money(int(amount.number), code)
        value, rounded = to_money(amount.number, code)
    except Unreadable as error:
        context.log.stop(
            f"{str(error)[:1].upper()}{str(error)[1:]}.",
            "Write a price such as 1280.00.",
            line=line,
            column=column,
            field="price",
            zh=f"{error.zh}，请填写价格，例如 1280.00。",
        )
        return None
    if rounded:
        context.log.note(
            f"'{text}' has more decimals than {code}; taken as {value.text()}.",
            line=line,
            column=column,
            field="price",
            zh=f"“{text}”的小数位超出 {code} 的规定，已按 {value.text()} 计。",
        )
    return value


def stock(
    context: Context,
    text: str,
    *,
    line: int | None,
    column: str,
    restock: str = "",
    restock_column: str = "restock date",
) -> Stock:
    """Pieces; empty is not counted, below zero (oversold) is 0. Unreadable is reported."""
    day: date | None = None
    if restock.strip():
        try:
            day = parse_date(restock)
        except Unreadable as error:
            context.log.stop(
                f"{error}.".capitalize(),
                "Write a date such as 2026-12-10.",
                line=line,
                column=restock_column,
                field="restock",
                zh=f"{error.zh}，请填写日期，例如 2026-12-10。",
            )
    if not text.strip():
        return Stock(None, day)
    try:
        return Stock(max(0, parse_whole(text)), day)
    except Unreadable:
        context.log.stop(
            f"'{text}' is not a number of pieces.",
            "Write a whole number.",
            line=line,
            column=column,
            field="stock",
            zh=f"“{text}”不是件数，请填写整数。",
        )
        return Stock(None, day)


def no_price(context: Context, variant: VariantFound, column: str = "price") -> None:
    """Report a variant without a price as a reason to refuse."""
    context.log.stop(
        NO_PRICE, "Give it one.", line=variant.line, column=column, field="price", zh="款式没有价格，请填写。"
    )


def plain_text(html: str) -> str:
    """A description without markup: paragraphs and list items on lines of their own."""
    if "<" not in html and "&" not in html:
        return "\n".join(line.strip() for line in html.strip().splitlines()).strip()
    text = re.sub(r"(?is)<(script|style).*?</\1>", "", html)
    text = re.sub(r"(?i)<br\s*/?>|</(p|li|div|h\d|tr|ul|ol)>|<(p|li|ul|ol|div|h\d)[^>]*>", "\n", text)
    text = unescape(re.sub(r"<[^>]*>", "", text))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def described(text: str) -> Words:
    """A description in the language it is written in."""
    return words(plain_text(text))


def pictures(texts: Iterable[str]) -> list[Media]:
    """Pictures from addresses or file names, without repeats."""
    return [Media(source=text) for text in dict.fromkeys(text.strip() for text in texts) if text]


def grams(text: str, unit: str = "g") -> Decimal | None:
    """A positive weight or None."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() and number > 0 and unit else None
