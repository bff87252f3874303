"""The pages of gaps (what is asked and not answered) and of health (what contradicts, what nobody needs)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service as accounts
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.ai.minilm.model import MiniLm
from mercery.core.clock import now
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.knowledge import service as knowledge
from mercery.knowledge.documents import service as documents
from mercery.knowledge.health import holds, service, sources
from mercery.knowledge.health.asked import Lack, conversed_of
from mercery.knowledge.health.conflicts import Conflict, ConflictKind
from mercery.knowledge.health.holds import Hold
from mercery.knowledge.health.pool import Pool
from mercery.knowledge.health.service import SeenGap, Standing
from mercery.knowledge.health.suggesting import Suggestion, Understands, suggestions
from mercery.knowledge.review.queue import replacing
from mercery.knowledge.semantics import semantics_in_use
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_ANSWERS))]
Reason = Annotated[str, Form(max_length=300)]
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
LACKS: Final[Mapping[Lack, Words]] = {
    "unknown": Words("no answer", "无答复"),
    "not_understood": Words("not understood", "未理解"),
    "unsure": Words("asked back", "曾反问"),
    "withheld": Words("withheld", "未放行"),
}
KINDS: Final[Mapping[ConflictKind, Words]] = {
    "policy": Words("Against a policy", "与政策不符"),
    "answer": Words("Against another answer", "与另一答复不符"),
    "catalogue": Words("Against the catalogue", "与商品资料不符"),
    "source_differs": Words("Its source says otherwise now", "出处内容已变"),
    "source_reworded": Words("Its source is worded anew", "出处措辞已变"),
    "source_gone": Words("Its source is gone", "出处已不存在"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """The gaps, and what hangs on those that are open."""

    gaps: Sequence[SeenGap]
    counts: Mapping[Standing, int]
    show: Standing
    days: int
    since: datetime
    until: datetime
    asked: int
    """Questions in open gaps."""
    at_stake: Money | None
    names: Mapping[Lack, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """One gap: how it was asked, what could answer it, and what may be done."""

    seen: SeenGap
    since: datetime
    until: datetime
    suggestions: Sequence[Suggestion]
    write: str
    """Address of the form for an answer, filled with what is known."""
    staff: Sequence[str]
    may_edit: bool
    error: str
    names: Mapping[Lack, Words]

    @property
    def days(self) -> list[int]:
        """How often it was asked on each day."""
        return self.seen.gap.per_day(self.since, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    """What contradicts, and what could be put in order."""

    conflicts: Sequence[Conflict]
    held: Mapping[tuple[str, int], Hold]
    pool: Pool
    may_edit: bool
    error: str
    names: Mapping[ConflictKind, Words]
    unused_days: int
    drafted: Mapping[str, str]
    """Answers for which a changed source has brought a draft that waits, with its id."""

    @property
    def grave(self) -> int:
        """Answers with which something wrong may be said."""
        return len({one.key for one in self.conflicts if one.grave})

    def waits(self, conflict: Conflict) -> bool:
        """Whether the answer is held back because of it."""
        return (conflict.key, conflict.version) in self.held


@router.get("/gaps")
async def gaps_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, show: Annotated[Standing, Query()] = "open"
) -> Response:
    """What customers ask and nobody answers."""
    found = await service.gaps(session, shop, conversed_of(request))
    still = [one for one in found if one.standing == "open"]
    stakes = [one.gap.at_stake for one in still if one.gap.at_stake is not None]
    page = GapsPage(
        gaps=[one for one in found if one.standing == show],
        counts={state: sum(1 for one in found if one.standing == state) for state in _STANDINGS},
        show=show,
        days=service.DAYS,
        since=now() - timedelta(days=service.DAYS),
        until=now(),
        asked=sum(one.gap.times for one in still),
        at_stake=Money(sum(one.minor for one in stakes), shop.currency) if stakes else None,
        names=LACKS,
    )
    return page_response(
        "knowledge/health/gaps.html", page, context=console_page(request, staff, shop, section="answers")
    )


_STANDINGS: Final[tuple[Standing, ...]] = ("open", "given", "answered", "declined")


@router.get("/gaps/{gap_id}")
async def gap_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, gap_id: str) -> Response:
    """One gap with everything that helps to close it."""
    return await _gap_page(request, session, staff, shop, gap_id)


@router.post("/gaps/{gap_id}/give")
async def give(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, gap_id: str, owner: Annotated[str, Form()] = ""
) -> Response:
    """Somebody is to answer it."""
    try:
        seen = await service.gap(session, shop, conversed_of(request), gap_id)
        await service.give(session, shop, staff.actor, seen, owner)
    except MerceryError as error:
        return await _gap_page(request, session, staff, shop, gap_id, error)
    return redirect_with_flash(
        request, "/console/gaps", says(request, staff, shop, f"{owner} is to answer it.", f"已交给 {owner}。")
    )


@router.post("/gaps/{gap_id}/decline")
async def decline(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, gap_id: str, reason: Reason = ""
) -> Response:
    """No answer is wanted."""
    try:
        seen = await service.gap(session, shop, conversed_of(request), gap_id)
        await service.decline(session, shop, staff.actor, seen, reason=reason)
    except MerceryError as error:
        return await _gap_page(request, session, staff, shop, gap_id, error)
    done = says(request, staff, shop, "Known from now on, and not answered.", "已记下，今后不再答复此问题。")
    return redirect_with_flash(request, "/console/gaps", done)


@router.post("/gaps/{gap_id}/reopen")
async def reopen(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, gap_id: str, reason: Reason = ""
) -> Response:
    """The decision is taken back."""
    seen = await service.gap(session, shop, conversed_of(request), gap_id)
    await service.reopen(session, shop, staff.actor, seen, reason=reason)
    return redirect_with_flash(
        request, f"/console/gaps/{gap_id}", says(request, staff, shop, "It counts as open again.", "已重新列为待答。")
    )


@router.get("/health")
async def health_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """What contradicts, what nobody uses, what collides."""
    return await _health_page(request, session, staff, shop)


@router.post("/health/{key}/{version}/let-go")
async def let_go(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str, version: int, reason: Reason = ""
) -> Response:
    """An answer that is held back may be said all the same."""
    try:
        await holds.let_go(session, shop.id, staff.actor, key, version, reason=reason)
    except MerceryError as error:
        return await _health_page(request, session, staff, shop, error)
    done = says(request, staff, shop, "It is said again.", "该答复已恢复使用。")
    return redirect_with_flash(request, "/console/health", done)


async def _gap_page(
    request: Request, session: Db, staff: Staff, shop: CurrentShop, gap_id: str, error: MerceryError | None = None
) -> Response:
    seen = await service.gap(session, shop, conversed_of(request), gap_id)
    read = [
        (one, await documents.passages(session, shop.id, one.id)) for one in await documents.documents(session, shop.id)
    ]
    found = await asyncio.to_thread(suggestions, seen.gap, read, _understands())
    page = GapPage(
        seen=seen,
        since=now() - timedelta(days=service.DAYS),
        until=now(),
        suggestions=found,
        write=_form(seen, found),
        staff=[one.name for one in await accounts.staff_members(session, shop.id)],
        may_edit=staff.may(Permission.EDIT_ANSWERS),
        error=_said(error, request, staff, shop),
        names=LACKS,
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/health/gap.html", page, context=context, status=error.status if error else 200)


def _understands() -> Understands | None:
    """What the model on this machine makes of English texts, once it is loaded; what is near for another was not measured."""
    semantics = semantics_in_use()
    if semantics is None or not semantics.ready or not isinstance(semantics.plain, MiniLm):
        return None
    return semantics.plain.embed


def _form(seen: SeenGap, found: Sequence[Suggestion]) -> str:
    """The form for an answer with the questions as they were asked, and as a beginning the nearest text."""
    gap = seen.gap
    filled = {
        "question_en": gap.title.en,
        "question_zh": gap.title.zh,
        "phrasings_en": "\n".join(gap.phrasings["en"][1:12]),
        "phrasings_zh": "\n".join(gap.phrasings["zh"][1:12]),
    }
    if found:
        filled[f"answer_{found[0].lang}"] = found[0].text
    elif gap.replies:
        lang = "zh" if _CHINESE.search(gap.replies[0]) else "en"
        filled[f"answer_{lang}"] = gap.replies[0]
    return "/console/answers/new?" + urlencode({name: text[:1_500] for name, text in filled.items() if text})


async def _health_page(
    request: Request, session: Db, staff: Staff, shop: CurrentShop, error: MerceryError | None = None
) -> Response:
    waiting = await knowledge.held(session, shop.id)
    page = HealthPage(
        conflicts=await sources.found(session, shop),
        held={(one.key, one.version): one for one in await holds.holds(session, shop.id) if one.key in waiting},
        pool=await service.pool(session, shop, conversed_of(request)),
        may_edit=staff.may(Permission.EDIT_ANSWERS),
        error=_said(error, request, staff, shop),
        names=KINDS,
        unused_days=service.UNUSED_FOR.days,
        drafted=await replacing(session, shop.id),
    )
    context = console_page(request, staff, shop, section="answers")
    return page_response("knowledge/health/health.html", page, context=context, status=error.status if error else 200)


def _said(error: MerceryError | None, request: Request, staff: Staff, shop: CurrentShop) -> str:
    if error is None:
        return ""
    return told_in(staff_language(request, staff, shop), error)
