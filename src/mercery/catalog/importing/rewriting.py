"""Products the shop has and a file changes: compared field by field, then written in few statements for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.importing.arrivals import Arrival
from mercery.catalog.importing.comparison import Known, handle_owners
from mercery.catalog.importing.diff import FieldChange, Part, changes, merge
from mercery.catalog.product import Product, Variant
from mercery.catalog.repository import load_products
from mercery.catalog.table_rows import Pen, Write, with_ids
from mercery.catalog.writing import (
    Placed,
    insert_variants,
    move_variants,
    remember_digests,
    remove_variants,
    update_products,
    update_variants,
)

_APART: Final = frozenset(("prices", "stock", "restock", "barcode", "external_id", "attributes"))
"""Fields of a variant that nothing of the product is derived from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """A product before and after (with ids and new versions), and what differs; nothing where only the file's form did."""

    before: Product
    after: Product
    digest: str
    found: Sequence[FieldChange]

    @property
    def own(self) -> bool:
        """Whether the product's own fields change, so that its version rises."""
        return any(change.sku is None and change.field != "order" for change in self.found)

    @property
    def apart(self) -> bool:
        """Whether only fields of variants change that stand alone."""
        return all(change.sku is not None and change.field in _APART for change in self.found)

    @property
    def touched(self) -> frozenset[str]:
        """SKUs of the variants that change."""
        return frozenset(change.sku for change in self.found if change.sku)


class Rewriter:
    """Compares a block of arrivals with what the shop has, then writes it."""

    def __init__(
        self, session: AsyncSession, pen: Pen, says: frozenset[Part], *, remove_missing: bool, dry_run: bool
    ) -> None:
        self._session, self._pen, self._says = session, pen, says
        self._remove_missing, self._dry_run = remove_missing, dry_run
        self._rewrites: list[Rewrite] = []

    async def compare(self, arrivals: Sequence[tuple[Arrival, Known]]) -> Sequence[Rewrite]:
        """What each arrival changes."""
        shop_id = self._pen.shop_id
        ids = [known.id for _, known in arrivals]
        current = {product.id: product for product in await load_products(self._session, shop_id, ids)}
        owners = await handle_owners(self._session, shop_id, [arrival.draft.handle for arrival, _ in arrivals])
        for arrival, known in arrivals:
            before, draft = current[known.id], arrival.draft
            after = merge(before, draft, self._says, remove_missing=self._remove_missing)
            if owners.get(draft.handle, draft.key) != draft.key:
                after = replace(after, handle=before.handle)
            self._rewrites.append(_rewrite(before, after, arrival.digest))
        return self._rewrites

    async def write(self) -> None:
        """Write what was compared."""
        if self._dry_run:
            return
        session, pen = self._session, self._pen
        whole = [each for each in self._rewrites if each.found and not each.apart]
        await update_products(
            session,
            pen,
            [Write(product=each.after, digest=each.digest, position=0) for each in whole],
            own_changed={each.after.id for each in whole if each.own},
        )
        rest = {each.before.id: each.digest for each in self._rewrites if not each.found or each.apart}
        await remember_digests(session, pen.shop_id, rest)
        changed = [each for each in self._rewrites if each.found]
        await remove_variants(session, pen, [gone for each in changed for gone in _gone(each)])
        await update_variants(session, pen, [row for each in changed for row in _known(each, touched=True)])
        await insert_variants(session, pen, [row for each in changed for row in _added(each)])
        await move_variants(
            session,
            pen.shop_id,
            {row[2].id: row[1] for each in whole for row in _known(each, touched=False)},
        )


def _rewrite(before: Product, after: Product, digest: str) -> Rewrite:
    plain = Rewrite(before=before, after=after, digest=digest, found=changes(before, after))
    variants = tuple(_raised(variant, plain.touched) for variant in after.variants)
    return replace(plain, after=with_ids(replace(after, version=before.version + plain.own, variants=variants)))


def _raised(variant: Variant, touched: frozenset[str]) -> Variant:
    return replace(variant, version=variant.version + 1) if variant.id and variant.sku in touched else variant


def _placed(rewrite: Rewrite) -> list[Placed]:
    return [(rewrite.after.id, place, variant) for place, variant in enumerate(rewrite.after.variants)]


def _gone(rewrite: Rewrite) -> list[tuple[str, Variant]]:
    left = {variant.id for variant in rewrite.after.variants}
    return [(rewrite.before.id, variant) for variant in rewrite.before.variants if variant.id not in left]


def _known(rewrite: Rewrite, *, touched: bool) -> list[Placed]:
    ids = {variant.id for variant in rewrite.before.variants}
    return [row for row in _placed(rewrite) if row[2].id in ids and (row[2].sku in rewrite.touched) == touched]


def _added(rewrite: Rewrite) -> list[Placed]:
    ids = {variant.id for variant in rewrite.before.variants}
    return [row for row in _placed(rewrite) if row[2].id not in ids]
