"""The experiments page: which features run against a hold-out and what has been counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.config import settings
from mercery.core.i18n import Lang
from mercery.experiments.service import FeatureCount, feature_counts
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(prefix="/console/experiments", include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentsPage:
    """What the page shows."""

    features: Sequence[FeatureCount]
    demo: bool
    lang: Lang
    default_share: float

    @property
    def running(self) -> int:
        """Features somebody has met."""
        return sum(1 for feature in self.features if feature.since)

    @property
    def compared(self) -> int:
        """Running features some visitors are kept without."""
        return sum(1 for feature in self.features if feature.since and feature.share)

    @property
    def idle(self) -> str:
        """Names of the features nobody has met."""
        names = [feature.name.text(self.lang) for feature in self.features if not feature.since]
        return ("、" if self.lang == "zh" else ", ").join(names)

    def cost(self, feature: FeatureCount) -> str:
        """Money spent by currency; without a model an answer costs nothing."""
        spent = [f"{micros / 1e6:,.2f} {currency}" for currency, micros in feature.cost_micros.items()]
        return ("、" if self.lang == "zh" else ", ").join(spent) or "0"


@router.get("")
async def experiments_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Counts by arm. No verdicts: two counts are not yet evidence."""
    context = console_page(request, staff, shop, section="experiments")
    page = ExperimentsPage(
        features=await feature_counts(session, shop),
        demo=shop.demo,
        lang=context.lang,
        default_share=settings().holdout_share,
    )
    return page_response("experiments/experiments.html", page, context=context)
