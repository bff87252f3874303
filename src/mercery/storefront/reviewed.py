"""What customers wrote about a piece, as the page of the piece shows it: their words, dated and rated, as theirs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.catalog.reviews import service as reviews
from mercery.catalog.reviews.review import Rated, Review
from mercery.core.i18n import Lang
from mercery.storefront.visit import Visit
from mercery.ui.formats import date_text, zone_named

SHOWN: Final = 6
_READ: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One review."""

    rating: str
    paragraphs: tuple[str, ...]
    lang: Lang
    by: str
    """Who wrote it, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The shown reviews of a piece."""

    count: int
    average: Decimal
    summary: str
    lines: tuple[ReviewLine, ...]


async def reviewed(visit: Visit, product_id: str) -> Reviewed | None:
    """The reviews of a piece, those in the page's language first; None where none is shown."""
    rated = (await reviews.ratings(visit.session, visit.shop.id, [product_id])).get(product_id)
    if rated is None:
        return None
    found = await reviews.shown(visit.session, visit.shop.id, product_id, limit=_READ)
    first = sorted(found, key=lambda one: one.lang != visit.lang)[:SHOWN]
    return Reviewed(
        count=rated.count, average=rated.average, summary=_summary(visit, rated), lines=tuple(_line(visit, one) for one in first)
    )  # fmt: skip


def _summary(visit: Visit, rated: Rated) -> str:
    """`4.3 of 5, from 12 reviews`."""
    average = f"{rated.average:f}".removesuffix(".0")
    many = "one review" if rated.count == 1 else f"{rated.count} reviews"
    return visit.say(f"{average} of 5, from {many}", f"{average} 分（满分 5 分），共 {rated.count} 条")


def _line(visit: Visit, review: Review) -> ReviewLine:
    day = date_text(review.written_at, visit.lang, zone_named(visit.shop.timezone))
    author = review.author or visit.say("A customer", "顾客")
    return ReviewLine(
        rating=visit.say(f"{review.rating} of 5", f"{review.rating} 分"),
        paragraphs=tuple(part.strip() for part in review.text.split("\n") if part.strip()),
        lang=review.lang,
        by=visit.say(f"{author}, {day}", f"{author}，{day}"),
    )
