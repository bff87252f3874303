"""What was sent of an order, when and with whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row, heading, text_of
from mercery.customers.importing import moment
from mercery.orders.importing.headings import (
    cell,
)
from mercery.orders.order import (
    Shipment,
)


def shipments_of(head: Row, log: ProblemLog) -> tuple[Shipment, ...]:
    """The parcels listed under the order, else the one its own columns tell of."""
    nested = head.cells.get("shipments") or head.cells.get("fulfillments")
    if isinstance(nested, list):
        return tuple(
            _shipment({heading(str(key)): value for key, value in item.items()}, head, log)
            for item in nested
            if isinstance(item, dict)
        )
    sent = moment(cell(head, ("fulfilled at", "completed date", "date completed")), head, log, "fulfilled at")
    tracking = cell(head, ("tracking number", "tracking", "运单号", "快递单号"))
    carrier = cell(head, ("carrier", "tracking company", "快递公司"))
    return (Shipment(carrier=carrier, tracking_number=tracking, shipped_at=sent),) if sent or tracking else ()


def _shipment(cells: dict[str, Any], head: Row, log: ProblemLog) -> Shipment:
    def at(name: str) -> datetime | None:
        return moment(text_of(cells.get(name)), head, log, name)

    return Shipment(
        carrier=text_of(cells.get("carrier")),
        tracking_number=text_of(cells.get("tracking number")) or text_of(cells.get("tracking id")),
        shipped_at=at("shipped at"),
        delivered_at=at("delivered at"),
    )
