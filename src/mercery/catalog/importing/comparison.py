"""What the shop has of what a file brings: products by key, SKUs and handles already given away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.importing.arrivals import Arrival
from mercery.catalog.product_json import dumps
from mercery.core.errors import Problem
from mercery.core.i18n import Words

_GIVEN = "SELECT json_array_elements_text(CAST(:given AS json))"
"""Thousands of texts as one JSON text: adapting an array of them takes many times as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A product the shop has, and the digest of what was imported last."""

    id: str
    digest: str


_OWNERS = f"""
    SELECT v.sku, p.key FROM variants v JOIN products p ON p.id = v.product_id
     WHERE v.shop_id = :shop AND v.sku IN ({_GIVEN})
"""  # noqa: S608


async def known_products(session: AsyncSession, shop_id: str, keys: Sequence[str]) -> dict[str, Known]:
    """The shop's products among `keys`."""
    rows = await session.execute(
        text(f"SELECT key, id, digest FROM products WHERE shop_id = :shop AND key IN ({_GIVEN})"),  # noqa: S608
        {"shop": shop_id, "given": dumps(list(keys))},
    )
    return {row.key: Known(id=row.id, digest=row.digest) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A SKU of an arrival that belongs to another product of the shop."""

    key: str
    """Of the arrival."""
    owner: str
    """Key of the product that has the SKU."""
    problem: Problem


async def sku_conflicts(session: AsyncSession, shop_id: str, arrivals: Sequence[Arrival]) -> list[Conflict]:
    """SKUs of `arrivals` that belong to another product of the shop."""
    wanted = {variant.sku: (arrival.draft, variant) for arrival in arrivals for variant in arrival.draft.variants}
    rows = await session.execute(text(_OWNERS), {"shop": shop_id, "given": dumps(list(wanted))})
    found = []
    for row in rows:
        draft, variant = wanted[row.sku]
        if row.key != draft.key:
            problem = Problem(
                message=f"The SKU '{row.sku}' already belongs to the product '{row.key}'.",
                remedy=f"Give the variant of '{draft.key}' another SKU, or have products the file does not name removed.",
                line=variant.source_line or draft.source_line,
                field="sku",
                zh=f"SKU“{row.sku}”已属于商品“{row.key}”。请为“{draft.key}”的款式另用 SKU，或选择移除文件中没有的商品。",
            )
            found.append(Conflict(key=draft.key, owner=row.key, problem=problem))
    return sorted(found, key=lambda conflict: conflict.problem.line or 0)


async def handle_owners(session: AsyncSession, shop_id: str, handles: Sequence[str]) -> dict[str, str]:
    """The keys of the shop's products that have one of `handles`."""
    rows = await session.execute(
        text(f"SELECT handle, key FROM products WHERE shop_id = :shop AND handle IN ({_GIVEN})"),  # noqa: S608
        {"shop": shop_id, "given": dumps(list(handles))},
    )
    return {row.handle: row.key for row in rows}


async def numbered_handle(session: AsyncSession, shop_id: str, handle: str, taken: Collection[str]) -> str:
    """`handle` with the first number that neither the shop nor `taken` has."""
    rows = await session.scalars(
        text("SELECT handle FROM products WHERE shop_id = :shop AND starts_with(handle, :start)"),
        {"shop": shop_id, "start": f"{handle}-"},
    )
    used = {*rows, *taken}
    number = 2
    while f"{handle}-{number}" in used:
        number += 1
    return f"{handle}-{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A product of the shop that a file does not name."""

    id: str
    key: str
    title: Words


async def missing_products(session: AsyncSession, shop_id: str, keys: Collection[str]) -> list[Missing]:
    """The shop's products whose key is not among `keys`, in its order."""
    rows = await session.execute(
        text("SELECT id, key, title FROM products WHERE shop_id = :shop ORDER BY position, id"), {"shop": shop_id}
    )
    return [
        Missing(id=row.id, key=row.key, title=Words(row.title.get("en", ""), row.title.get("zh", "")))
        for row in rows
        if row.key not in keys
    ]
