"""The experiments page: which features run against a hold-out and what has been counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.experiments.service import FeatureCount, feature_counts
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(prefix="/console/experiments", include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentsPage:
    """What the page shows."""

    features: Sequence[FeatureCount]

    @property
    def running(self) -> int:
        """Features somebody has met."""
        return sum(1 for feature in self.features if feature.since)


@router.get("")
async def experiments_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Counts by arm. No verdicts: two counts are not yet evidence."""
    page = ExperimentsPage(features=await feature_counts(session, shop))
    return page_response(
        "experiments/experiments.html", page, context=console_page(request, staff, shop, section="experiments")
    )
