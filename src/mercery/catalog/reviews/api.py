"""Reviews for programs with an API key: send them in, and read which are shown. Showing one is for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.catalog import service as catalog
from mercery.catalog.reviews import service
from mercery.catalog.reviews.reading import drafts_of
from mercery.catalog.reviews.review import Review, ReviewState
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row, heading
from mercery.web.database import Db
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_WRITE))]


class ReviewsIn(BaseModel):
    """Reviews as in a file of them (`sku` or `handle`, `rating`, `text`, `at`, and `author`, `lang`), at most 500, taken
    together or not at all."""

    model_config = ConfigDict(extra="forbid")
    reviews: list[dict[str, Any]] = Field(min_length=1, max_length=500)


class ReviewOut(BaseModel):
    """A review: what a customer wrote, and whether others see it."""

    id: str
    handle: str
    rating: int
    author: str
    text: str
    lang: str
    at: datetime
    state: ReviewState


class ReviewsOut(BaseModel):
    """One page of reviews, newest first."""

    items: list[ReviewOut]
    total: int
    page: int
    last: int


class Taken(BaseModel):
    """What was new; the rest had been sent before. New ones wait until a person shows them."""

    new: int
    unchanged: int


@router.get("")
async def list_reviews(
    session: Db, key: Reader, paging: Paging, state: ReviewState | None = None, product: str = ""
) -> ReviewsOut:
    """Reviews, newest first; `product` is a handle. Scope `catalog:read`."""
    wanted = (await catalog.product(session, key.shop_id, handle=product)).id if product else None
    found = await service.reviews(
        session, key.shop_id, state=state, product_id=wanted, offset=paging.offset, limit=paging.size
    )
    ids = list(dict.fromkeys(one.product_id for one in found.reviews))
    handles = {one.id: one.handle for one in await catalog.products(session, key.shop_id, ids)}
    return ReviewsOut(
        items=[_out(one, handles) for one in found.reviews], total=found.total, page=paging.number,
        last=max(1, -(-found.total // paging.size)),
    )  # fmt: skip


@router.post("")
async def post_reviews(session: Db, key: Writer, sent: ReviewsIn) -> Taken:
    """Send reviews in. Each waits until a person of the shop shows it. Scope `catalog:write`."""
    log = ProblemLog("reviews")
    rows = [
        Row(number, {heading(str(name)): value for name, value in row.items()})
        for number, row in enumerate(sent.reviews, start=1)
    ]
    drafts = drafts_of(rows, log)
    log.refuse()
    done = await service.apply_reviews(session, key.shop_id, drafts, key.actor)
    return Taken(new=done.new, unchanged=done.unchanged)


def _out(review: Review, handles: dict[str, str]) -> ReviewOut:
    return ReviewOut(
        id=review.id, handle=handles.get(review.product_id, ""), rating=review.rating, author=review.author,
        text=review.text, lang=review.lang, at=review.written_at, state=review.state,
    )  # fmt: skip
