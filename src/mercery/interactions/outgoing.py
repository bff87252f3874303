"""What visitors did, as it leaves for the warehouse."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Text, cast

from mercery.core.outgoing import Columns, Outgoing, added_mark, local_day
from mercery.interactions.tables import InteractionRow

_T: Final = InteractionRow.__table__.c


def _columns(timezone: str) -> Columns:
    return (
        _T.id.label("id"),
        _T.at.label("moment"),
        local_day(_T.at, timezone),
        _T.visitor_id.label("visitor"),
        _T.kind.label("kind"),
        _T.surface.label("surface"),
        _T.product_id.label("product_id"),
        _T.variant_id.label("variant_id"),
        _T.query.label("query"),
        _T.lang.label("lang"),
        cast(_T.details, Text).label("details"),
    )


INTERACTIONS: Final = Outgoing(
    name="interactions",
    about="What visitors did: one row an act.",
    source=InteractionRow.__table__,
    shop=_T.shop_id,
    at=_T.at,
    columns=_columns,
    mark=added_mark(_T.id),
    people=frozenset({"visitor"}),
)
