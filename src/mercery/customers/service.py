"""Reading and bringing in customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core import clock
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.core.i18n import is_lang
from mercery.core.ids import new_id
from mercery.customers.customer import Customer
from mercery.customers.customer_json import (
    address_from_json,
    address_to_json,
    payment_method_from_json,
    payment_method_to_json,
)
from mercery.customers.tables import CustomerRow

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersImported:
    """What an import of customers did."""

    new: int
    changed: int
    unchanged: int


async def customer(session: AsyncSession, shop_id: str, customer_id: str) -> Customer:
    """The customer with this id; NotFound."""
    row = await session.scalar(select(CustomerRow).where(CustomerRow.shop_id == shop_id, CustomerRow.id == customer_id))
    if row is None:
        raise NotFound("There is no such customer.", zh="没有这位顾客。")
    return customer_of_row(row)


async def find_customer(
    session: AsyncSession, shop_id: str, customer_id: str, *, lock: bool = False
) -> Customer | None:
    """As `customer`, None when there is none; with `lock` nobody else changes it until the transaction ends."""
    query = select(CustomerRow).where(CustomerRow.shop_id == shop_id, CustomerRow.id == customer_id)
    row = await session.scalar(query.with_for_update() if lock else query)
    return customer_of_row(row) if row else None


async def save(session: AsyncSession, shop_id: str, changed: Customer) -> None:
    """Store address and payment methods that an action has changed."""
    row = await session.scalar(select(CustomerRow).where(CustomerRow.shop_id == shop_id, CustomerRow.id == changed.id))
    if row is None:
        raise NotFound("There is no such customer.", zh="没有这位顾客。")
    held = contact_to_json(changed)
    row.address, row.payment_methods = held["address"], held["payment_methods"]
    await session.flush()


def contact_to_json(of: Customer) -> Json:
    """What actions may change of a customer."""
    return {
        "address": address_to_json(of.address) if of.address else None,
        "payment_methods": [payment_method_to_json(method) for method in of.payment_methods],
    }


async def customers_by_email(session: AsyncSession, shop_id: str, email: str) -> list[Customer]:
    """Customers with this e-mail address, whatever its capitals."""
    rows = await session.scalars(
        select(CustomerRow).where(CustomerRow.shop_id == shop_id, CustomerRow.email == email.strip().lower())
    )
    return [customer_of_row(row) for row in rows]


async def customers_by_postcode(session: AsyncSession, shop_id: str, postcode: str) -> list[Customer]:
    """Customers whose own address has this postcode."""
    wanted = postcode.strip().upper()
    held = func.upper(CustomerRow.address["postcode"].astext)
    rows = await session.scalars(select(CustomerRow).where(CustomerRow.shop_id == shop_id, held == wanted))
    return [customer_of_row(row) for row in rows]


async def ids_by_key(session: AsyncSession, shop_id: str, keys: Iterable[str]) -> dict[str, str]:
    """The ids of the customers the shop's own system calls `keys`."""
    found: dict[str, str] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        rows = await session.execute(
            select(CustomerRow.key, CustomerRow.id).where(
                CustomerRow.shop_id == shop_id, CustomerRow.key.in_(wanted[start : start + _BATCH])
            )
        )
        found.update((key, id_) for key, id_ in rows)
    return found


async def keys_by_id(session: AsyncSession, shop_id: str) -> dict[str, str]:
    """What the shop's own system calls each of its customers."""
    rows = await session.execute(select(CustomerRow.id, CustomerRow.key).where(CustomerRow.shop_id == shop_id))
    return {row.id: row.key for row in rows}


async def ids_by_email(session: AsyncSession, shop_id: str, emails: Iterable[str]) -> dict[str, str]:
    """The ids of the customers with these addresses, where one customer alone has it."""
    wanted = list({email.strip().lower() for email in emails})
    found: dict[str, list[str]] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = await session.execute(
            select(CustomerRow.email, CustomerRow.id).where(
                CustomerRow.shop_id == shop_id, CustomerRow.email.in_(wanted[start : start + _BATCH])
            )
        )
        for email, id_ in rows:
            found.setdefault(str(email), []).append(id_)
    return {email: ids[0] for email, ids in found.items() if len(ids) == 1}


async def apply_customers(
    session: AsyncSession, shop_id: str, drafts: Sequence[Customer], actor: Actor
) -> CustomersImported:
    """Bring customers in: new ones are added, known ones (by key) changed where they differ, nobody is removed."""
    known = {row.key: row for row in await session.scalars(select(CustomerRow).where(CustomerRow.shop_id == shop_id))}
    fresh = [draft for draft in drafts if draft.key not in known]
    for start in range(0, len(fresh), _BATCH):
        batch = [_columns(draft) | {"id": new_id("cus"), "shop_id": shop_id} for draft in fresh[start : start + _BATCH]]
        await session.execute(insert(CustomerRow), batch)
    changed = 0
    for draft in drafts:
        if (row := known.get(draft.key)) and _differs(row, columns := _columns(draft)):
            changed += 1
            for name, value in columns.items():
                setattr(row, name, value)
    result = CustomersImported(new=len(fresh), changed=changed, unchanged=len(drafts) - len(fresh) - changed)
    if result.new or result.changed:
        numbers: Json = {"new": result.new, "changed": result.changed}
        await record(session, shop_id, actor, "customers.import", "customers", after=numbers)
    return result


def _columns(draft: Customer) -> Json:
    return {
        "key": draft.key,
        "email": draft.email.strip().lower() if draft.email else None,
        "name": draft.name,
        "phone": draft.phone,
        "language": draft.language,
        "country": draft.country,
        "accepts_marketing": draft.accepts_marketing,
        "tags": list(draft.tags),
        **contact_to_json(draft),
        **({"created_at": draft.created_at} if draft.created_at else {"created_at": clock.now()}),
    }


def _differs(row: CustomerRow, columns: Json) -> bool:
    return any(getattr(row, name) != value for name, value in columns.items() if name != "created_at")


def customer_of_row(row: CustomerRow) -> Customer:
    """The customer a row holds."""
    return Customer(
        id=row.id,
        key=row.key,
        email=row.email,
        name=row.name,
        phone=row.phone,
        language=row.language if is_lang(row.language) else None,
        country=row.country,
        accepts_marketing=row.accepts_marketing,
        tags=tuple(row.tags),
        address=address_from_json(row.address) if row.address else None,
        payment_methods=tuple(payment_method_from_json(one) for one in row.payment_methods),
        created_at=row.created_at,
    )


async def matching(session: AsyncSession, shop_id: str, wanted: str) -> list[Customer]:
    """Customers this address of mail, own number or id is exactly that of."""
    named = or_(CustomerRow.email == wanted.lower(), CustomerRow.key == wanted, CustomerRow.id == wanted)
    rows = await session.scalars(select(CustomerRow).where(CustomerRow.shop_id == shop_id, named))
    return [customer_of_row(row) for row in rows]


async def emails(session: AsyncSession, shop_id: str) -> list[str]:
    """Every address of mail that is known."""
    query = select(CustomerRow.email).where(CustomerRow.shop_id == shop_id, CustomerRow.email.is_not(None)).distinct()
    return [str(one) for one in await session.scalars(query)]


async def search_customers(session: AsyncSession, shop_id: str, text: str, *, limit: int = 20) -> list[Customer]:
    """Customers whose name, address of mail or own number has the text in it; the newest where there is no text."""
    wanted = text.strip()
    query = select(CustomerRow).where(CustomerRow.shop_id == shop_id)
    if wanted:
        held = or_(*(column.icontains(wanted, autoescape=True) for column in (CustomerRow.name, CustomerRow.email)))
        query = query.where(or_(held, CustomerRow.key == wanted))
    rows = await session.scalars(query.order_by(CustomerRow.created_at.desc(), CustomerRow.id).limit(limit))
    return [customer_of_row(row) for row in rows]
