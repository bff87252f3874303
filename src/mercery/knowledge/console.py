"""The pages of approved answers: list, try a question, write, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound
from mercery.core.i18n import Words, is_lang
from mercery.knowledge import service
from mercery.knowledge.agreement import Disagreement
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.retrieval import Match
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/answers", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_ANSWERS))]
_LIST = "/console/answers"
_FIELDS = (
    "key", "question_en", "question_zh", "answer_en", "answer_zh", "phrasings_en", "phrasings_zh", "category", "links", "valid_to",
    "reason", "version",
)  # fmt: skip
FEW = 5
"""Below this many ways to ask, an answer is rarely found by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would be answered to a question, and why."""

    text: str
    match: Match
    answers: Mapping[str, ApprovedAnswer]
    exact: str | None
    withheld: frozenset[str]

    @property
    def said(self) -> ApprovedAnswer | None:
        """The answer that would be said without asking back."""
        best = self.match.candidates[0].key if self.match.candidates else None
        key = self.exact or (best if self.match.verdict == "direct" else None)
        return self.answers[key] if key and key not in self.withheld else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """All answers, those that must not be said first."""

    answers: Sequence[ApprovedAnswer]
    total: int
    disagreeing: Mapping[str, Disagreement]
    query: str
    tried: Tried | None
    may_edit: bool
    moment: datetime

    def state(self, one: ApprovedAnswer) -> str:
        """retired, withheld, ended, later, few or said."""
        if one.status == "retired":
            return "retired"
        if one.key in self.disagreeing:
            return "withheld"
        if not one.holds_at(self.moment):
            return "ended" if one.valid_to and one.valid_to <= self.moment else "later"
        return "few" if all(len(one.asked_as(lang)) < FEW for lang in ("en", "zh")) else "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """One answer: its versions and the form for the next."""

    key: str
    current: ApprovedAnswer | None
    versions: Sequence[tuple[ApprovedAnswer, str, str]]
    disagreeing: Disagreement | None
    typed: Mapping[str, str]
    error: MerceryError | None
    may_edit: bool


@router.get("")
async def answers_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    q: str = "",
    ask: str = "",
    ask_lang: str = "en",
) -> Response:
    """What the assistant may say word for word."""
    everything = await service.answers(session, shop.id)
    disagreeing = {one.key: one for one in await service.disagreements(session, shop.id)}
    wanted = [one for one in everything if _found(one, q)]
    page = AnswersPage(
        answers=sorted(wanted, key=lambda one: (one.key not in disagreeing, one.status == "retired", one.key)),
        total=len(everything),
        disagreeing=disagreeing,
        query=q,
        tried=await _try(session, shop, ask, ask_lang) if ask.strip() else None,
        may_edit=staff.may(Permission.EDIT_ANSWERS),
        moment=now(),
    )
    return page_response("knowledge/answers.html", page, context=console_page(request, staff, shop, section="answers"))


@router.get("/new")
async def new_page(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The form for an answer that does not exist yet."""
    return await _page(request, session, staff, shop, key="")


@router.get("/{key}")
async def answer_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, key: str) -> Response:
    """An answer's versions and the form for the next one."""
    return await _page(request, session, staff, shop, key=key)


@router.post("/new")
async def record_new(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The first version of an answer."""
    return await _record(request, session, staff, shop, key="")


@router.post("/{key}")
async def record_next(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """The next version; earlier ones stay as they are."""
    return await _record(request, session, staff, shop, key=key)


@router.post("/{key}/retire")
async def retire(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """Withdraw an answer now."""
    typed = await _typed(request)
    if not typed.get("reason"):
        error = Invalid("Say why the answer is withdrawn.", remedy="Write one sentence; it stays in the record.")
        return await _page(request, session, staff, shop, key=key, error=error)
    await service.retire_answer(session, shop.id, staff.actor, key, reason=typed["reason"])
    text = says(request, staff, shop, "The answer is withdrawn and no longer said.", "答复已撤下，店员不再使用。")
    return redirect_with_flash(request, _LIST, text)


async def _try(session: Db, shop: Shop, text: str, lang: str) -> Tried:
    chosen = lang if is_lang(lang) else "en"
    book = await service.answer_book(session, shop.id)
    return Tried(
        text=text,
        match=book.match(text, chosen),
        answers=book.by_key,
        exact=book.exact(text, chosen),
        withheld=book.withheld,
    )


async def _record(request: Request, session: Db, staff: Staff, shop: Shop, *, key: str) -> Response:
    typed = await _typed(request)
    try:
        seen = int(typed["version"]) if typed.get("version", "").isdigit() else 0
        made = await service.record_answer(
            session,
            shop.id,
            staff.actor,
            _draft(typed, key, shop, staff),
            reason=typed.get("reason", ""),
            after_version=seen,
        )
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error)
    text = says(
        request, staff, shop, f"Version {made.version} is approved and in use.", f"第 {made.version} 版已核准并启用。"
    )
    return redirect_with_flash(request, f"{_LIST}/{made.key}", text)


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    key: str,
    typed: Mapping[str, str] | None = None,
    error: MerceryError | None = None,
) -> Response:
    versions = await service.versions(session, shop.id, key) if key else []
    if key and not versions:
        raise NotFound(f"There is no answer '{key}'.")
    current = versions[0][0] if versions else None
    wrong = {one.key: one for one in await service.disagreements(session, shop.id)}
    page = AnswerPage(
        key=key,
        current=current,
        versions=versions,
        disagreeing=wrong.get(key),
        typed=typed or _filled(current, shop),
        error=error,
        may_edit=staff.may(Permission.EDIT_ANSWERS),
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/answer.html", page, context=context, status=error.status if error else 200)


def _found(one: ApprovedAnswer, query: str) -> bool:
    texts = (
        one.key,
        one.question.en,
        one.question.zh,
        one.answer.en,
        one.answer.zh,
        *one.asked_as("en"),
        *one.asked_as("zh"),
    )
    return all(word in " ".join(texts).lower() for word in query.lower().split())


def _filled(current: ApprovedAnswer | None, shop: Shop) -> dict[str, str]:
    if current is None:
        return dict.fromkeys(_FIELDS, "") | {"version": "0"}
    last = current.valid_to.astimezone(ZoneInfo(shop.timezone)) - timedelta(seconds=1) if current.valid_to else None
    return {
        "key": current.key,
        "question_en": current.question.en,
        "question_zh": current.question.zh,
        "answer_en": current.answer.en,
        "answer_zh": current.answer.zh,
        "phrasings_en": "\n".join(current.phrasings.get("en", ())),
        "phrasings_zh": "\n".join(current.phrasings.get("zh", ())),
        "category": current.category,
        "links": ", ".join(current.links),
        "valid_to": last.date().isoformat() if last else "",
        "version": str(current.version),
        "reason": "",
    }


def _draft(typed: Mapping[str, str], key: str, shop: Shop, staff: Staff) -> ApprovedAnswer:
    if not typed.get("reason"):
        raise Invalid("Say why the answer is written or changed.", remedy="Write one sentence; it stays in the record.")
    return ApprovedAnswer(
        key=key or typed.get("key", ""),
        question=Words(typed.get("question_en", ""), typed.get("question_zh", "")),
        answer=Words(typed.get("answer_en", ""), typed.get("answer_zh", "")),
        phrasings={"en": _lines(typed.get("phrasings_en", "")), "zh": _lines(typed.get("phrasings_zh", ""))},
        category=typed.get("category", ""),
        links=tuple(one.strip() for one in typed.get("links", "").replace("，", ",").split(",") if one.strip()),
        owner=staff.name,
        valid_to=_end(typed.get("valid_to", ""), shop),
    )


def _end(day: str, shop: Shop) -> datetime | None:
    """The end of the last day, in the shop's time."""
    if not day:
        return None
    try:
        last = datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007 - the zone follows
    except ValueError as error:
        raise Invalid(f"'{day}' is no date.", remedy="Write it as 2027-01-31.") from error
    return datetime.combine(last.date() + timedelta(days=1), time(), ZoneInfo(shop.timezone))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return dict.fromkeys(_FIELDS, "") | {key: value.strip() for key, value in form.items() if isinstance(value, str)}
