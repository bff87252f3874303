"""The pages of approved answers: the ledger, one answer with its versions, and trying a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, Problem, told_in
from mercery.core.i18n import Words
from mercery.knowledge import service
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.answer_form import LONGEST, blank, draft_from, problem, read_form
from mercery.knowledge.comparison import changes
from mercery.knowledge.documents.service import documents
from mercery.knowledge.foresight import foresight_of
from mercery.knowledge.grounds import Grounds, grounds_of
from mercery.knowledge.ledger import AnswerCounts, AnswerLine, AnswerState, Show, counts_of, lines_of, state_of, wanted
from mercery.knowledge.numbers import NumberLine, numbers_of
from mercery.knowledge.releases.service import put_in
from mercery.knowledge.review.by_hand import second_asked, write
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.running_out import RunningOut, running_out
from mercery.knowledge.trial import Trial, try_question
from mercery.policies.comparison import Change
from mercery.policies.policy import Policy
from mercery.policies.service import coming_policies, policies_in_force
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.pagination import PageAsked, PageOf, Paging

router = APIRouter(prefix="/console/answers", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_ANSWERS))]
_LIST: Final = "/console/answers"
LONGEST_QUESTION: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """The ledger, and what a question would meet."""

    counts: AnswerCounts
    lines: PageOf[AnswerLine]
    categories: Sequence[str]
    words: str
    show: Show
    category: str
    asked: str
    trial: Trial | None
    may_edit: bool
    ending: Sequence[RunningOut]
    """What runs out within ninety days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerVersion:
    """One version with who recorded it, why, and what it changed."""

    answer: ApprovedAnswer
    by: str
    reason: str
    changed: Sequence[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """One answer: the form for its next version beside what it stands on, and its versions."""

    key: str
    current: ApprovedAnswer | None
    state: AnswerState | None
    versions: Sequence[AnswerVersion]
    policies: Sequence[Policy]
    linked: Sequence[Policy]
    numbers: Sequence[NumberLine]
    grounds: Grounds | None
    """The passages it stands on; None for a new answer."""
    categories: Sequence[str]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    listed: Sequence[tuple[str, str]]
    overtaken: Sequence[Change]
    """What saving again would change of the version that somebody recorded meanwhile."""
    may_edit: bool

    @property
    def wrong(self) -> int:
        """How many amounts a linked policy contradicts."""
        return sum(1 for line in self.numbers if line.state == "contradicts")

    @property
    def lost_links(self) -> Sequence[str]:
        """Keys of linked policies that are no longer in force."""
        known = {policy.key for policy in self.policies}
        return [key for key in self.typed["links"].split() if key not in known]

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")


@router.get("")
async def answers_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    paging: Paging,
    q: Annotated[str, Query(max_length=200)] = "",
    show: Show = "current",
    category: Annotated[str, Query(max_length=80)] = "",
    asked: Annotated[str, Query(alias="try", max_length=LONGEST_QUESTION)] = "",
) -> Response:
    """What the assistant may say word for word."""
    held_back = await _held_back(session, shop)
    lines = lines_of(await service.answers(session, shop.id), now(), held_back)
    found = wanted(lines, show=show, words=q, category=category)
    trial = try_question(await service.answer_book(session, shop.id), asked.strip()) if asked.strip() else None
    page = AnswersPage(
        counts=counts_of(lines),
        lines=_paged(found, paging),
        categories=_categories(line.answer for line in lines),
        words=q,
        show=show,
        category=category,
        asked=asked,
        trial=trial,
        may_edit=staff.may(Permission.EDIT_ANSWERS),
        ending=await _ending(session, shop, [line.answer for line in lines]),
    )
    return page_response("knowledge/answers.html", page, context=console_page(request, staff, shop, section="answers"))


@router.get("/new")
async def new_page(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The form for an answer that does not exist yet, filled with what the address brings (as a gap does)."""
    brought = {name: value[:LONGEST] for name, value in request.query_params.items() if name in blank(None, "UTC")}
    return await _page(request, session, staff, shop, key="", typed=brought)


@router.get("/{key}")
async def answer_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, key: str) -> Response:
    """An answer, what it stands on, and its versions."""
    return await _page(request, session, staff, shop, key=key)


@router.post("/new")
async def record_new(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The first version of an answer."""
    return await _record(request, session, staff, shop, key="")


@router.post("/{key}")
async def record_next(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """The next version of an answer; earlier ones stay as they are."""
    return await _record(request, session, staff, shop, key=key)


@router.post("/new/foresee")
async def foresee_new(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """What a first version would change of past answers. Nothing is recorded."""
    return await _foresee(request, session, staff, shop, key="")


@router.post("/{key}/foresee")
async def foresee_next(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """What the next version would change of past answers. Nothing is recorded."""
    return await _foresee(request, session, staff, shop, key=key)


@router.post("/new/release")
async def put_new(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """A first version that begins with the next release."""
    return await _put_in(request, session, staff, shop, key="")


@router.post("/{key}/release")
async def put_next(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """The next version, with the next release."""
    return await _put_in(request, session, staff, shop, key=key)


@router.post("/{key}/retire")
async def retire(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """Withdraw an answer: now, or with the next release."""
    typed = await read_form(request)
    reason = typed.get("reason", "")
    if not reason:
        message = Words("Say why the answer is withdrawn.", "请写明停用原因。")
        wrong = problem("reason_retire", message)
        error = Invalid("The answer is not withdrawn.", problems=[wrong], zh="请写明停用原因。")
        return await _page(request, session, staff, shop, key=key, error=error)
    if typed.get("later"):
        current = await service.answer(session, shop.id, key)
        return await _in_release(
            request, session, staff, shop, replace(current, status="retired"), reason, current.version
        )
    await service.retire_answer(session, shop.id, staff.actor, key, reason=reason)
    text = says(request, staff, shop, "Withdrawn. It is no longer said.", "已停用，不再使用。")
    return redirect_with_flash(request, f"{_LIST}/{key}", text)


async def _record(request: Request, session: Db, staff: Staff, shop: Shop, *, key: str) -> Response:
    typed, lang = await read_form(request), staff_language(request, staff, shop)
    draft = None
    try:
        draft = await _with_sources(session, shop, draft_from(typed, key, shop.timezone))
        await _check(session, shop, draft)
        seen = int(typed["version"]) if typed.get("version", "").isdecimal() else 0
        written = await write(session, shop.id, staff.actor, draft, reason=typed["reason"], after_version=seen)
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error, draft=draft)
    if written.answer is None:
        return _waits(request, staff, shop, written.draft)
    made = written.answer
    text = Words(
        f"Version {made.version} is recorded and used from the next answer on.",
        f"第 {made.version} 版已记录，即日起使用。",
    ).text(lang)
    return redirect_with_flash(request, f"{_LIST}/{made.key}", text)


async def _put_in(request: Request, session: Db, staff: Staff, shop: Shop, *, key: str) -> Response:
    typed = await read_form(request)
    draft = None
    try:
        draft = await _with_sources(session, shop, draft_from(typed, key, shop.timezone))
        await _check(session, shop, draft)
        draft = replace(draft, key=draft.key or service.key_for(draft.question))
        seen = int(typed["version"]) if typed.get("version", "").isdecimal() else 0
        waits = await second_asked(
            session, shop.id, staff.actor, service.checked(draft), reason=typed["reason"], after_version=seen
        )
        if waits is not None:
            return _waits(request, staff, shop, waits)
        return await _in_release(request, session, staff, shop, draft, typed["reason"], seen)
    except Conflict as error:
        taken = Invalid(error.message, remedy=error.remedy, zh=error.zh)
        return await _page(request, session, staff, shop, key=key, typed=typed, error=taken, draft=draft)
    except Invalid as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error, draft=draft)


def _waits(request: Request, staff: Staff, shop: Shop, draft: QueuedDraft | None) -> Response:
    text = says(
        request, staff, shop,
        "Your yes is noted with it; a second person has to say it too, since it touches money or law. Until then nothing changes.",
        "已记录并视为您的核准；因涉及金额或法律，还需另一人核准，在此之前一切不变。",
    )  # fmt: skip
    return redirect_with_flash(request, f"/console/review/{draft.id if draft else ''}", text)


async def _in_release(
    request: Request, session: Db, staff: Staff, shop: Shop, draft: ApprovedAnswer, reason: str, seen: int
) -> Response:
    made = await put_in(session, shop.id, staff.actor, draft, after_version=seen, reason=reason)
    text = says(request, staff, shop, f"It begins with release {made.number}.", f"将随第 {made.number} 次发布生效。")
    return redirect_with_flash(request, f"/console/releases/{made.number}", text)


async def _foresee(request: Request, session: Db, staff: Staff, shop: Shop, *, key: str) -> Response:
    typed = await read_form(request)
    foresight, draft = foresight_of(request), None
    try:
        reason = typed.get("reason") or "-"
        draft = await _with_sources(session, shop, draft_from({**typed, "reason": reason}, key, shop.timezone))
        await _check(session, shop, draft)
        draft = replace(draft, key=draft.key or service.key_for(draft.question))
    except Invalid as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error, draft=draft)
    if foresight is None:
        raise NotFound("Nobody looks back here.", zh="此处不能回看。")
    # Followed by htmx too, which puts what is found beside the form.
    return RedirectResponse(await foresight.of_answer(session, shop, staff.actor, draft), status_code=303)


async def _with_sources(session: Db, shop: Shop, draft: ApprovedAnswer) -> ApprovedAnswer:
    """The draft with the passages of the version before it: the form does not show them as fields."""
    if not draft.key:
        return draft
    return replace(draft, sources=(await service.answer(session, shop.id, draft.key)).sources)


async def _check(session: Db, shop: Shop, draft: ApprovedAnswer) -> None:
    """Invalid when a linked policy states another amount (it would not be said), or a new question has an answer."""
    linked = [policy for policy in await policies_in_force(session, shop.id) if policy.key in draft.links]
    problems = [_number_problem(line) for line in numbers_of(draft.answer, linked) if line.state == "contradicts"]
    taken = {} if draft.key else {one.key: one.question for one in await service.answers(session, shop.id)}
    if (held := taken.get(service.key_for(draft.question))) is not None:
        text = Words(
            f"This question has an answer already: “{held.text('en')}”. Open that one and write its next version.",
            f"该问题已有答复：“{held.text('zh')}”。请打开该答复，撰写新版本。",
        )
        problems.append(problem("question_en", text))
    if problems:
        raise Invalid("The answer cannot be recorded as it is.", problems=problems, zh="答复有误，请修改标出的字段。")


def _number_problem(line: NumberLine) -> Problem:
    stated, title = ", ".join(line.stated), line.policy or Words("")
    said = Words(
        f"“{line.said}” contradicts {title.text('en')}, which states {stated}.",
        f"“{line.said}”与“{title.text('zh')}”所述 {stated} 不符。",
    )
    return problem(f"answer_{line.lang}", said)


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    key: str,
    typed: Mapping[str, str] | None = None,
    error: MerceryError | None = None,
    draft: ApprovedAnswer | None = None,
) -> Response:
    history = await service.versions(session, shop.id, key) if key else []
    current = history[0][0] if history else None
    shown = {**blank(current, shop.timezone), **(typed or {})}
    overtaken: Sequence[Change] = []
    if isinstance(error, Conflict) and current is not None and draft is not None:
        shown["version"], overtaken = str(current.version), changes(current, draft)
    policies = await policies_in_force(session, shop.id)
    linked = [policy for policy in policies if policy.key in shown["links"].split()]
    held_back = await _held_back(session, shop)
    lang = staff_language(request, staff, shop)
    errors = {one.field: told_in(lang, one) for one in error.problems if one.field} if error else {}
    page = AnswerPage(
        key=key,
        current=current,
        state=state_of(current, now(), held_back) if current else None,
        versions=_versions(history),
        policies=policies,
        linked=linked,
        numbers=numbers_of(Words(shown["answer_en"], shown["answer_zh"]), linked),
        grounds=await grounds_of(session, shop.id, current) if current is not None and current.sources else None,
        categories=_categories(await service.answers(session, shop.id)),
        typed=shown,
        errors=errors,
        listed=[(f"f-{name}", text) for name, text in errors.items()]
        or ([("", told_in(lang, error))] if error else []),
        overtaken=overtaken,
        may_edit=staff.may(Permission.EDIT_ANSWERS),
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/answer.html", page, context=context, status=error.status if error else 200)


async def _ending(session: Db, shop: Shop, answers: Sequence[ApprovedAnswer]) -> list[RunningOut]:
    names = {one.id: one.name for one in await documents(session, shop.id)}
    followed = [policy.key for policy in await coming_policies(session, shop.id)]
    return running_out(answers, await policies_in_force(session, shop.id), names, now(), followed)


async def _held_back(session: Db, shop: Shop) -> set[str]:
    """Keys of what is not said: against a policy, or its source says otherwise by now."""
    return {one.key for one in await service.disagreements(session, shop.id)} | await service.held(session, shop.id)


def _versions(history: Sequence[tuple[ApprovedAnswer, str, str]]) -> list[AnswerVersion]:
    earlier = [answer for answer, _, _ in history[1:]]
    return [
        AnswerVersion(answer=answer, by=by, reason=reason, changed=changes(before, answer))
        for (answer, by, reason), before in zip(history, [*earlier, None], strict=False)
    ]


def _categories(answers: Iterable[ApprovedAnswer]) -> list[str]:
    return sorted({one.category for one in answers if one.category})


def _paged(lines: Sequence[AnswerLine], asked: PageAsked) -> PageOf[AnswerLine]:
    return PageOf(items=lines[asked.offset : asked.offset + asked.size], total=len(lines), asked=asked)
