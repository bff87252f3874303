"""Changes to the catalogue: drafts brought in, and what a person changes by hand. Each is recorded, and whoever follows the
catalogue hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog.events import MOST, CatalogChanged
from mercery.catalog.importing.apply import ImportSummary, Progress, Terms, apply_products
from mercery.catalog.importing.diff import EVERYTHING, Part, changes
from mercery.catalog.memberships import category_ids, collection_ids
from mercery.catalog.product import Attribute, PriceRow, Product, Variant
from mercery.catalog.product_json import price_to_json
from mercery.catalog.service.reading import product, product_of_sku
from mercery.catalog.table_rows import Pen, Write
from mercery.catalog.tables import ProductRow, VariantRow
from mercery.catalog.writing import remove_products, update_products, update_variants
from mercery.claims.values import Stock
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound
from mercery.core.events import announce, bus
from mercery.core.files.problems import ProblemLog
from mercery.core.i18n import Words
from mercery.core.money import Money

_UNSET: Final = object()


async def apply_drafts(
    session: AsyncSession,
    shop: Shop,
    drafts: Iterable[Product],
    actor: Actor,
    *,
    says: frozenset[Part] = EVERYTHING,
    remove_missing: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    log: ProblemLog | None = None,
) -> ImportSummary:
    """Bring `drafts` into the shop: new ones are added, known ones (by key) changed where they differ.

    All or nothing: Invalid with every problem leaves the transaction's data as they were. A second call with the same
    drafts changes nothing. Products that `drafts` does not name stay, unless `remove_missing`.
    """
    terms = Terms(by=_by(actor), says=says, remove_missing=remove_missing, dry_run=dry_run)
    summary = await apply_products(session, shop.id, drafts, terms, progress, log)
    if not dry_run and summary.changes:
        numbers = {"new": summary.new, "changed": summary.changed, "removed": summary.removed}
        await record(session, shop.id, actor, "catalog.import", "products", after=numbers)
        await _tell(session, shop.id, summary.product_ids, everything=bool(summary.removed))
    return summary


async def set_stock(
    session: AsyncSession,
    shop_id: str,
    sku: str,
    quantity: int | None,
    actor: Actor,
    *,
    restock: date | None = None,
    reason: str | None = None,
) -> Product:
    """Set the pieces that can be sent (None: not counted) and the next date known. Returns the product after it."""
    if quantity is not None and quantity < 0:
        raise Invalid(
            "Stock cannot be less than 0.",
            remedy="Give 0 or more, or leave it empty when it is not counted.",
            zh="库存不能小于 0；不计库存请留空。",
        )
    before = await _to_change(session, shop_id, sku=sku)
    variant = _variant(before, sku)
    after = replace(variant, stock=Stock(quantity, restock))
    if after.stock == variant.stock:
        return before
    facts_before = {"stock": variant.stock.quantity, "restock": _iso(variant.stock.restock)}
    facts_after = {"stock": quantity, "restock": _iso(restock)}
    await record(
        session, shop_id, actor, "product.set_stock", sku, before=facts_before, after=facts_after, reason=reason
    )
    return await _save_variant(session, shop_id, before, after, actor)


async def set_price(
    session: AsyncSession,
    shop_id: str,
    sku: str,
    amount: Money,
    actor: Actor,
    *,
    was: Money | None = None,
    price_list: str = "default",
    reason: str | None = None,
) -> Product:
    """Set the amount (and compare-at amount) in one currency of one price list. Returns the product after it."""
    _check_price(amount, was)
    before = await _to_change(session, shop_id, sku=sku)
    variant = _variant(before, sku)
    row = PriceRow(amount=amount, was=was, price_list=price_list)
    kept = [old for old in variant.prices if (old.price_list, old.amount.currency) != (price_list, amount.currency)]
    replaced = [old for old in variant.prices if old not in kept]
    if replaced == [row]:
        return before
    after = replace(variant, prices=(row, *kept))
    await record(
        session,
        shop_id,
        actor,
        "product.set_price",
        sku,
        before={"prices": [price_to_json(old) for old in replaced]},
        after={"prices": [price_to_json(row)]},
        reason=reason,
    )
    return await _save_variant(session, shop_id, before, after, actor)


def _check_price(amount: Money, was: Money | None) -> None:
    if amount.minor < 0:
        raise Invalid("A price cannot be less than 0.", remedy="Give 0 or more.", zh="价格不能小于 0。")
    if was is not None and was < amount:
        raise Invalid(
            f"The compare-at price {was.text()} is lower than the price {amount.text()}.",
            remedy="Give the higher earlier price, or leave it empty.",
            zh=f"划线价 {was.text()} 低于售价 {amount.text()}，请填写更高的原价，或留空。",
        )


async def update_product(
    session: AsyncSession,
    shop_id: str,
    product_id: str,
    actor: Actor,
    *,
    title: Words | None = None,
    description: Words | None = None,
    attributes: tuple[Attribute, ...] | None = None,
    durable: bool | object | None = _UNSET,
    replacement_days: int | object | None = _UNSET,
    reason: str | None = None,
) -> Product:
    """Change fields a person keeps by hand. Fields not given stay."""
    before = await _to_change(session, shop_id, product_id=product_id)
    days = before.replacement_days if replacement_days is _UNSET else replacement_days
    if isinstance(days, int) and days <= 0:
        raise Invalid(
            "The replacement window must be at least one day.",
            remedy="Give days, or leave it empty.",
            zh="耐用期至少一天，请填写天数，或留空。",
        )
    after = replace(
        before,
        title=title or before.title,
        description=before.description if description is None else description,
        attributes=before.attributes if attributes is None else attributes,
        durable=before.durable if durable is _UNSET else durable,  # type: ignore[arg-type]
        replacement_days=days,  # type: ignore[arg-type]
    )
    found = changes(before, after)
    if not found:
        return before
    after = replace(after, version=before.version + 1)
    pen = await _pen(session, shop_id, after, actor)
    await update_products(session, pen, [Write(product=after, digest="", position=0)], own_changed={product_id})
    await record(
        session,
        shop_id,
        actor,
        "product.update",
        product_id,
        before={change.field: change.before for change in found},
        after={change.field: change.after for change in found},
        reason=reason,
    )
    await _tell(session, shop_id, [product_id])
    return await product(session, shop_id, product_id=product_id)


async def remove_product(session: AsyncSession, shop_id: str, product_id: str, actor: Actor) -> None:
    """Take a product out of the catalogue; its history stays."""
    gone = await product(session, shop_id, product_id=product_id)
    await remove_products(session, await _pen(session, shop_id, gone, actor), [product_id])
    await record(
        session, shop_id, actor, "product.remove", product_id, before={"key": gone.key, "title": gone.title.en}
    )
    await _tell(session, shop_id, [product_id])


async def _to_change(session: AsyncSession, shop_id: str, *, sku: str = "", product_id: str = "") -> Product:
    """The product as it is now, held until the transaction ends: it is written whole, and two who change different
    things of it at once would each take back what the other did."""
    having = select(VariantRow.product_id).where(VariantRow.shop_id == shop_id, VariantRow.sku == sku)
    which = ProductRow.id == product_id if product_id else ProductRow.id.in_(having)
    await session.execute(select(ProductRow.id).where(ProductRow.shop_id == shop_id, which).with_for_update())
    if product_id:
        return await product(session, shop_id, product_id=product_id)
    return await product_of_sku(session, shop_id, sku)


async def _save_variant(
    session: AsyncSession, shop_id: str, before: Product, variant: Variant, actor: Actor
) -> Product:
    place = next(number for number, known in enumerate(before.variants) if known.id == variant.id)
    pen = await _pen(session, shop_id, before, actor)
    await update_variants(session, pen, [(before.id, place, replace(variant, version=variant.version + 1))])
    await session.execute(
        ProductRow.__table__.update()  # type: ignore[attr-defined]
        .where(ProductRow.shop_id == shop_id, ProductRow.id == before.id)
        .values(digest="")
    )
    await _tell(session, shop_id, [before.id])
    return await product(session, shop_id, product_id=before.id)


async def _pen(session: AsyncSession, shop_id: str, of: Product, actor: Actor) -> Pen:
    path = {of.category_names: of.category} if of.category else {}
    return Pen(
        shop_id=shop_id,
        by=_by(actor),
        at=now(),
        categories=await category_ids(session, shop_id, path),
        collections=await collection_ids(session, shop_id, of.collections),
    )


async def _tell(session: AsyncSession, shop_id: str, ids: Sequence[str], *, everything: bool = False) -> None:
    many = everything or len(ids) > MOST
    await bus.publish(session, CatalogChanged(shop_id=shop_id, product_ids=() if many else tuple(ids), everything=many))
    await announce(session, f"catalog:{shop_id}", {"products": list(ids[:100]), "everything": many})


def _variant(of: Product, sku: str) -> Variant:
    found = of.variant(sku)
    if found is None:
        raise NotFound(f"There is no variant with the SKU '{sku}'.", zh=f"没有 SKU 为“{sku}”的款式。")
    return found


def _by(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
