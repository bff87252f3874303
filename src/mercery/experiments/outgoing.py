"""Exposures, outcomes and costs as they leave for the warehouse."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Text, cast

from mercery.core.outgoing import Columns, Outgoing, added_mark, local_day
from mercery.experiments.tables import CostRow, ExposureRow, OutcomeRow

_E: Final = ExposureRow.__table__.c
_O: Final = OutcomeRow.__table__.c
_C: Final = CostRow.__table__.c


def _exposures(timezone: str) -> Columns:
    return (
        _E.id.label("id"),
        _E.at.label("moment"),
        local_day(_E.at, timezone),
        _E.feature.label("feature"),
        _E.visitor_id.label("visitor"),
        _E.arm.label("arm"),
        _E.share.label("share"),
    )


def _outcomes(timezone: str) -> Columns:
    return (
        _O.id.label("id"),
        _O.at.label("moment"),
        local_day(_O.at, timezone),
        _O.visitor_id.label("visitor"),
        _O.kind.label("kind"),
        _O.subject.label("subject"),
        _O.minor.label("minor"),
        _O.currency.label("currency"),
        _O.margin_minor.label("margin_minor"),
        cast(_O.lines, Text).label("lines"),
    )


def _costs(timezone: str) -> Columns:
    return (
        _C.id.label("id"),
        _C.at.label("moment"),
        local_day(_C.at, timezone),
        _C.feature.label("feature"),
        _C.kind.label("kind"),
        _C.micros.label("micros"),
        _C.currency.label("currency"),
        _C.tokens.label("tokens"),
        _C.ms.label("ms"),
        _C.units.label("units"),
        _C.subject.label("subject"),
    )


EXPOSURES: Final = Outgoing(
    name="exposures",
    about="Visitors who met a feature, or would have: one row a visitor, feature and day.",
    source=ExposureRow.__table__,
    shop=_E.shop_id,
    at=_E.at,
    columns=_exposures,
    mark=added_mark(_E.id),
    people=frozenset({"visitor"}),
)
OUTCOMES: Final = Outgoing(
    name="outcomes",
    about="What came of visits: orders and refunds by number, bags, settled conversations. Amounts in minor units.",
    source=OutcomeRow.__table__,
    shop=_O.shop_id,
    at=_O.at,
    columns=_outcomes,
    mark=added_mark(_O.id),
    people=frozenset({"visitor"}),
)
COSTS: Final = Outgoing(
    name="costs",
    about="What features used, and what that cost in millionths of a unit of the currency where it is known.",
    source=CostRow.__table__,
    shop=_C.shop_id,
    at=_C.at,
    columns=_costs,
    mark=added_mark(_C.id),
)
