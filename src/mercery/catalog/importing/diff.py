"""What an import would change in a product, field by field. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.catalog.product import Media, Option, PriceRow, Product, Variant
from mercery.catalog.product_json import own_fields_to_json, variant_to_json
from mercery.claims.values import Stock
from mercery.core.database import Json
from mercery.core.i18n import Words

Part = Literal["stock", "prices", "was", "media", "category", "tags", "collections", "attributes", "status"]
"""What a file may leave unsaid. An unsaid part keeps what the shop has."""
EVERYTHING: Final[frozenset[Part]] = frozenset(
    ("stock", "prices", "was", "media", "category", "tags", "collections", "attributes", "status")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after, as JSON values. `sku` names the variant it belongs to."""

    field: str
    before: object
    after: object
    sku: str | None = None


def merge(current: Product, draft: Product, says: frozenset[Part], *, remove_missing: bool) -> Product:
    """The product after the import: the draft's content, and the shop's own where the draft is silent."""
    return replace(
        draft,
        id=current.id,
        title=_words(current.title, draft.title),
        description=_words(current.description, draft.description),
        brand=draft.brand or current.brand,
        category=_category(current.category, draft.category) if "category" in says else current.category,
        audience=draft.audience or current.audience,
        status=draft.status if "status" in says else current.status,
        attributes=draft.attributes if "attributes" in says and draft.attributes else current.attributes,
        options=_options(current.options, draft.options),
        variants=_variants(current.variants, draft.variants, says, remove_missing=remove_missing),
        media=_media(current.media, draft.media) if "media" in says and draft.media else current.media,
        collections=draft.collections if "collections" in says and draft.collections else current.collections,
        tags=draft.tags if "tags" in says and draft.tags else current.tags,
        durable=current.durable if draft.durable is None else draft.durable,
        replacement_days=draft.replacement_days or current.replacement_days,
        tax_included=current.tax_included if draft.tax_included is None else draft.tax_included,
        version=current.version,
    )


def _words(current: Words, draft: Words) -> Words:
    return Words(draft.en or current.en, draft.zh or current.zh)


def _category(current: tuple[Words, ...], draft: tuple[Words, ...]) -> tuple[Words, ...]:
    """A file that names only the kind ("Handbags") leaves the shop's path to it ("Bags › Handbags") as it is."""
    if not draft or (len(draft) == 1 and current and _same(current[-1], draft[0])):
        return current
    if len(draft) == len(current):
        return tuple(_words(old, new) if _same(old, new) else new for old, new in zip(current, draft, strict=True))
    return draft


def _options(current: Sequence[Option], drafts: Sequence[Option]) -> tuple[Option, ...]:
    """The draft's options; a label or value it gives in one language keeps the shop's word in the other."""
    known = {option.name: option for option in current}
    return tuple(
        replace(
            draft,
            label=_words(before.label, draft.label) if _same(before.label, draft.label) else draft.label,
            values=tuple(_translated(before.values, value) for value in draft.values),
        )
        if (before := known.get(draft.name))
        else draft
        for draft in drafts
    ) or tuple(current)


def _translated(known: Sequence[Words], value: Words) -> Words:
    return next((_words(one, value) for one in known if _same(one, value)), value)


def _same(known: Words, said: Words) -> bool:
    """Whether what is said in one language is the shop's own word."""
    return (said.en == known.en and not said.zh) or (said.zh == known.zh and not said.en) or said == known


def _variants(
    current: Sequence[Variant], drafts: Sequence[Variant], says: frozenset[Part], *, remove_missing: bool
) -> tuple[Variant, ...]:
    before = {variant.sku: variant for variant in current}
    merged = [_variant(before.get(draft.sku), draft, says) for draft in drafts]
    named = {draft.sku for draft in drafts}
    kept = () if remove_missing else tuple(variant for variant in current if variant.sku not in named)
    return (*merged, *kept)


def _variant(current: Variant | None, draft: Variant, says: frozenset[Part]) -> Variant:
    if current is None:
        return draft
    options = {
        name: _words(known, value) if (known := current.options.get(name)) and _same(known, value) else value
        for name, value in draft.options.items()
    }
    return replace(
        draft,
        id=current.id,
        version=current.version,
        options=options or current.options,
        prices=_prices(current.prices, draft.prices, says),
        stock=_stock(current.stock, draft.stock) if "stock" in says else current.stock,
        barcode=draft.barcode or current.barcode,
        external_id=draft.external_id or current.external_id,
        attributes=draft.attributes if "attributes" in says and draft.attributes else current.attributes,
    )


def _stock(current: Stock, draft: Stock) -> Stock:
    """A file rarely knows restock dates; one set by hand stays while the piece is still out of stock."""
    if draft.restock is None and draft.quantity == current.quantity:
        return current
    return draft


def _prices(current: Sequence[PriceRow], drafts: Sequence[PriceRow], says: frozenset[Part]) -> tuple[PriceRow, ...]:
    if "prices" not in says or not drafts:
        return tuple(current)
    told = {(row.price_list, row.amount.currency) for row in drafts}
    kept = [row for row in current if (row.price_list, row.amount.currency) not in told]
    if "was" in says:
        return (*drafts, *kept)
    was = {(row.price_list, row.amount.currency): row.was for row in current}
    return (*(replace(row, was=row.was or was.get((row.price_list, row.amount.currency))) for row in drafts), *kept)


def _media(current: Sequence[Media], drafts: Sequence[Media]) -> tuple[Media, ...]:
    """Our copies stay where the source is the same, and so do words in the other language and the variants shown."""
    copies = {media.source: media for media in current}
    return tuple(
        replace(
            draft,
            id=known.id,
            path=known.path,
            mime=known.mime,
            width=known.width,
            height=known.height,
            alt=_words(known.alt, draft.alt) if _same(known.alt, draft.alt) else draft.alt,
            variant_skus=draft.variant_skus or known.variant_skus,
        )
        if (known := copies.get(draft.source))
        else draft
        for draft in drafts
    )


def changes(before: Product, after: Product) -> list[FieldChange]:
    """Every field that differs, the product's own first."""
    found = _compare(own_fields_to_json(before), own_fields_to_json(after), None)
    old = {variant.sku: variant_to_json(variant) for variant in before.variants}
    new = {variant.sku: variant_to_json(variant) for variant in after.variants}
    for sku in (*new, *(sku for sku in old if sku not in new)):
        if sku not in old or sku not in new:
            found.append(FieldChange(field="variant", before=old.get(sku), after=new.get(sku), sku=sku))
        else:
            found.extend(_compare(old[sku], new[sku], sku))
    order = [variant.sku for variant in before.variants if variant.sku in new]
    if order != [sku for sku in new if sku in old]:
        found.append(FieldChange(field="order", before=order, after=list(new)))
    return found


def _compare(before: Json, after: Json, sku: str | None) -> list[FieldChange]:
    return [
        FieldChange(field=name, before=before.get(name), after=after.get(name), sku=sku)
        for name in (*after, *(name for name in before if name not in after))
        if _differs(before.get(name), after.get(name))
    ]


def _differs(before: object, after: object) -> bool:
    """Whether two JSON values differ; options are an object, and their order is the shop's."""
    return before != after or (isinstance(before, dict) and isinstance(after, dict) and list(before) != list(after))
