"""The pages of what would be said otherwise: today, and with a draft in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.assistant.looking_back import service
from mercery.assistant.looking_back.difference import Reason
from mercery.assistant.looking_back.service import LookBack
from mercery.core.i18n import Words
from mercery.policies.comparison import Piece, pieces
from mercery.web.database import Db
from mercery.web.html import is_htmx, page_response, redirect

router = APIRouter(prefix="/console/changes", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_ANSWERS))]
DAYS: Final = (7, 30, 90)
_LITTLE: Final = 0.5
REASON_NAMES: Final[Mapping[Reason, Words]] = {
    "draft": Words("With the draft", "采用草稿后"),
    "answer": Words("An approved answer changed", "核准答复有变"),
    "policy": Words("A policy changed", "政策有变"),
    "price": Words("A price changed", "价格有变"),
    "stock": Words("Stock changed", "库存有变"),
    "product": Words("A product's page changed", "商品资料有变"),
    "rules": Words("A rule for orders changed", "订单规则有变"),
    "model": Words("The model that finds answers changed", "匹配答复的模型有变"),
    "program": Words("Mercery itself changed", "软件版本有变"),
    "reading": Words("Read or found in another way", "理解或匹配方式有变"),
    "time": Words("Only the day is another", "仅日期不同"),
}
REASON_NOTES: Final[Mapping[Reason, Words]] = {
    "reading": Words(
        "The facts are the same. Other phrasings may have been learnt since.",
        "事实未变，可能新增了其他问法。",
    ),
    "time": Words("Dates are told as seen from today.", "日期按今天表述。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """One look back, or none yet."""

    look: LookBack | None
    may_begin: bool
    names: Mapping[Reason, Words]
    notes: Mapping[Reason, Words]
    choices: tuple[int, ...] = DAYS

    @staticmethod
    def pieces(then: str, now: str) -> tuple[Piece, ...]:
        """The words that went and came; where little stayed, the whole of each."""
        found = pieces(then, now)
        kept = sum(len(one.text) for one in found if one.kind == "same")
        if kept < _LITTLE * min(len(then), len(now)):
            return Piece(text=then, kind="gone"), Piece(text=now, kind="new")
        return found

    @property
    def verdict(self) -> Words:
        """The page's conclusion in one sentence."""
        look = self.look
        if look is None:
            return Words("Past questions have not been worked out again yet.", "尚未以当前信息重新推算过往问题。")
        if look.state == "failed":
            return Words("The last look back was broken off.", "上次推算中断。")
        if look.running:
            return Words("Past questions are being worked out again.", "正在重新推算过往问题。")
        return _with_draft(look) if look.kind != "today" else _today(look)


def _today(look: LookBack) -> Words:
    if not look.differing:
        return Words("Every past answer would read the same today.", "过往答复今天仍一字不差。")
    one = look.differing == 1
    return Words(
        f"{look.differing} past {'answer' if one else 'answers'} would read otherwise today.",
        f"{look.differing} 条过往答复今天会有所不同。",
    )


def _with_draft(look: LookBack) -> Words:
    if not look.differing:
        return Words("The draft would change no past answer.", "该草稿不会改变任何过往答复。")
    one = look.differing == 1
    return Words(
        f"The draft would change {look.differing} past {'answer' if one else 'answers'}.",
        f"该草稿会改变 {look.differing} 条过往答复。",
    )


@router.get("")
async def latest_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """The last look back with what holds now."""
    return _page(request, staff, shop, await service.latest(session, shop.id))


@router.post("")
async def begin(
    request: Request, session: Db, staff: Editor, shop: CurrentShop, days: Annotated[int, Form(ge=1, le=365)] = 30
) -> Response:
    """Work past questions out again; a worker takes it up."""
    await service.begin(session, shop, staff.actor, days)
    return redirect(request, "/console/changes")


@router.get("/{look_back_id}")
async def one_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, look_back_id: str
) -> Response:
    """One look back, as far as it is."""
    look = await service.one(session, shop.id, look_back_id)
    if is_htmx(request) and look.kind == "today" and not look.running:
        # What was followed step by step has its conclusion as the page's headline.
        return redirect(request, "/console/changes")
    return _page(request, staff, shop, look)


def _page(request: Request, staff: Staff, shop: CurrentShop, look: LookBack | None) -> Response:
    page = ChangesPage(look=look, may_begin=staff.may(Permission.EDIT_ANSWERS), names=REASON_NAMES, notes=REASON_NOTES)
    context = console_page(request, staff, shop, section="policies" if look and look.kind == "policy" else "answers")
    return page_response("assistant/changes.html", page, context=context)
