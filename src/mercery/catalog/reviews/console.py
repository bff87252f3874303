"""The console's page about reviews: which wait for a look, which are shown, which are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.catalog.reviews import service
from mercery.catalog.reviews.review import Review, ReviewState
from mercery.core.i18n import Words
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/reviews", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
_PAGE = 20
_DONE: Final[Mapping[ReviewState, Words]] = {
    "shown": Words("The review is shown.", "评价已展示。"),
    "hidden": Words("The review is hidden.", "评价已隐藏。"),
    "pending": Words("The review waits for a look again.", "评价已退回待审。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage:
    """Reviews in one state."""

    reviews: Sequence[Review]
    products: Mapping[str, Product]
    counts: Mapping[ReviewState, int]
    state: ReviewState
    current: int
    last: int
    may_decide: bool

    def count(self, state: ReviewState) -> int:
        """How many are in that state."""
        return self.counts.get(state, 0)


@router.get("")
async def reviews_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    state: ReviewState = "pending",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The reviews in one state, the newest first."""
    found = await service.reviews(session, shop.id, state=state, offset=(page - 1) * _PAGE, limit=_PAGE)
    ids = list(dict.fromkeys(one.product_id for one in found.reviews))
    shown = ReviewsPage(
        reviews=found.reviews,
        products={one.id: one for one in await catalog.products(session, shop.id, ids)},
        counts=await service.counts(session, shop.id),
        state=state,
        current=page,
        last=max(1, -(-found.total // _PAGE)),
        may_decide=staff.may(Permission.EDIT_CATALOG),
    )
    return page_response("catalog/reviews.html", shown, context=console_page(request, staff, shop, section="reviews"))


@router.post("/{review_id}")
async def decide(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    review_id: str,
    state: Annotated[ReviewState, Form()],
    seen: Annotated[ReviewState, Form()] = "pending",
) -> Response:
    """Show or hide one, and go on with the rest of the list."""
    await service.decide(session, shop.id, review_id, state, staff.actor)
    context = console_page(request, staff, shop, section="reviews")
    return redirect_with_flash(request, f"/console/reviews?state={seen}", _DONE[state].text(context.lang))
