"""Reading a shop's ids from its own pages, and noting them at the variants they belong to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.catalog.external_ids import VariantName, note_external_ids, variant_names
from mercery.core.errors import Invalid
from mercery.core.guarded_fetch import Resolve, fetch, resolve
from mercery.orders.handover.ids import IdsFound, ids_of_products_json

_PAGES: Final = 40
_OF_A_PAGE: Final = 250
_MOST_BYTES: Final = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What came of it."""

    told: int
    matched: int
    changed: int
    ambiguous: int
    """SKUs that several variants there have."""


async def read_from_shop(address: str, *, resolve_host: Resolve = resolve) -> IdsFound:
    """The ids a shop at Shopify tells at `/products.json`, of at most ten thousand products. Invalid, NotFetched."""
    products: list[Mapping[str, Any]] = []
    for page in range(1, _PAGES + 1):
        url = f"{address}/products.json?limit={_OF_A_PAGE}&page={page}"
        answer = await fetch(url, most_bytes=_MOST_BYTES, accept="application/json", resolve_host=resolve_host)
        told = _products(answer.body) if answer.status == 200 else None
        if told is None:
            raise Invalid(
                f"The shop does not tell its products at {address}/products.json.",
                remedy="Shops behind a password do not. Give a file of SKU and id instead.",
                zh=f"店铺未在 {address}/products.json 提供商品。设有密码的店铺无法读取，请上传 SKU 与编号的文件。",
            )
        products += told
        if len(told) < _OF_A_PAGE:
            break
    return ids_of_products_json(products)


def _products(body: bytes) -> list[Mapping[str, Any]] | None:
    try:
        held = json.loads(body)
    except (ValueError, RecursionError):
        return None
    told = held.get("products") if isinstance(held, dict) else None
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else None


async def note(session: AsyncSession, shop_id: str, actor: Actor, found: IdsFound, *, source: str) -> Noted:
    """Note the ids at the variants they belong to: by SKU, else by the product's handle with the chosen values."""
    ids = matched(await variant_names(session, shop_id), found)
    changed = await note_external_ids(session, shop_id, actor, ids, source=source)
    return Noted(told=found.count, matched=len(ids), changed=changed, ambiguous=len(found.twice))


def matched(names: list[VariantName], found: IdsFound) -> dict[str, str]:
    """The ids by our variant's id. An id that two of our variants would have is given to neither."""
    given: dict[str, str] = {}
    owners: dict[str, int] = {}
    for name in names:
        own = found.by_sku.get(name.sku) or found.by_choice.get((name.handle, name.values))
        if own:
            given[name.id] = own
            owners[own] = owners.get(own, 0) + 1
    return {variant: own for variant, own in given.items() if owners[own] == 1}
