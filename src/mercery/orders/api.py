"""Orders for programs with an API key."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.database import Json
from mercery.orders import service
from mercery.orders.importing.reading import read_orders
from mercery.orders.order import Order
from mercery.orders.order_json import order_to_json
from mercery.web.database import Db
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/orders", tags=["orders"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ORDERS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ORDERS_WRITE))]


class OrdersIn(BaseModel):
    """Orders in the form of `mercery export --what orders`, at most 500, taken together or not at all."""

    model_config = ConfigDict(extra="forbid")
    orders: list[dict[str, Any]] = Field(min_length=1, max_length=500)


class OrdersOut(BaseModel):
    """One page of orders, newest first."""

    items: list[dict[str, Any]]
    total: int
    page: int
    last: int


class Applied(BaseModel):
    """What a change did."""

    new: int
    changed: int
    unchanged: int


@router.get("")
async def list_orders(session: Db, key: Reader, paging: Paging) -> OrdersOut:
    """Orders, newest first. Scope `orders:read`."""
    found = await service.orders(session, key.shop_id, offset=paging.offset, limit=paging.size)
    total = await service.count_orders(session, key.shop_id)
    return OrdersOut(
        items=[order_to_json(order) for order in found],
        total=total,
        page=paging.number,
        last=max(1, -(-total // paging.size)),
    )


@router.get("/{number}")
async def read_order(session: Db, key: Reader, number: str) -> Json:
    """One order by the number the customer knows. Scope `orders:read`."""
    return order_to_json(await service.order_by_number(session, key.shop_id, number))


@router.put("")
async def put_orders(session: Db, key: Writer, sent: OrdersIn) -> Applied:
    """Add orders, or change those with the same number. Scope `orders:write`."""
    shop = await accounts.shop(session, key.shop_id)
    drafts = await asyncio.to_thread(_read, sent.orders, shop.currency)
    done = await service.apply_orders(session, key.shop_id, drafts, key.actor, came="api")
    return Applied(new=done.new, changed=done.changed, unchanged=done.unchanged)


def _read(orders: list[dict[str, Any]], currency: str) -> list[Order]:
    """Through the importer's own reader, so that an order sent is judged as an order in a file is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.json"
        path.write_text(json.dumps(orders, ensure_ascii=False), encoding="utf-8")
        return read_orders(path, "orders", currency)[0]
