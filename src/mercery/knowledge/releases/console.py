"""The pages of releases: what waits, one release with its check, publishing it and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, told_in
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.releases import questions as own_questions
from mercery.knowledge.releases import repository, service
from mercery.knowledge.releases.effects import OUTCOMES
from mercery.knowledge.releases.release import Item, Release
from mercery.knowledge.releases.service import Check
from mercery.knowledge.releases.showing import (
    ItemLine,
    OwnLine,
    ReleaseLine,
    ReleasePage,
    ReleasesPage,
    changes_of,
)
from mercery.knowledge.review import service as review
from mercery.policies import service as policies
from mercery.policies.policy import Policy
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import is_htmx, page_response, redirect, redirect_with_flash
from mercery.web.pagination import Paging

router = APIRouter(prefix="/console/releases", include_in_schema=False)
Reviewer = Annotated[Staff, Depends(Require(Permission.REVIEW_ANSWERS))]
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_ANSWERS))]
Reason = Annotated[str, Form(max_length=500)]
_LIST: Final = "/console/releases"


@router.get("")
async def releases_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, paging: Paging
) -> Response:
    """Every release, the newest first."""
    found = await service.releases(session, shop.id, offset=paging.offset, limit=paging.size)
    lines = [ReleaseLine(release=one, check=await service.latest(session, shop.id, one)) for one in found]
    asked = await service.latest_of_questions(session, shop.id)
    active = [one for one in await own_questions.questions(session, shop.id) if one.active]
    total = await repository.count(session, shop.id)
    page = ReleasesPage(
        lines=lines,
        waiting=len(await review.approved(session, shop.id)),
        own=len(active),
        own_failing=asked.findings.own_failing if asked and asked.findings else None,
        current=paging.number,
        last=max(1, -(-total // paging.size)),
        may_review=staff.may(Permission.REVIEW_ANSWERS),
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/releases/releases.html", page, context=context)


@router.post("/gather")
async def gather(request: Request, session: Db, staff: Reviewer, shop: CurrentShop) -> Response:
    """Put the approved drafts into the open release."""
    made = await service.take_up(session, shop.id, staff.actor)
    if not made.number:
        return redirect_with_flash(request, _LIST, says(request, staff, shop, "No draft waits.", "没有等待的草稿。"))
    text = says(request, staff, shop, f"{made.taken} drafts are in the release.", f"已加入 {made.taken} 条草稿。")
    if made.left:
        text = says(
            request, staff, shop,
            f"{made.taken} drafts are in; {made.left} wait, because the release changes the same answer already.",
            f"已加入 {made.taken} 条；另有 {made.left} 条涉及同一答复，须待下次发布。",
        )  # fmt: skip
    return redirect_with_flash(request, f"{_LIST}/{made.number}", text)


@router.get("/{number:int}")
async def release_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, number: int) -> Response:
    """One release. While it is checked the page asks again by itself; at the end it is loaded as a whole."""
    if is_htmx(request):
        current = await service.latest(session, shop.id, await service.release(session, shop.id, number))
        if current is None or not current.running:
            return redirect(request, f"{_LIST}/{number}")
    return await _page(request, session, staff, shop, number)


@router.post("/{number:int}/check")
async def check(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, number: int) -> Response:
    """Have it checked in the background."""
    try:
        await service.begin(session, shop, staff.actor, number)
    except (Conflict, Invalid) as error:
        return await _page(request, session, staff, shop, number, error)
    return redirect(request, f"{_LIST}/{number}")


@router.post("/{number:int}/publish")
async def publish(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    number: int,
    seen: Annotated[str, Form(max_length=40)] = "",
    despite: Reason = "",
) -> Response:
    """Record everything it holds."""
    try:
        await service.publish(session, shop, staff.actor, number, seen=seen, despite=despite)
    except (Conflict, Invalid) as error:
        return await _page(request, session, staff, shop, number, error)
    text = says(
        request,
        staff,
        shop,
        f"Release {number} is live from the next message on.",
        f"第 {number} 次发布已上线，下一条消息起生效。",
    )
    return redirect_with_flash(request, f"{_LIST}/{number}", text)


@router.post("/{number:int}/roll-back")
async def roll_back(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    number: int,
    reason: Reason = "",
    partly: Annotated[bool, Form()] = False,
) -> Response:
    """Record what held before it again."""
    try:
        await service.roll_back(session, shop, staff.actor, number, reason=reason, partly=partly)
    except (Conflict, Invalid) as error:
        return await _page(request, session, staff, shop, number, error)
    text = says(request, staff, shop, f"Release {number} is taken back.", f"第 {number} 次发布已撤回。")
    return redirect_with_flash(request, f"{_LIST}/{number}", text)


@router.post("/{number:int}/hold")
async def hold(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, number: int, reason: Reason = ""
) -> Response:
    """Hold it back."""
    try:
        await service.hold(session, shop.id, staff.actor, number, reason=reason)
    except (Conflict, Invalid) as error:
        return await _page(request, session, staff, shop, number, error)
    return redirect(request, f"{_LIST}/{number}")


@router.post("/{number:int}/resume")
async def resume(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, number: int) -> Response:
    """Let it go on."""
    try:
        await service.resume(session, shop.id, staff.actor, number)
    except Conflict as error:
        return await _page(request, session, staff, shop, number, error)
    return redirect(request, f"{_LIST}/{number}")


@router.post("/{number:int}/drop")
async def drop(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, number: int, reason: Reason = ""
) -> Response:
    """Give it up."""
    try:
        await service.drop(session, shop.id, staff.actor, number, reason=reason)
    except Conflict as error:
        return await _page(request, session, staff, shop, number, error)
    return redirect(request, _LIST)


@router.post("/{number:int}/schedule")
async def schedule(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, number: int, at: Annotated[str, Form()] = ""
) -> Response:
    """Have it published by itself at a time of the shop's own clock; an empty one takes that back."""
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=zone_named(shop.timezone)) if at else None
        await service.schedule(session, shop.id, staff.actor, number, moment)
    except ValueError:
        wrong = Invalid("That is not a time.", remedy="Choose a day and an hour.", zh="时间有误，请选择日期与时刻。")
        return await _page(request, session, staff, shop, number, wrong)
    except (Conflict, Invalid) as error:
        return await _page(request, session, staff, shop, number, error)
    return redirect(request, f"{_LIST}/{number}")


@router.post("/{number:int}/items/{item_id}/out")
async def take_out(
    request: Request,
    session: Db,
    staff: Reviewer,
    shop: CurrentShop,
    number: int,
    item_id: str,
    reason: Reason = "",
    again: Annotated[bool, Form()] = False,
) -> Response:
    """Take an item out."""
    try:
        await service.take_out(session, shop.id, staff.actor, number, item_id, reason=reason, again=again)
    except (Conflict, NotFound) as error:
        return await _page(request, session, staff, shop, number, error)
    return redirect(request, f"{_LIST}/{number}")


async def _page(
    request: Request, session: Db, staff: Staff, shop: Shop, number: int, error: MerceryError | None = None
) -> Response:
    release = await service.release(session, shop.id, number)
    found = await service.latest(session, shop.id, release)
    lang = staff_language(request, staff, shop)
    page = ReleasePage(
        release=release,
        check=found,
        items=[await _line(session, shop, release, one) for one in release.items if one.state != "out"],
        steps=await service.steps(session, release.id),
        own=await _own(session, shop, found),
        ways=await service.ways_back(session, shop, release) if release.state == "published" else (),
        may_review=staff.may(Permission.REVIEW_ANSWERS),
        may_publish=staff.may(Permission.EDIT_ANSWERS),
        at_local=_local(release.publish_at, shop),
        errors=[told_in(lang, one) for one in error.problems or [error]] if error else (),
        remedy=error.remedy if error and error.problems and lang == "en" else "",
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response(
        "knowledge/releases/release.html", page, context=context, status=error.status if error else 200
    )


def _local(moment: datetime | None, shop: Shop) -> str:
    return moment.astimezone(zone_named(shop.timezone)).strftime("%Y-%m-%dT%H:%M") if moment else ""


async def _line(session: Db, shop: Shop, release: Release, item: Item) -> ItemLine:
    """The item beside the version before it: the newest one while it waits, the one it replaced once it is recorded."""
    history: Sequence[ApprovedAnswer | Policy]
    by: dict[int, str]
    try:
        if item.kind == "answer":
            versions = await knowledge.versions(session, shop.id, item.key)
            history, by = [one for one, _, _ in versions], {one.version: who for one, who, _ in versions}
        else:
            history = await policies.policy_history(session, shop.id, item.key)
            by = {one.version: one.recorded_by for one in history}
    except NotFound:
        history, by = [], {}
    wanted = item.recorded_version - 1 if item.recorded_version else item.after_version
    before = next((one for one in history if one.version == wanted), None)
    newest = history[0].version if history else 0
    overtaken = by.get(newest, "") if release.waiting and newest != item.after_version else ""
    return ItemLine(item=item, before=before, changed=changes_of(item, before), overtaken_by=overtaken)


async def _own(session: Db, shop: Shop, found: Check | None) -> list[OwnLine]:
    if found is None or found.findings is None:
        return []
    known = {one.id: one for one in await own_questions.questions(session, shop.id)}
    lines = [
        OwnLine(
            id=one.question_id, text=known[one.question_id].text, lang=known[one.question_id].lang, outcome=one.outcome,
            why=one.why, said=one.said, said_before=one.said_before,
        )
        for one in await own_questions.results(session, shop.id, found.id)
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (OUTCOMES.index(one.outcome), one.text))
