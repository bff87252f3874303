"""The JSON form of addresses and payment methods, in tables and in Mercery's own export."""

from __future__ import annotations

from dataclasses import fields
from typing import cast

from mercery.core.database import Json
from mercery.core.money import Money
from mercery.customers.customer import Address, PaymentKind, PaymentMethod


def address_to_json(address: Address) -> Json:
    """An address, every part."""
    return {field.name: getattr(address, field.name) for field in fields(Address)}


def address_from_json(data: Json) -> Address:
    """The address whose JSON form is `data`."""
    return Address(**{field.name: str(data.get(field.name) or "") for field in fields(Address)})


def payment_method_to_json(method: PaymentMethod) -> Json:
    """A payment method; the balance in minor units with its currency."""
    data: Json = {"id": method.id, "kind": method.kind, "brand": method.brand, "last_four": method.last_four}
    if method.balance is not None:
        data |= {"balance_minor": method.balance.minor, "currency": method.balance.currency}
    return data


def payment_method_from_json(data: Json) -> PaymentMethod:
    """The payment method whose JSON form is `data`."""
    balance = data.get("balance_minor")
    return PaymentMethod(
        id=str(data["id"]),
        kind=cast(PaymentKind, data["kind"]),
        brand=str(data.get("brand") or ""),
        last_four=str(data.get("last_four") or ""),
        balance=None if balance is None else Money(int(balance), str(data["currency"])),
    )
