"""Two calendars side by side, and one calendar as two platforms work it out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.promotions import comparing
from mercery.promotions.dialects.shelf import DIALECTS, dialect
from mercery.promotions.lab.comparing_view import changed_rules, headline, in_dialect, rows, worst_rows
from mercery.promotions.lab.shop_view import LookedAt, look_at
from mercery.promotions.lab.trying_pages import ComparePage
from mercery.promotions.lab.vocabulary import vocabulary
from mercery.promotions.publishing.sets import OPEN, PromotionSet, promotion_sets
from mercery.ui.render import with_query
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(include_in_schema=False)
_IN_FORCE: Final = Words("what is in force", "生效规则")
_AS_HERE: Final = Words("this shop", "本店")


@router.get("/compare")
async def compare(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    left: Annotated[str, Query(max_length=40)] = "",
    right: Annotated[str | None, Query(max_length=40)] = None,
    left_dialect: Annotated[str, Query(max_length=20)] = "",
    right_dialect: Annotated[str, Query(max_length=20)] = "",
    worst: bool = False,
) -> Response:
    """Without anything asked for: what is in force against the newest draft. Carts are priced at once; with `worst` the
    worst cart of each side is searched for, too."""
    drafts = [one for one in await promotion_sets(session, shop.id, states=OPEN) if one.rules]
    if right is None:
        right = drafts[0].id if drafts else ""
    sides = {"": None} | {one.id: one for one in drafts}
    ours, theirs = sides.get(left), sides.get(right)
    mine_as = left_dialect if left_dialect in DIALECTS else ""
    theirs_as = right_dialect if right_dialect in DIALECTS else ""
    currency = next((one.currency for one in (ours, theirs) if one is not None and one.currency), shop.currency)
    first = await look_at(session, shop, currency=currency, drafts=[ours] if ours else [])
    second = await look_at(session, shop, currency=currency, drafts=[theirs] if theirs else [])
    search = with_query(request.url.path, request.url.query, worst=1)
    page = await _page(
        session, shop, (first, second), (ours, theirs), (mine_as, theirs_as), drafts, None if worst else search
    )
    return page_response(
        "promotions/compare.html", page, context=console_page(request, staff, shop, section="promotions")
    )


async def _page(
    session: AsyncSession,
    shop: Shop,
    looked: tuple[LookedAt, LookedAt],
    sets: tuple[PromotionSet | None, PromotionSet | None],
    dialects: tuple[str, str],
    drafts: Sequence[PromotionSet],
    search: str | None,
) -> ComparePage:
    """`search`: where the worst carts are to be searched for; None: here."""
    left, left_notes = in_dialect(dialects[0], looked[0].calendar)
    right, right_notes = in_dialect(dialects[1], looked[1].calendar)
    names = await vocabulary(session, shop, looked[1].calendar)
    await session.commit()
    same = sets[0] is sets[1] and dialects[0] == dialects[1]
    got = None
    if not same and (left.rules or right.rules):
        got = await asyncio.to_thread(comparing.compare, left, right, moment=_moment(sets), worst=search is None)
    sides = (_side(sets[0], dialects[0]), _side(sets[1], dialects[1]))
    return ComparePage(
        options=[("", _IN_FORCE), *((one.id, Words(f"with {one.name.text('en')}", f"加上“{one.name.text('zh')}”")) for one in drafts)],
        left=sets[0].id if sets[0] else "",
        right=sets[1].id if sets[1] else "",
        dialects=[("", _AS_HERE), *((name, dialect(name).title) for name in DIALECTS)],
        left_dialect=dialects[0],
        right_dialect=dialects[1],
        left_name=sides[0],
        right_name=sides[1],
        headline=headline(got, *sides),
        rows=rows(got, left, names.skus) if got else (),
        notes=[*left_notes, *right_notes],
        worst=worst_rows(got, left, names.skus) if got else (),
        search=search or "" if got else "",
        changed=changed_rules(looked[0].calendar, looked[1].calendar, looked[1].names if sets[1] else looked[0].names),
        counted=got.counted if got else 0,
        differing=got.differing if got else 0,
        sample=got.sample if got else Words(""),
        currency=left.currency,
    )  # fmt: skip


def _side(one: PromotionSet | None, as_dialect: str) -> Words:
    name = one.name if one is not None else _IN_FORCE
    if not as_dialect:
        return name
    title = dialect(as_dialect).title
    if one is None:
        return title
    return Words(f"{name.text('en')} at {title.en}", f"{title.zh}的{name.text('zh')}")


def _moment(sets: tuple[PromotionSet | None, PromotionSet | None]) -> datetime:
    """Now, or when the draft that begins last has begun."""
    starts = [rule.starts for one in sets if one is not None for rule in one.rules if rule.starts is not None]
    return max([now(), *starts])
