"""What a customer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Lang
from mercery.core.money import Money

PaymentKind = Literal["card", "wallet", "gift_card", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a parcel goes. Lines as the customer wrote them."""

    line1: str
    line2: str = ""
    city: str = ""
    region: str = ""
    """State, province or county, as the country writes it."""
    postcode: str = ""
    country: str = ""

    def text(self) -> str:
        """In one line."""
        return ", ".join(
            part for part in (self.line1, self.line2, self.city, self.region, self.postcode, self.country) if part
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethod:
    """A way to pay that the customer has on file. No number of a card is ever kept, only its last four digits."""

    id: str
    kind: PaymentKind
    brand: str = ""
    last_four: str = ""
    balance: Money | None = None
    """What a gift card still holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person who bought or signed up. Without an id it is a draft an importer made."""

    key: str
    """What the shop's own system calls the person; an import finds the customer again by it."""
    email: str | None = None
    name: str = ""
    phone: str | None = None
    language: Lang | None = None
    country: str | None = None
    """ISO 3166 code of the main address."""
    address: Address | None = None
    payment_methods: tuple[PaymentMethod, ...] = ()
    accepts_marketing: bool = False
    tags: tuple[str, ...] = ()
    created_at: datetime | None = None
    source_line: int | None = None
    id: str = ""

    def payment_method(self, id_: str) -> PaymentMethod | None:
        """The customer's own way to pay with this id, or None."""
        return next((method for method in self.payment_methods if method.id == id_), None)
