"""The customers who agreed to hear from the shop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.customers.customer import Customer
from mercery.customers.service import customer_of_row
from mercery.customers.tables import CustomerRow

_BLOCK: Final = 200


async def who_accept_marketing(session: AsyncSession, shop_id: str, *, after: str = "") -> AsyncIterator[Customer]:
    """Every one with an address of mail, in the order of their keys, from the one behind the key `after` on. They are
    read in blocks, so that none is held longer than it is needed."""
    while True:
        rows = list(
            await session.scalars(
                select(CustomerRow)
                .where(
                    CustomerRow.shop_id == shop_id, CustomerRow.key > after, CustomerRow.accepts_marketing,
                    CustomerRow.email.is_not(None),
                )
                .order_by(CustomerRow.key)
                .limit(_BLOCK)
            )
        )  # fmt: skip
        for row in rows:
            yield customer_of_row(row)
        if len(rows) < _BLOCK:
            return
        after = rows[-1].key
