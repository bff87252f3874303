"""The review page: a queue, one draft beside its source, and the acts of a person who reads both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound
from mercery.core.i18n import Lang, Words, is_lang
from mercery.knowledge.review import queue, service
from mercery.knowledge.review.desk import ReviewPage, draft_view, may_review, targets
from mercery.knowledge.review.forms import days_of, edit_of, shown
from mercery.knowledge.review.queue import QueueLine, Show, Tab, Wanted
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.refusals import in_words
from mercery.knowledge.review.service import Beside
from mercery.knowledge.review.wordsmith import wordsmith_in_use
from mercery.ui.render import with_query
from mercery.web.database import Db
from mercery.web.html import fragment_response, is_htmx, page_response, redirect_with_flash

router = APIRouter(prefix="/console/review", include_in_schema=False)
Reviewer = Annotated[Staff, Depends(Require(Permission.REVIEW_ANSWERS))]
_DESK: Final = "/console/review"
_TEMPLATE: Final = "knowledge/review/desk.html"
_FORMS: Final = ("edit", "reject", "merge")


def wanted_of(
    tab: Tab = "waiting",
    show: Show = "",
    document: Annotated[str, Query(max_length=40)] = "",
    owner: Annotated[str, Query(max_length=200)] = "",
    missing: Annotated[str, Query(max_length=2)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Wanted:
    """The filters of the address."""
    lang = missing if is_lang(missing) else None
    return Wanted(tab=tab, show=show, document=document, owner=owner, missing=lang, words=q.strip())


Filters = Annotated[Wanted, Depends(wanted_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who looks at what."""

    request: Request
    session: AsyncSession
    staff: Staff
    shop: Shop
    wanted: Wanted

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return staff_language(self.request, self.staff, self.shop)

    async def lines(self) -> list[QueueLine]:
        """The queue as filtered."""
        return await queue.lines(self.session, self.shop.id, self.staff.id, self.wanted)


@router.get("")
async def review_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, wanted: Filters
) -> Response:
    """The queue and its first draft."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    lines = await asking.lines()
    return await _desk(asking, lines, lines[0].id if lines else None)


@router.get("/{draft_id}")
async def draft_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    wanted: Filters,
    draft_id: str,
    act: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """One draft beside its source; `act` opens the form to edit, reject or merge it."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    return await _desk(asking, await asking.lines(), draft_id, act=act if act in _FORMS else "")


@router.post("/undo")
async def undo_last(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters) -> Response:
    """Take back what the person did last, on whichever draft."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    lines = await asking.lines()
    try:
        async with session.begin_nested():
            one = await service.undo(session, shop.id, staff.actor)
    except (Invalid, Conflict) as error:
        return await _desk(asking, lines, lines[0].id if lines else None, error=error)
    said = Words("Taken back. It waits again.", "已撤回，重新待审。")
    return await _shown_at(asking, one.id, said)


@router.post("/{draft_id}/approve")
async def approve(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Say yes, with the owner and the dates that stand in the form."""

    async def work(one: QueuedDraft) -> QueuedDraft:
        beside = await _beside(request)
        return await service.approve(session, shop.id, staff.actor, draft_id, seen=one.version, beside=beside)

    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    return await _decide(asking, draft_id, work, _said_yes)


@router.post("/{draft_id}/mend")
async def mend(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Take the source's values and say yes."""

    async def work(one: QueuedDraft) -> QueuedDraft:
        beside = await _beside(request)
        return await service.mend(session, shop.id, staff.actor, draft_id, seen=one.version, beside=beside)

    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    return await _decide(asking, draft_id, work, _said_yes)


@router.post("/{draft_id}/edit")
async def edit(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Change the draft, and stay with it: its threads are drawn anew."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    typed = await _typed(request)
    try:
        async with session.begin_nested():
            one = await _edited(asking, draft_id, typed)
            if typed.get("then") == "approve":
                beside = await _beside(request)
                one = await service.approve(session, shop.id, staff.actor, draft_id, seen=one.version, beside=beside)
    except (Invalid, Conflict) as error:
        return await _desk(asking, await asking.lines(), draft_id, act="edit", typed=typed, error=error)
    if typed.get("then") == "approve":
        return await _next(asking, await asking.lines(), one, _said_yes(one), before=None)
    return await _shown_at(
        asking, draft_id, Words("Changed. Its figures were compared again.", "已修改，数字已重新核对。")
    )


@router.post("/{draft_id}/reject")
async def reject(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Say no, with a reason."""
    typed = await _typed(request)

    async def work(one: QueuedDraft) -> QueuedDraft:
        return await service.reject(
            session, shop.id, staff.actor, draft_id, reason=typed.get("reason", ""), seen=one.version
        )

    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    return await _decide(asking, draft_id, work, lambda one: Words("Rejected.", "已驳回。"), act="reject")


@router.post("/{draft_id}/merge")
async def merge(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Join it to another draft or to a live answer."""
    typed = await _typed(request)

    async def work(one: QueuedDraft) -> QueuedDraft:
        return await service.merge(
            session, shop.id, staff.actor, draft_id, into=typed.get("into", ""), seen=one.version
        )

    def said(one: QueuedDraft) -> Words:
        if one.state == "waiting":
            return Words("Joined to the live answer; look at it once more.", "已并入现有答复，请再核对一次。")
        return Words("Merged.", "已合并。")

    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    return await _decide(asking, draft_id, work, said, act="merge")


@router.post("/{draft_id}/undo")
async def undo(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Take back what the person did last to this draft."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    try:
        async with session.begin_nested():
            await service.undo(session, shop.id, staff.actor, draft_id)
    except (Invalid, Conflict) as error:
        return await _desk(asking, await asking.lines(), draft_id, error=error)
    return await _shown_at(asking, draft_id, Words("Taken back. It waits again.", "已撤回，重新待审。"))


@router.post("/{draft_id}/reopen")
async def reopen(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Let an approved or rejected draft wait again."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    seen = (await _typed(request)).get("version", "")
    try:
        async with session.begin_nested():
            await service.reopen(session, shop.id, staff.actor, draft_id, seen=int(seen) if seen.isdecimal() else 0)
    except Conflict as error:
        return await _desk(asking, await asking.lines(), draft_id, error=error)
    return await _shown_at(asking, draft_id, Words("It waits again.", "重新待审。"))


@router.post("/{draft_id}/word")
async def word(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, wanted: Filters, draft_id: str
) -> Response:
    """Have a model draft the missing language, beside the page."""
    await service.ask_for_words(session, shop.id, draft_id)
    asking = Asking(request=request, session=session, staff=staff, shop=shop, wanted=wanted)
    said = Words("It is being drafted; come back to it in a moment.", "正在代拟译文，请稍后再看。")
    return await _shown_at(asking, draft_id, said)


async def _decide(
    asking: Asking,
    draft_id: str,
    work: Callable[[QueuedDraft], Awaitable[QueuedDraft]],
    said: Callable[[QueuedDraft], Words],
    *,
    act: str = "",
) -> Response:
    """Do it and show what is next; what cannot be done is said beside the draft, and nothing is changed."""
    typed = await _typed(asking.request)
    before = await asking.lines()
    try:
        async with asking.session.begin_nested():
            one = await _edited(asking, draft_id, typed)
            unseen = bool(one.policy_version) and one.policy_key != typed.get("policy_was", one.policy_key)
            done = one if unseen else await work(one)
    except (Invalid, Conflict) as error:
        return await _desk(asking, before, draft_id, act=act, typed=typed, error=error)
    if unseen:
        shown_first = Words("See what it changes of that policy, then approve.", "请先查看对该政策的改动，再核准。")
        return await _shown_at(asking, draft_id, shown_first)
    return await _next(asking, await asking.lines(), done, said(done), before=before)


async def _edited(asking: Asking, draft_id: str, typed: Mapping[str, str]) -> QueuedDraft:
    """The draft with the fields of the form, where they are others than before."""
    one = await service.draft(asking.session, asking.shop.id, draft_id)
    seen = int(typed["version"]) if typed.get("version", "").isdecimal() else 0
    if seen != one.version:
        raise Conflict(
            "Somebody decided about this draft or changed it meanwhile.",
            zh="此草稿已被他人处理或修改，以下为最新内容。",
        )
    change = edit_of(typed, one, asking.shop.timezone)
    if change is None:
        return one
    return await service.edit(asking.session, asking.shop.id, asking.staff.actor, draft_id, change, seen=seen)


def _said_yes(one: QueuedDraft) -> Words:
    if one.state == "second":
        return Words("Your yes is noted; a second person has to say it too.", "已记录您的核准，还需另一人核准。")
    return Words("Approved. It goes live with the next release.", "已核准，随下次发布生效。")


async def _next(
    asking: Asking, lines: list[QueueLine], one: QueuedDraft, said: Words, *, before: list[QueueLine] | None
) -> Response:
    following = queue.after(before or lines, lines, one.id)
    if any(line.id == one.id for line in lines) and one.state == "waiting":
        following = one.id
    return await _shown_at(asking, following, said, lines=lines)


async def _shown_at(
    asking: Asking, draft_id: str | None, said: Words, *, lines: list[QueueLine] | None = None
) -> Response:
    """The page of a draft after an act: at once where htmx asked, else by a redirect with a message."""
    address = with_query(f"{_DESK}/{draft_id}" if draft_id else _DESK, asking.request.url.query, act=None)
    if not is_htmx(asking.request):
        return redirect_with_flash(asking.request, address, said.text(asking.lang))
    return await _desk(asking, lines or await asking.lines(), draft_id, said=said, address=address)


async def _desk(
    asking: Asking,
    lines: list[QueueLine],
    draft_id: str | None,
    *,
    act: str = "",
    typed: Mapping[str, str] | None = None,
    error: MerceryError | None = None,
    said: Words | None = None,
    address: str = "",
) -> Response:
    session, shop, staff = asking.session, asking.shop, asking.staff
    view = await draft_view(session, shop, staff, draft_id) if draft_id else None
    done, total = 0, 0
    if view is not None:
        done, total = await queue.progress(session, shop.id, view.one.document_id, view.one.document_version)
    page = ReviewPage(
        wanted=asking.wanted,
        counts=await queue.counts(session, shop.id, staff.id),
        lines=lines,
        draft=view,
        done=done,
        total=total,
        may_review=may_review(staff),
        may_word=wordsmith_in_use() is not None,
        said=said,
        days=days_of(view.one, shop.timezone) if view else ("", ""),
    )
    if view is not None and act and page.may_review and view.open:
        form = {**shown(view.one, shop.timezone), **(typed or {})}
        found = await targets(session, shop, staff, view) if act == "merge" else []
        page = replace(page, act=act, typed=form, targets=found)
    elif view is not None and error is not None and typed and view.open:
        page = replace(page, typed={**shown(view.one, shop.timezone), **typed})
    if error is not None:
        errors = {one.field: Words(one.text(), one.zh).text(asking.lang) for one in error.problems if one.field}
        page = replace(page, errors=errors, problem=in_words(error))
    return _respond(asking, page, status=error.status if error else 200, address=address)


def _respond(asking: Asking, page: ReviewPage, *, status: int, address: str) -> Response:
    context = console_page(asking.request, asking.staff, asking.shop, section="answers")
    if is_htmx(asking.request):
        # Acts are posted to addresses that show nothing by themselves: the reader's address is the draft's.
        where = address or with_query(
            f"{_DESK}/{page.draft.one.id}" if page.draft else _DESK, asking.request.url.query, act=None
        )
        context = replace(context, path=where.partition("?")[0], query=where.partition("?")[2])
        headers = {"HX-Replace-Url": where}
        return fragment_response(_TEMPLATE, "desk", page, context=context, status=status, headers=headers)
    if asking.request.method == "POST" and page.draft:
        context = replace(context, path=f"{_DESK}/{page.draft.one.id}")
    return page_response(_TEMPLATE, page, context=context, status=status)


async def _beside(request: Request) -> Beside | None:
    """Which versions the form's page showed beside the draft. None where another policy was chosen just now."""
    typed = await _typed(request)
    if typed.get("policy_key", typed.get("policy_was", "")) != typed.get("policy_was", ""):
        return None
    found = [typed.get(name, "") for name in ("live", "policy")]
    return Beside(live=int(found[0]), policy=int(found[1])) if all(one.isdecimal() for one in found) else None


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str) and name != "csrf_token"}


__all__ = ["NotFound", "router"]
