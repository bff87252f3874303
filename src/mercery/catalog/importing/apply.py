"""From staged drafts to the shop: everything inside the caller's transaction, so all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.importing.diff import EVERYTHING, FieldChange, Part, changes, merge
from mercery.catalog.importing.staging import Staged, StagedDraft, compare, sku_conflicts, stage, staged_drafts
from mercery.catalog.product import Product, Variant
from mercery.catalog.repository import load_products
from mercery.catalog.writing import (
    Pen,
    Write,
    category_ids,
    collection_ids,
    insert_products,
    insert_variants,
    move_variants,
    remove_products,
    remove_variants,
    update_products,
    update_variants,
    with_ids,
)
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.files.problems import ProblemLog
from mercery.core.i18n import Words

Progress = Callable[[int, int], None]
"""Called with products done and products in all."""
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """What an import does to one product."""

    key: str
    title: Words
    kind: str
    """`new`, `changed` or `gone`."""
    fields: tuple[FieldChange, ...] = ()
    line: int | None = None


@dataclass(slots=True, kw_only=True)
class ImportSummary:
    """What an import did, or with a dry run would do. `shown` holds the first changes, the numbers hold all."""

    products: int = 0
    variants: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    """Products of the shop that the file does not name."""
    removed: int = 0
    """Those of them that were removed, because it was asked for."""
    shown: list[ProductChange] = field(default_factory=list)
    product_ids: list[str] = field(default_factory=list)
    """Products written (new or changed)."""

    @property
    def changes(self) -> int:
        """Products the import touches."""
        return self.new + self.changed + self.removed

    def note(self, change: ProductChange) -> None:
        """Keep `change` for showing while there is room."""
        if len(self.shown) < _SHOWN:
            self.shown.append(change)


async def apply_staged(
    session: AsyncSession,
    shop_id: str,
    drafts: Iterable[Product],
    *,
    by: str,
    says: frozenset[Part] = EVERYTHING,
    remove_missing: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    log: ProblemLog | None = None,
) -> ImportSummary:
    """Stage `drafts`, compare them with the shop and write the difference.

    Raises Invalid with every problem when the drafts contradict each other or the shop; nothing is written then.
    With `dry_run` nothing is written and the summary tells what would be. `log` holds what the reader found; problems join it.
    """
    staged = await stage(session, drafts)
    await compare(session, shop_id)
    problems = [*staged.problems, *await sku_conflicts(session, shop_id)]
    if log is not None:
        log.take(problems)
        log.refuse()
    elif problems:
        raise Invalid("The file contradicts itself or the shop; nothing was changed.", problems=problems)
    run = _Run(session, shop_id, by, says, remove_missing, dry_run, staged, progress)
    await run.all()
    return run.summary


class _Run:
    def __init__(
        self,
        session: AsyncSession,
        shop_id: str,
        by: str,
        says: frozenset[Part],
        remove_missing: bool,
        dry_run: bool,
        staged: Staged,
        progress: Progress | None,
    ) -> None:
        self.session, self.shop_id, self.says, self.staged = session, shop_id, says, staged
        self.remove_missing, self.dry_run, self.progress = remove_missing, dry_run, progress
        self.by = by
        self.summary = ImportSummary(products=staged.products, variants=staged.variants)
        self.done = 0

    async def all(self) -> None:
        """Count, then write new, changed and gone products."""
        self.pen = await self._pen()
        self.first_place = await self._next_position()
        async for block in staged_drafts(self.session, "product_id IS NULL"):
            await self._add(block)
            self._tick(len(block))
        same = await self.session.scalar(text("SELECT count(*) FROM import_staging WHERE old = digest"))
        self.summary.unchanged = int(same or 0)
        self._tick(self.summary.unchanged)
        async for block in staged_drafts(self.session, "product_id IS NOT NULL AND old <> digest"):
            await self._change(block)
            self._tick(len(block))
        await self._gone()

    def _tick(self, count: int) -> None:
        self.done += count
        if self.progress:
            self.progress(self.done, self.staged.products)

    async def _pen(self) -> Pen:
        categories: dict[tuple[str, ...], str] = {}
        collections: dict[str, str] = {}
        if not self.dry_run:
            categories = await category_ids(self.session, self.shop_id, self.staged.categories)
            collections = await collection_ids(self.session, self.shop_id, list(self.staged.collections))
        return Pen(shop_id=self.shop_id, by=self.by, at=now(), categories=categories, collections=collections)

    async def _next_position(self) -> int:
        last = await self.session.scalar(
            text("SELECT max(position) FROM products WHERE shop_id = :shop"), {"shop": self.shop_id}
        )
        return 0 if last is None else int(last) + 1

    async def _add(self, block: list[StagedDraft]) -> None:
        self.summary.new += len(block)
        for item in block:
            self.summary.note(
                ProductChange(key=item.draft.key, title=item.draft.title, kind="new", line=item.draft.source_line)
            )
        if self.dry_run:
            return
        handles = await self._taken_handles([item.draft.handle for item in block])
        writes = []
        for item in block:
            product = with_ids(item.draft)
            if product.handle in handles:
                product = replace(product, handle=await self._free_handle(product.handle))
            writes.append(Write(product=product, digest=item.digest, position=self.first_place + item.position))
        await insert_products(self.session, self.pen, writes)
        self.summary.product_ids.extend(write.product.id for write in writes)

    async def _taken_handles(self, handles: list[str]) -> set[str]:
        rows = await self.session.scalars(
            text("SELECT handle FROM products WHERE shop_id = :shop AND handle = ANY(:handles)"),
            {"shop": self.shop_id, "handles": handles},
        )
        return set(rows)

    async def _free_handle(self, handle: str) -> str:
        number = 2
        while await self.session.scalar(
            text(
                "SELECT 1 FROM products WHERE shop_id = :shop AND handle = :handle"
                " UNION ALL SELECT 1 FROM import_staging WHERE handle = :handle LIMIT 1"
            ),
            {"shop": self.shop_id, "handle": f"{handle}-{number}"},
        ):
            number += 1
        return f"{handle}-{number}"

    async def _change(self, block: list[StagedDraft]) -> None:
        ids = [item.product_id for item in block if item.product_id]
        current = {product.id: product for product in await load_products(self.session, self.shop_id, ids)}
        others = await self._handles_of_others(block)
        for item in block:
            before = current[str(item.product_id)]
            after = merge(before, item.draft, self.says, remove_missing=self.remove_missing)
            if after.handle != before.handle and after.handle in others:
                after = replace(after, handle=before.handle)
            found = changes(before, after)
            if not found:
                self.summary.unchanged += 1
                await self._remember(before.id, item.digest)
                continue
            self.summary.changed += 1
            self.summary.note(ProductChange(key=before.key, title=after.title, kind="changed", fields=tuple(found)))
            if not self.dry_run:
                await self._rewrite(before, after, found, item.digest)

    async def _handles_of_others(self, block: list[StagedDraft]) -> set[str]:
        rows = await self.session.execute(
            text("SELECT handle, key FROM products WHERE shop_id = :shop AND handle = ANY(:handles)"),
            {"shop": self.shop_id, "handles": [item.draft.handle for item in block]},
        )
        owner = {row.handle: row.key for row in rows}
        return {item.draft.handle for item in block if owner.get(item.draft.handle, item.draft.key) != item.draft.key}

    async def _remember(self, product_id: str, digest: str) -> None:
        if not self.dry_run:
            await self.session.execute(
                text("UPDATE products SET digest = :digest WHERE shop_id = :shop AND id = :id"),
                {"digest": digest, "shop": self.shop_id, "id": product_id},
            )

    async def _rewrite(self, before: Product, after: Product, found: list[FieldChange], digest: str) -> None:
        own = any(change.sku is None and change.field != "order" for change in found)
        touched = {change.sku for change in found if change.sku}
        raised = replace(
            after,
            version=before.version + own,
            variants=tuple(_raised(variant, touched) for variant in after.variants),
        )
        product = with_ids(raised)
        known = {variant.id for variant in before.variants}
        rows = [(product.id, place, variant) for place, variant in enumerate(product.variants)]
        await update_products(
            self.session,
            self.pen,
            [Write(product=product, digest=digest, position=0)],
            own_changed={product.id} if own else set(),
        )
        left = {variant.id for variant in product.variants}
        gone = [(product.id, variant) for variant in before.variants if variant.id not in left]
        if gone:
            await remove_variants(self.session, self.pen, gone)
        await update_variants(
            self.session, self.pen, [row for row in rows if row[2].id in known and row[2].sku in touched]
        )
        await insert_variants(self.session, self.pen, [row for row in rows if row[2].id not in known])
        await move_variants(
            self.session,
            self.pen,
            {variant.id: place for _, place, variant in rows if variant.id in known and variant.sku not in touched},
        )
        self.summary.product_ids.append(product.id)

    async def _gone(self) -> None:
        rows = (
            await self.session.execute(
                text(
                    "SELECT p.id, p.key, p.title FROM products p WHERE p.shop_id = :shop AND NOT EXISTS"
                    " (SELECT 1 FROM import_staging s WHERE s.product_id = p.id) ORDER BY p.position, p.id"
                ),
                {"shop": self.shop_id},
            )
        ).all()
        new = set(self.summary.product_ids[: self.summary.new]) if not self.dry_run else set()
        gone = [row for row in rows if row.id not in new]
        self.summary.gone = len(gone)
        for row in gone:
            words = Words(row.title.get("en", ""), row.title.get("zh", ""))
            self.summary.note(ProductChange(key=row.key, title=words, kind="gone"))
        if self.remove_missing and gone:
            self.summary.removed = len(gone)
            if not self.dry_run:
                await remove_products(self.session, self.pen, [row.id for row in gone])


def _raised(variant: Variant, touched: set[str]) -> Variant:
    return replace(variant, version=variant.version + 1) if variant.id and variant.sku in touched else variant
