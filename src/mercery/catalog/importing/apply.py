"""From drafts to the shop in one pass: everything inside the caller's transaction, so all or nothing."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.importing import comparison
from mercery.catalog.importing.arrivals import Arrival, Arrivals
from mercery.catalog.importing.diff import EVERYTHING, FieldChange, Part
from mercery.catalog.importing.rewriting import Rewriter
from mercery.catalog.memberships import category_ids, collection_ids
from mercery.catalog.product import Product
from mercery.catalog.table_rows import Pen, Write, with_ids
from mercery.catalog.writing import insert_products, remove_products
from mercery.core.clock import now
from mercery.core.errors import Invalid, Problem
from mercery.core.files.problems import ProblemLog
from mercery.core.i18n import Words

Progress = Callable[[int, int], None]
"""Called with the products seen and the line of the file they reach to."""
_SHOWN = 200
_LATE = 5_000
_ALLOCATIONS = 100_000
_USUAL_ALLOCATIONS = gc.get_threshold()[0]


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
    noted: Counter[str] = field(default_factory=Counter)

    @property
    def changes(self) -> int:
        """Products the import touches."""
        return self.new + self.changed + self.removed

    def note(self, change: ProductChange) -> None:
        """Keep `change` for showing while there is room; each kind has room of its own."""
        self.noted[change.kind] += 1
        if self.noted[change.kind] <= _SHOWN:
            self.shown.append(change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How drafts are to be taken."""

    by: str
    says: frozenset[Part] = EVERYTHING
    remove_missing: bool = False
    dry_run: bool = False


async def apply_products(
    session: AsyncSession,
    shop_id: str,
    drafts: Iterable[Product],
    terms: Terms,
    progress: Progress | None = None,
    log: ProblemLog | None = None,
) -> ImportSummary:
    """Compare `drafts` with the shop and write the difference as they are read.

    Raises Invalid with every problem when the drafts contradict each other or the shop; nothing is written then (a
    savepoint takes it back). With `dry_run` nothing is written and the summary tells what would be. `log` holds what the
    reader found; problems join it.
    """
    run = _Run(session, shop_id, Arrivals(drafts), terms, progress, log)
    with _rare_collections():
        async with session.begin_nested():
            if not terms.dry_run:
                # Two imports at once would give the same key or handle away twice.
                await session.execute(
                    text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"import:{shop_id}"}
                )
            await run.all()
    return run.summary


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for cycles rarely: values by the million hold none, and looking took a quarter of an import's time."""
    usual = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(_USUAL_ALLOCATIONS, *usual[1:])


class _Run:
    def __init__(
        self,
        session: AsyncSession,
        shop_id: str,
        arrivals: Arrivals,
        terms: Terms,
        progress: Progress | None,
        log: ProblemLog | None,
    ) -> None:
        self.session, self.shop_id, self.arrivals, self.terms = session, shop_id, arrivals, terms
        self.progress, self.log = progress, log
        self.summary = ImportSummary()
        self.conflicts: list[Problem] = []
        self.waiting: list[comparison.Conflict] = []
        self.late: list[Arrival] = []
        self.categories: dict[tuple[str, ...], str] = {}
        self.collections: dict[str, str] = {}
        self.pen = Pen(shop_id=shop_id, by=terms.by, at=now(), categories=self.categories, collections=self.collections)

    async def all(self) -> None:
        """Read block by block; while one is written, a thread reads the next."""
        self.first_place, self.empty = await self._last_place()
        reading = self._read()
        try:
            while block := await reading:
                reading = self._read()
                await self._take(block)
                if self.progress:
                    self.progress(self.summary.products, self.arrivals.line)
        finally:
            # A thread cannot be stopped, and the file it reads is about to be taken away.
            await asyncio.gather(reading, return_exceptions=True)
        self._settle_late()
        self._refuse()
        await self._missing()
        if self.late:
            await self._write(self.late, [])

    def _read(self) -> asyncio.Task[list[Arrival]]:
        return asyncio.create_task(asyncio.to_thread(self.arrivals.next_block))

    async def _last_place(self) -> tuple[int, bool]:
        """Where new products go in the shop's order, and whether it has none yet."""
        last = await self.session.scalar(
            text("SELECT max(position) FROM products WHERE shop_id = :shop"), {"shop": self.shop_id}
        )
        return (0, True) if last is None else (int(last) + 1, False)

    def _refuse(self) -> None:
        problems = [*self.arrivals.problems, *self.conflicts]
        if self.log is not None:
            self.log.take(problems)
            self.log.refuse()
        elif problems:
            raise Invalid(
                "The file contradicts itself or the shop; nothing was changed.",
                problems=problems,
                zh="文件内容自相矛盾，或与店铺资料冲突，未作任何改动。",
            )

    @property
    def _hopeless(self) -> bool:
        """Whether it will be refused anyway: then it is read for its other problems only."""
        return bool(self.arrivals.problems or self.conflicts or (self.log and self.log.errors))

    async def _take(self, block: list[Arrival]) -> None:
        self.summary.products += len(block)
        self.summary.variants += sum(len(arrival.draft.variants) for arrival in block)
        known = {} if self.empty else await comparison.known_products(
            self.session, self.shop_id, [arrival.draft.key for arrival in block]
        )  # fmt: skip
        new = [arrival for arrival in block if arrival.draft.key not in known]
        other = [
            (arrival, found)
            for arrival in block
            if (found := known.get(arrival.draft.key)) and found.digest != arrival.digest
        ]
        self.summary.unchanged += len(block) - len(new) - len(other)
        new = await self._without_conflicts(new, [arrival for arrival, _ in other])
        if not self._hopeless:
            await self._write(new, other)

    async def _write(self, new: list[Arrival], other: list[tuple[Arrival, comparison.Known]]) -> None:
        if not self.terms.dry_run:
            await self._make_memberships([*new, *(arrival for arrival, _ in other)])
        await self._add(new)
        await self._change(other)

    async def _without_conflicts(self, new: list[Arrival], other: list[Arrival]) -> list[Arrival]:
        """The new arrivals that may be written now. Those whose SKUs belong to products that the file may turn out not
        to name wait for the end, when such products are removed first: a product whose key has changed."""
        if self.empty:
            return new
        found = await comparison.sku_conflicts(self.session, self.shop_id, [*new, *other])
        by_key = {conflict.key for conflict in found} & {arrival.draft.key for arrival in new}
        if not self.terms.remove_missing or len(self.late) + len(by_key) > _LATE:
            by_key = set()
        self.conflicts += [conflict.problem for conflict in found if conflict.key not in by_key]
        self.waiting += [conflict for conflict in found if conflict.key in by_key]
        self.late += [arrival for arrival in new if arrival.draft.key in by_key]
        return [arrival for arrival in new if arrival.draft.key not in by_key]

    def _settle_late(self) -> None:
        """What waits is refused after all where the file names the owner of the SKU too."""
        named = [conflict for conflict in self.waiting if conflict.owner in self.arrivals.keys]
        self.conflicts += [conflict.problem for conflict in named]

    async def _make_memberships(self, arrivals: list[Arrival]) -> None:
        """Categories and collections met for the first time."""
        paths = {
            names: arrival.draft.category
            for arrival in reversed(arrivals)
            if (names := arrival.draft.category_names) and names not in self.categories
        }
        if paths:
            ordered = dict(reversed(paths.items()))
            self.categories |= await category_ids(self.session, self.shop_id, ordered)
        handles = dict.fromkeys(handle for arrival in arrivals for handle in arrival.draft.collections)
        if not handles.keys() <= self.collections.keys():
            self.collections |= await collection_ids(self.session, self.shop_id, list(handles))

    async def _add(self, new: list[Arrival]) -> None:
        self.summary.new += len(new)
        for arrival in new:
            draft = arrival.draft
            self.summary.note(ProductChange(key=draft.key, title=draft.title, kind="new", line=draft.source_line))
        if self.terms.dry_run or not new:
            return
        taken = {} if self.empty else await comparison.handle_owners(
            self.session, self.shop_id, [arrival.draft.handle for arrival in new]
        )  # fmt: skip
        renamed: dict[str, str] = {}
        for handle in taken:
            renamed[handle] = await comparison.numbered_handle(
                self.session,
                self.shop_id,
                handle,
                {*renamed.values(), *(arrival.draft.handle for arrival in new)},
            )
        writes = [self._row(arrival, renamed) for arrival in new]
        await insert_products(self.session, self.pen, writes)
        self.summary.product_ids.extend(write.product.id for write in writes)

    def _row(self, arrival: Arrival, renamed: dict[str, str]) -> Write:
        product = with_ids(arrival.draft)
        position = self.first_place + arrival.position
        if product.handle in renamed:
            product = replace(product, handle=renamed[product.handle])
            return Write(product=product, digest=arrival.digest, position=position)
        return Write(product=product, digest=arrival.digest, position=position, texts=arrival.texts)

    async def _change(self, other: list[tuple[Arrival, comparison.Known]]) -> None:
        if not other:
            return
        rewriter = Rewriter(
            self.session, self.pen, self.terms.says, remove_missing=self.terms.remove_missing, dry_run=self.terms.dry_run
        )  # fmt: skip
        for rewrite in await rewriter.compare(other):
            if not rewrite.found:
                self.summary.unchanged += 1
                continue
            self.summary.changed += 1
            self.summary.product_ids.append(rewrite.before.id)
            self.summary.note(
                ProductChange(
                    key=rewrite.before.key, title=rewrite.after.title, kind="changed", fields=tuple(rewrite.found),
                    line=rewrite.after.source_line,
                )
            )  # fmt: skip
        await rewriter.write()

    async def _missing(self) -> None:
        """Products of the shop that the file does not name: told, and removed when that was asked for."""
        if self.empty:
            return
        found = await comparison.missing_products(self.session, self.shop_id, self.arrivals.keys)
        self.summary.gone = len(found)
        for each in found:
            self.summary.note(ProductChange(key=each.key, title=each.title, kind="gone"))
        if self.terms.remove_missing and found:
            self.summary.removed = len(found)
            if not self.terms.dry_run:
                await remove_products(self.session, self.pen, [each.id for each in found])
