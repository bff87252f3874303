"""How far orders are, by what shop systems call it."""

from pathlib import Path

import pytest
from tests.orders.importing.exports import SHOPIFY, read, shopify

from mercery.orders.order import OrderStatus


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"status": "pending"}, "pending"),
        ({"status": "paid", "sent": "fulfilled"}, "shipped"),
        ({"status": "paid", "sent": "partial"}, "paid"),
        ({"status": "refunded", "refunded": "100.00"}, "returned"),
        ({"status": "partially_refunded", "refunded": "30.00"}, "partly_returned"),
        ({"status": "voided"}, "cancelled"),
        ({"status": "refunded", "refunded": "100.00", "cancelled": "2026-05-02 08:00:00 +0200"}, "cancelled"),
    ],
)
def test_what_shopify_says_of_an_order_becomes_its_status(
    tmp_path: Path, row: dict[str, str], status: OrderStatus
) -> None:
    [order] = read(tmp_path, SHOPIFY + shopify("#1001", "1|Cup|30.00|A1|0", **row))
    assert order.status == status
    refunds = [back.refund.minor for back in order.returns if back.refund]
    assert sum(refunds) == (round(float(row["refunded"]) * 100) if "refunded" in row else 0)
