"""Customers as JSON lines, in the form the importer reads."""

from __future__ import annotations

import json
from typing import Final, TextIO

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json
from mercery.customers.customer import Customer
from mercery.customers.service import contact_to_json, customer_of_row
from mercery.customers.tables import CustomerRow

_BLOCK: Final = 500


async def export_customers(session: AsyncSession, shop_id: str, out: TextIO) -> int:
    """Write every customer of the shop, in order of key, and return how many."""
    query = select(CustomerRow).where(CustomerRow.shop_id == shop_id).order_by(CustomerRow.key)
    total = 0
    async for row in await session.stream_scalars(query.execution_options(yield_per=_BLOCK)):
        out.write(json.dumps(customer_to_json(customer_of_row(row)), ensure_ascii=False) + "\n")
        total += 1
    return total


def customer_to_json(customer: Customer) -> Json:
    """A customer as exported; ids of ours stay out."""
    return {
        "key": customer.key,
        "email": customer.email,
        "name": customer.name,
        "phone": customer.phone,
        "language": customer.language,
        "country": customer.country,
        "accepts_marketing": customer.accepts_marketing,
        "tags": list(customer.tags),
        "created_at": customer.created_at.isoformat() if customer.created_at else None,
        **contact_to_json(customer),
    }
