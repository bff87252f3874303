"""The pages of the shop's own questions: what is always asked before a release, and how it is answered today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import APIRouter, Depends, Form, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, TooLarge, told_in
from mercery.core.i18n import Lang, Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer_form import read_form
from mercery.knowledge.releases import questions, service
from mercery.knowledge.releases.question_file import read_questions, write_questions
from mercery.knowledge.releases.questions import Result
from mercery.knowledge.releases.rehearsal import rehearsal_in_use
from mercery.knowledge.releases.service import Check
from mercery.knowledge.releases.shop_question import EXPECTS, Expects, ShopQuestion
from mercery.policies.service import policies_in_force
from mercery.web.database import Db
from mercery.web.html import is_htmx, page_response, redirect, redirect_with_flash
from mercery.web.uploaded import read_uploaded

router = APIRouter(prefix="/console/releases/questions", include_in_schema=False)
Reviewer = Annotated[Staff, Depends(Require(Permission.REVIEW_ANSWERS))]
_LIST: Final = "/console/releases/questions"
EXPECTS_NAMES: Final[Mapping[Expects, Words]] = {
    "answer": Words("an approved answer", "一条核准答复"),
    "policy": Words("a policy", "一条政策"),
    "words": Words("certain words", "包含指定字词"),
    "declined": Words("no answer, on purpose", "按设定不作答"),
    "person": Words("a person", "转真人"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One own question with how it came out last."""

    question: ShopQuestion
    result: Result | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPage:
    """All own questions."""

    lines: Sequence[QuestionLine]
    check: Check | None
    may_edit: bool
    errors: Sequence[str] = ()
    names: Mapping[Expects, Words]

    @property
    def verdict(self) -> Words:
        """The page's conclusion."""
        if not self.lines:
            return Words("No question of your own is kept yet.", "尚未设定自有考题。")
        if self.check is None or self.check.findings is None:
            return Words("Your own questions have not been asked yet.", "自有考题尚未试答。")
        return self.check.findings.verdict

    @property
    def stale(self) -> bool:
        """Whether something was recorded since they were asked."""
        return bool(self.check and self.check.findings and not self.check.fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """The form of one own question."""

    id: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    listed: Sequence[tuple[str, str]]
    answers: Sequence[tuple[str, str]]
    policies: Sequence[tuple[str, str]]
    names: Mapping[Expects, Words]

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")


@router.get("")
async def questions_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Every own question with how it came out last. While they are asked the page asks again by itself."""
    if is_htmx(request):
        current = await service.latest_of_questions(session, shop.id)
        if current is None or not current.running:
            return redirect(request, _LIST)
    return await _list(request, session, staff, shop)


@router.post("/run")
async def run(request: Request, session: Db, staff: Reviewer, shop: CurrentShop) -> Response:
    """Put them to what is said now, in the background."""
    await service.begin_questions(session, shop, staff.actor)
    return redirect(request, _LIST)


@router.get("/export.csv")
async def export(session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """All of them as a file that can be imported again."""
    text = write_questions(await questions.questions(session, shop.id))
    headers = {"Content-Disposition": 'attachment; filename="own-questions.csv"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/import")
async def import_file(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, file: UploadFile) -> Response:
    """Take a file of questions; whatever is wrong in it is named, and then nothing is taken."""
    try:
        made = await read_uploaded(file, read_questions, unnamed="questions.csv")
        new, changed = await questions.add_all(session, shop.id, staff.actor, made)
    except (Invalid, TooLarge, Conflict) as error:
        return await _list(request, session, staff, shop, error)
    text = says(request, staff, shop, f"{new} new questions, {changed} changed.", f"新增 {new} 个，更改 {changed} 个。")
    return redirect_with_flash(request, _LIST, text)


@router.post("/from-turn")
async def from_turn(
    request: Request,
    session: Db,
    staff: Reviewer,
    shop: CurrentShop,
    turn: Annotated[str, Form(max_length=40)],
    finding: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keep what a customer asked in a past turn (or before a message of the assistant), expecting what was told then."""
    try:
        past = await rehearsal_in_use().past_turn(session, shop, turn)
        made = await questions.add(session, shop.id, staff.actor, questions.of_turn(past, finding))
    except (Conflict, NotFound, Invalid) as error:
        return await _list(request, session, staff, shop, error)
    text = says(
        request,
        staff,
        shop,
        "It is asked before every release. See what it expects.",
        "今后每次发布前都会提问，请核对期望的答复。",
    )
    return redirect_with_flash(request, f"{_LIST}/{made.id}", text)


@router.get("/new")
async def new_page(request: Request, session: Db, staff: Reviewer, shop: CurrentShop) -> Response:
    """The form of a question that is not kept yet."""
    return await _form(request, session, staff, shop, "")


@router.get("/{question_id}")
async def question_page(
    request: Request, session: Db, staff: Reviewer, shop: CurrentShop, question_id: str
) -> Response:
    """The form of one question."""
    return await _form(request, session, staff, shop, question_id)


@router.post("/new")
async def add(request: Request, session: Db, staff: Reviewer, shop: CurrentShop) -> Response:
    """Keep a new question."""
    return await _keep(request, session, staff, shop, "")


@router.post("/{question_id}/remove")
async def remove(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, question_id: str) -> Response:
    """Forget a question."""
    await questions.remove(session, shop.id, staff.actor, question_id)
    return redirect_with_flash(request, _LIST, says(request, staff, shop, "Forgotten.", "已删除。"))


@router.post("/{question_id}")
async def change(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, question_id: str) -> Response:
    """Change a question."""
    return await _keep(request, session, staff, shop, question_id)


async def _keep(request: Request, session: Db, staff: Staff, shop: Shop, question_id: str) -> Response:
    typed = await read_form(request)
    expects = cast(Expects, typed.get("expects", "answer"))
    made = ShopQuestion(
        id=question_id, text=typed.get("text", ""), lang=cast(Lang, typed.get("lang", "en")), expects=expects,
        key=typed.get("policy" if expects == "policy" else "answer", ""), words=tuple(typed.get("words", "").splitlines()),
        owner=typed.get("owner", ""), active=bool(typed.get("active")),
    )  # fmt: skip
    try:
        await (questions.change if question_id else questions.add)(session, shop.id, staff.actor, made)
    except (Invalid, Conflict) as error:
        return await _form(request, session, staff, shop, question_id, typed, error)
    return redirect_with_flash(request, _LIST, says(request, staff, shop, "Kept.", "已保存。"))


def _told(error: MerceryError, lang: Lang) -> list[str]:
    """Each problem, or what was refused as a whole."""
    return [Words(one.text(), one.zh).text(lang) for one in error.problems] or [_whole(error, lang)]


def _whole(error: MerceryError, lang: Lang) -> str:
    return Words(f"{error.message} {error.remedy}", error.zh).text(lang)


async def _list(request: Request, session: Db, staff: Staff, shop: Shop, error: MerceryError | None = None) -> Response:
    check = await service.latest_of_questions(session, shop.id)
    found = await questions.results(session, shop.id, check.id) if check else []
    results = {one.question_id: one for one in found}
    lines = [
        QuestionLine(question=one, result=results.get(one.id)) for one in await questions.questions(session, shop.id)
    ]
    page = QuestionsPage(
        lines=sorted(lines, key=_worst_first),
        check=check,
        may_edit=staff.may(Permission.REVIEW_ANSWERS),
        errors=_told(error, staff_language(request, staff, shop)) if error else (),
        names=EXPECTS_NAMES,
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response(
        "knowledge/releases/questions.html", page, context=context, status=error.status if error else 200
    )


def _worst_first(line: QuestionLine) -> tuple[bool, bool, str]:
    failing = line.result is not None and line.result.outcome in ("broken", "failing")
    return not line.question.active, not failing, line.question.text.casefold()


async def _form(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    question_id: str,
    typed: Mapping[str, str] | None = None,
    error: MerceryError | None = None,
) -> Response:
    current = await questions.question(session, shop.id, question_id) if question_id else None
    known = [one for one in await knowledge.answers(session, shop.id) if one.status == "approved"]
    lang = console_page(request, staff, shop, section="answers").lang
    errors = {one.field: told_in(lang, one) for one in error.problems if one.field} if error else {}
    if "key" in errors:
        errors["policy" if (typed or {}).get("expects") == "policy" else "answer"] = errors["key"]
    page = QuestionPage(
        id=question_id,
        typed={**_blank(current), **(typed or {})},
        errors=errors,
        listed=[(f"f-{name}", text) for name, text in errors.items() if name != "key"]
        or ([("", _whole(error, lang))] if error else []),
        answers=sorted(((one.key, one.question.text(lang)) for one in known), key=lambda pair: pair[1].casefold()),
        policies=[(one.key, one.title.text(lang)) for one in await policies_in_force(session, shop.id)],
        names=EXPECTS_NAMES,
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response(
        "knowledge/releases/question.html", page, context=context, status=error.status if error else 200
    )


def _blank(current: ShopQuestion | None) -> dict[str, str]:
    if current is None:
        names = ("text", "answer", "policy", "words", "owner", "source")
        return dict.fromkeys(names, "") | {"lang": "en", "expects": EXPECTS[0], "active": "1"}
    return {
        "text": current.text, "lang": current.lang, "expects": current.expects, "words": "\n".join(current.words),
        "answer": current.key if current.expects == "answer" else "", "owner": current.owner, "source": current.source,
        "policy": current.key if current.expects == "policy" else "", "active": "1" if current.active else "",
    }  # fmt: skip
