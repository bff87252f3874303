"""Two pages beside the review page: the drafts that match their source in everything, approved together after one look; and
how the shop reviews. Their addresses come before those of single drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, cast, get_args

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.knowledge.review import queue, ruling, service
from mercery.knowledge.review.queue import Wanted
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.two_people import ReviewRule, TwoPeople
from mercery.knowledge.review.weaving import Woven, woven
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/review", include_in_schema=False)
Reviewer = Annotated[Staff, Depends(Require(Permission.REVIEW_ANSWERS))]
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactLine:
    """One draft of the list, with its marks."""

    one: QueuedDraft
    woven: Woven


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactPage:
    """Drafts that match their source in everything."""

    lines: Sequence[ExactLine]
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """How the shop reviews, and who may."""

    rule: ReviewRule
    people: Sequence[Staff]
    may_change: bool


@router.get("/exact")
async def exact_page(request: Request, session: Db, staff: Reviewer, shop: CurrentShop) -> Response:
    """The drafts that match their source, each with its words, to be approved together."""
    found = await queue.lines(session, shop.id, staff.id, Wanted(show="exact"))
    drafts = await service.drafts(session, shop.id, [line.id for line in found[:_MOST]])
    lines = [ExactLine(one=one, woven=woven(one.draft.answer, one.threads, one.draft.sources)) for one in drafts]
    page = ExactPage(lines=lines, alone=await ruling.alone(session, shop.id))
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/review/exact.html", page, context=context)


@router.post("/exact")
async def approve_exact(request: Request, session: Db, staff: Reviewer, shop: CurrentShop) -> Response:
    """Say yes to those that are ticked, each as it was listed."""
    form = await request.form()
    seen: dict[str, int] = {}
    for value in form.getlist("draft"):
        draft_id, _, version = str(value).partition("@")
        if version.isdecimal():
            seen[draft_id] = int(version)
    done, left = await service.approve_together(session, shop.id, staff.actor, seen)
    second = sum(one.state == "second" for one in done)
    english = f"{len(done) - second} approved"
    english += f", {second} wait for a second person" if second else ""
    english += f", {len(left)} left because they changed meanwhile" if left else ""
    chinese = f"已核准 {len(done) - second} 条" + (f"，{second} 条待第二人核准" if second else "")
    chinese += f"，{len(left)} 条因有变动未处理" if left else ""
    return redirect_with_flash(request, "/console/review", says(request, staff, shop, f"{english}.", f"{chinese}。"))


@router.get("/rules")
async def rules_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """When two people have to say yes, and who may."""
    page = RulesPage(
        rule=await ruling.rule(session, shop.id),
        people=await ruling.reviewers(session, shop.id),
        may_change=staff.may(Permission.MANAGE_SETTINGS),
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/review/rules.html", page, context=context)


@router.post("/rules")
async def save_rules(request: Request, session: Db, staff: Owner, shop: CurrentShop) -> Response:
    """Change when two people have to say yes; what waits is weighed anew."""
    form = await request.form()
    chosen = str(form.get("two_people") or "")
    names = str(form.get("categories") or "").replace("，", ",").replace("、", ",").split(",")
    made = ReviewRule(
        two_people=cast(TwoPeople, chosen) if chosen in get_args(TwoPeople) else "sensitive",
        categories=tuple(dict.fromkeys(name.strip()[:80] for name in names if name.strip())),
    )
    await ruling.set_rule(session, shop.id, staff.actor, made)
    return redirect_with_flash(request, "/console/review/rules", says(request, staff, shop, "Saved.", "已保存。"))
