"""The orders beneath a figure of the sales monitor, as their page shows them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.actions.rule_words import STATUS_NAMES
from mercery.orders.order import OrderStatus
from mercery.orders.sales.channels import channel_words
from mercery.orders.sales.reading import SoldOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersPage:
    """One page of them."""

    orders: Sequence[SoldOrder]
    total: int
    page: int
    last: int
    currency: str
    since: datetime
    until: datetime
    channel: str | None
    category: str | None
    category_name: Words

    def money(self, minor: int) -> Money:
        """An amount of the page."""
        return Money(minor, self.currency)

    def channel_of(self, key: str) -> Words:
        """What a channel is called."""
        return channel_words(key)

    def status_of(self, status: OrderStatus) -> Words:
        """What an order's state is called."""
        return STATUS_NAMES.get(status, Words(status))
