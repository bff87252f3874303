"""What an associate may see of a client, and no more.

Who it is stands there in any case: the person is talked to. What was bought and what is remembered is used for selling
only with consent: the client let the guide remember, or agreed to hear from the shop (decision 30).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.customers import service as customers
from mercery.customers.customer import Customer
from mercery.guide import service as guide
from mercery.guide.associate import service
from mercery.guide.associate.shared_offer import Outcome, SharedOffer
from mercery.guide.memory import Memory, Person, remembered
from mercery.guide.owned import Purchase
from mercery.orders import service as orders
from mercery.orders.order import Order

Consent = Literal["remembered", "contact", "none"]
_ORDERS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFile:
    """A client, with what the consent allows."""

    customer: Customer
    consent: Consent
    consented_at: datetime | None = None
    orders: Sequence[Order] = ()
    owned: tuple[Purchase, ...] = ()
    memory: Memory | None = None
    offers: Sequence[SharedOffer] = ()
    outcomes: Mapping[str, Outcome]

    @property
    def may_use(self) -> bool:
        """Whether what was bought may be used to advise."""
        return self.consent != "none"


def consent_of(customer: Customer, memory: Memory | None) -> Consent:
    """What the client agreed to."""
    if memory is not None:
        return "remembered"
    return "contact" if customer.accepts_marketing else "none"


async def client_file(session: AsyncSession, shop: Shop, customer_id: str) -> ClientFile:
    """The client's file; NotFound. Without consent nothing of the history is read."""
    customer = await customers.customer(session, shop.id, customer_id)
    memory = await remembered(session, shop.id, Person(customer_id=customer.id))
    consent = consent_of(customer, memory)
    shared = await service.shared(session, shop, customer_id=customer.id, limit=10)
    may = consent != "none"
    return ClientFile(
        customer=customer,
        consent=consent,
        consented_at=memory.consented_at if memory else None,
        orders=await orders.orders_of_customer(session, shop.id, customer.id, limit=_ORDERS_SHOWN) if may else (),
        owned=await guide.purchases(session, shop, customer.id) if may else (),
        memory=memory,
        offers=shared,
        outcomes=await service.outcomes(session, shop, shared),
    )
