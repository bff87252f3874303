"""Orders as JSON lines, in the form the importer reads."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final, TextIO

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.customers.service import keys_by_id
from mercery.orders.order_json import order_to_json
from mercery.orders.service import order_of_row
from mercery.orders.tables import OrderRow

_BLOCK: Final = 500


async def export_orders(session: AsyncSession, shop_id: str, out: TextIO) -> int:
    """Write every order of the shop, in order of number, and return how many. Customers are named by their keys."""
    keys = await keys_by_id(session, shop_id)
    query = select(OrderRow).where(OrderRow.shop_id == shop_id).order_by(OrderRow.number)
    total = 0
    async for row in await session.stream_scalars(query.execution_options(yield_per=_BLOCK)):
        order = order_of_row(row)
        named = replace(order, customer_key=keys.get(order.customer_id or ""))
        out.write(json.dumps(order_to_json(named), ensure_ascii=False) + "\n")
        total += 1
    return total
