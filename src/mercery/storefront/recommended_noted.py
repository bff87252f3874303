"""What is remembered of recommended rows: that they were shown, with the pieces in order and why each is there, from which row a
piece was chosen, and for the experiment that the visitor met them, or the plain rows in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from mercery.experiments.service import record_exposure
from mercery.interactions.interaction import Interaction, Surface
from mercery.interactions.service import Recorder
from mercery.recommendations.recommendation import PLACEMENTS, ReasonKind
from mercery.storefront.recommended import FEATURE, VIA, Place, RecommendedRow, Rows
from mercery.storefront.visit import Visit

_SURFACES: Final[Mapping[Place, Surface]] = {"home": "home", "product": "product", "bag": "cart", "order": "order"}
_REASONS: Final = frozenset((*get_args(ReasonKind), "plain"))


async def note_rows(visit: Visit, found: Rows) -> None:
    """Remember it in a transaction of its own, once the answer went out; of a machine nothing is."""
    if visit.by_machine:
        return
    database = visit.request.app.state.database
    async with database.session() as session:
        await record_exposure(session, visit.shop, FEATURE, visit.visitor_id, found.arm)
    await Recorder(database, visit.shop.id).write(*(_shown(visit, found, row) for row in found.rows))


def _shown(visit: Visit, found: Rows, row: RecommendedRow) -> Interaction:
    """One act for a row, not one for each piece."""
    return Interaction(
        visitor_id=visit.visitor_id,
        kind="recommended",
        surface=_SURFACES[found.place],
        product_id=found.about[0] if found.place == "product" and found.about else None,
        lang=visit.lang,
        details={
            "placement": row.placement,
            "shown": " ".join(one.tile.product_id for one in row.tiles),
            "reasons": " ".join(one.reason for one in row.tiles),
            "arm": found.arm,
        },
    )


def via_of(visit: Visit) -> dict[str, int | str | bool]:
    """The row a piece was chosen from and why it stood there, as its address says; empty for every other address."""
    placement, _, reason = visit.request.query_params.get(VIA, "").partition(".")
    if placement not in PLACEMENTS or reason not in _REASONS:
        return {}
    return {"placement": placement, "reason": reason}
