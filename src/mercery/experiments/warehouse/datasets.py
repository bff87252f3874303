"""The tables of the warehouse, and their columns as Arrow knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sqlalchemy import Boolean, Date, DateTime, Float, Integer

from mercery.catalog.outgoing import GOODS, SKU_COSTS
from mercery.core.outgoing import Outgoing
from mercery.experiments.outgoing import COSTS, EXPOSURES, OUTCOMES
from mercery.interactions.outgoing import INTERACTIONS
from mercery.orders.outgoing import ORDERS, SALES

if TYPE_CHECKING:
    import pyarrow as pa

DATASETS: Final[Mapping[str, Outgoing]] = {
    one.name: one for one in (INTERACTIONS, ORDERS, SALES, EXPOSURES, OUTCOMES, COSTS, GOODS, SKU_COSTS)
}
VERSION: Final = "1"
"""Of what the files hold; one of another version is written anew."""


def arrow_schema(of: Outgoing, *, sent: bool = False) -> pa.Schema:
    """The columns in a file; `sent`: as they come from PostgreSQL, with moments as whole microseconds."""
    import pyarrow as pa

    fields = []
    for column in of.columns("UTC"):
        kind = pa.string()
        if isinstance(column.type, DateTime):
            kind = pa.int64() if sent else pa.timestamp("us", tz="UTC")
        elif isinstance(column.type, Date):
            kind = pa.date32()
        elif isinstance(column.type, Boolean):
            kind = pa.bool_()
        elif isinstance(column.type, Float):
            kind = pa.float64()
        elif isinstance(column.type, Integer):
            kind = pa.int64()
        fields.append(pa.field(column.key, kind))
    return pa.schema(fields)
