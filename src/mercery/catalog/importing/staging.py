"""Drafts go into a temporary table first: memory stays flat, and the comparison with the shop is one query."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.copying import copy_rows
from mercery.catalog.product import Product
from mercery.catalog.product_json import digest, dumps, product_from_json, product_to_json
from mercery.core.errors import Problem
from mercery.core.i18n import Words

_COLUMNS = ("position", "key", "handle", "digest", "skus", "line", "data")
_BATCH = 400


@dataclass(slots=True)
class Staged:
    """What staging saw on the way: counts, category paths and the problems that only the whole file shows."""

    products: int = 0
    variants: int = 0
    categories: dict[tuple[str, ...], tuple[Words, ...]] = field(default_factory=dict)
    collections: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedDraft:
    """A draft read back, with its place in the file and, when the shop has it, the product's id."""

    position: int
    draft: Product
    digest: str
    product_id: str | None


async def stage(session: AsyncSession, drafts: Iterable[Product]) -> Staged:
    """Fill the temporary table `import_staging` of this transaction from `drafts`, in blocks."""
    await session.execute(text("DROP TABLE IF EXISTS import_staging"))
    await session.execute(
        text(
            "CREATE TEMP TABLE import_staging (position integer PRIMARY KEY, key text NOT NULL, handle text NOT NULL,"
            " digest text NOT NULL, skus text NOT NULL, line integer, data text NOT NULL, product_id text, old text)"
            " ON COMMIT DROP"
        )
    )
    staged = Staged()
    seen = _Seen()
    stream = iter(drafts)
    while block := list(islice(stream, _BATCH)):
        await copy_rows(session, "import_staging", _COLUMNS, _rows(block, staged, seen))
    return staged


@dataclass(slots=True)
class _Seen:
    keys: dict[str, int | None] = field(default_factory=dict)
    handles: set[str] = field(default_factory=set)
    skus: dict[str, int | None] = field(default_factory=dict)


def _rows(block: list[Product], staged: Staged, seen: _Seen) -> Iterator[tuple[str | int | None, ...]]:
    for draft in block:
        if draft.key in seen.keys:
            staged.problems.append(_twice("product key", draft.key, draft.source_line, seen.keys[draft.key]))
            continue
        seen.keys[draft.key] = draft.source_line
        for variant in draft.variants:
            if variant.sku in seen.skus:
                staged.problems.append(_twice("SKU", variant.sku, draft.source_line, seen.skus[variant.sku]))
            seen.skus[variant.sku] = draft.source_line
        handle = _free_handle(draft.handle, seen.handles)
        seen.handles.add(handle)
        _note(draft, staged)
        data = product_to_json(draft)
        data["handle"] = handle
        body = dumps(data)
        skus = dumps([variant.sku for variant in draft.variants])
        yield staged.products, draft.key, handle, digest(body), skus, draft.source_line, body
        staged.products += 1
        staged.variants += len(draft.variants)


def _twice(what: str, value: str, line: int | None, first: int | None) -> Problem:
    before = f" (first on line {first})" if first else ""
    return Problem(
        message=f"The {what} '{value}' appears twice{before}.",
        remedy="Give each one its own.",
        line=line,
        field="sku" if what == "SKU" else "key",
    )


def _free_handle(handle: str, taken: set[str]) -> str:
    if handle not in taken:
        return handle
    number = 2
    while f"{handle}-{number}" in taken:
        number += 1
    return f"{handle}-{number}"


def _note(draft: Product, staged: Staged) -> None:
    if draft.category:
        names = tuple(step.en or step.zh for step in draft.category)
        staged.categories.setdefault(names, draft.category)
    for handle in draft.collections:
        staged.collections.setdefault(handle)


async def compare(session: AsyncSession, shop_id: str) -> None:
    """Write beside each staged draft the product it means, and that product's digest."""
    await session.execute(text("ANALYZE import_staging"))
    await session.execute(
        text(
            "UPDATE import_staging s SET product_id = p.id, old = p.digest FROM products p"
            " WHERE p.shop_id = :shop AND p.key = s.key"
        ),
        {"shop": shop_id},
    )


async def sku_conflicts(session: AsyncSession, shop_id: str, *, limit: int = 200) -> list[Problem]:
    """SKUs of the file that the shop already uses for a product which the file does not name."""
    rows = await session.execute(
        text(
            """
            SELECT s.line, s.key, given.sku, p.key AS owner
              FROM import_staging s
              CROSS JOIN LATERAL json_array_elements_text(s.skus::json) AS given(sku)
              JOIN variants v ON v.shop_id = :shop AND v.sku = given.sku
              JOIN products p ON p.id = v.product_id AND p.key <> s.key
             ORDER BY s.position LIMIT :limit
            """
        ),
        {"shop": shop_id, "limit": limit},
    )
    return [
        Problem(
            message=f"The SKU '{row.sku}' already belongs to the product '{row.owner}'.",
            remedy=f"Give the variant of '{row.key}' another SKU, or remove the other product first.",
            line=row.line,
            field="sku",
        )
        for row in rows
    ]


async def staged_drafts(session: AsyncSession, where: str) -> AsyncIterator[list[StagedDraft]]:
    """The staged drafts that meet `where` (SQL of ours), in file order, in blocks."""
    last = -1
    while True:
        rows = (
            await session.execute(
                text(
                    f"SELECT position, digest, product_id, line, data FROM import_staging"  # noqa: S608
                    f" WHERE position > :last AND ({where}) ORDER BY position LIMIT {_BATCH}"
                ),
                {"last": last},
            )
        ).all()
        if not rows:
            return
        last = rows[-1].position
        yield [_read(row.position, row.digest, row.product_id, row.data) for row in rows]


def _read(position: int, sum_: str, product_id: str | None, data: str) -> StagedDraft:
    return StagedDraft(position=position, draft=product_from_json(json.loads(data)), digest=sum_, product_id=product_id)
