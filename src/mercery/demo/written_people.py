"""The customers one can be in the demo shop, and their orders: written down, so that each has something to ask about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from mercery.core.i18n import Lang, Words
from mercery.customers.customer import Address, Customer, PaymentMethod
from mercery.demo.reading import Node, content, mapping, rows, words


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOrder:
    """An order as written down; times are days before the seeding."""

    buyer: str
    placed: timedelta
    sent: timedelta | None
    arrived: timedelta | None
    method: str
    skus: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPerson:
    """A customer one can be."""

    key: str
    name: Words
    language: Lang
    country: str
    address: Address
    methods: tuple[PaymentMethod, ...]
    orders: tuple[WrittenOrder, ...]
    known_for: timedelta
    """How long before the seeding the account was made."""

    def customer(self, now: datetime) -> Customer:
        """As the shop has it."""
        return Customer(
            key=self.key, name=self.name.text(self.language), email=f"customer{self.key[1:]}@example.com",
            language=self.language, country=self.country, address=self.address, payment_methods=self.methods,
            created_at=now - self.known_for,
        )  # fmt: skip


@cache
def written_people() -> Mapping[str, WrittenPerson]:
    """All of them, by key."""
    return {person.key: person for person in _people()}


def _people() -> Iterator[WrittenPerson]:
    for node in rows(content("orders.yaml")["people"]):
        key, country = str(node["key"]), str(node["country"])
        orders = tuple(_order(key, one) for one in rows(node["orders"]))
        yield WrittenPerson(
            key=key,
            name=words(node["name"]),
            language=cast(Lang, node["language"]),
            country=country,
            address=Address(**cast("dict[str, str]", mapping(node["address"])), country=country),
            methods=tuple(PaymentMethod(**cast("dict[str, Any]", one)) for one in rows(node["methods"])),
            orders=orders,
            known_for=_known_for(node, orders),
        )


def _known_for(node: Node, orders: Sequence[WrittenOrder]) -> timedelta:
    """A month longer than the oldest order; without orders as written."""
    if not orders:
        return timedelta(days=cast(int, node["joined"]))
    return max(one.placed for one in orders) + timedelta(days=30)


def _order(buyer: str, node: Node) -> WrittenOrder:
    def before(name: str) -> timedelta | None:
        return timedelta(days=float(cast(float, node[name]))) if name in node else None

    placed = before("days")
    assert placed is not None
    return WrittenOrder(
        buyer=buyer, placed=placed, sent=before("sent"), arrived=before("arrived"), method=str(node["method"]),
        skus=tuple(cast("list[str]", node["pieces"])), note=str(node.get("note", "")),
    )  # fmt: skip
