"""The model page, below the settings: which model is set, what it has earned and why, what it costs, and its exam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission import service
from mercery.assistant.admission.admission import Admission
from mercery.assistant.ledger import Spending, day_begins, left_alone, month_begins, spending
from mercery.assistant.overview import money
from mercery.assistant.wording.level import LEVELS, Level
from mercery.core.clock import now
from mercery.core.config import Settings, settings
from mercery.core.errors import Conflict
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.web.database import Db, database_of
from mercery.web.html import fragment_response, is_htmx, page_response, redirect, redirect_with_flash

router = APIRouter(prefix="/console/settings/model", include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
PAGE: Final = "/console/settings/model"
MAY: Final[dict[Level, Words]] = {
    "L0": Words("words nothing; the code words every answer", "不参与措辞，答复均由系统生成"),
    "L1": Words("chooses the opening, the order and the close", "选择开场、顺序与结尾"),
    "L2": Words("writes around the code's sentences and values", "围绕系统的语句与数值书写"),
    "L3": Words("writes freely, every claim proved first", "自由书写，每句断言先经核实"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """One level of an exam."""

    level: Level
    may: Words
    figures: dict[str, Any]

    @property
    def clean(self) -> str:
        """Clean sentences of all."""
        return f"{self.figures['clean']}/{self.figures['written']}"

    @property
    def tone(self) -> Literal["good", "stop"]:
        """Whether it was earned."""
        return "good" if self.figures["earned"] else "stop"

    @property
    def seconds(self) -> str:
        """Half of the calls, and all but the slowest twentieth."""
        return _seconds(self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """What the page shows."""

    model: str
    """Empty: none is set."""
    earned: Admission | None
    going_on: Admission | None
    exams: Sequence[Admission]
    today: Spending
    month: Spending
    chosen: Settings
    failing: str
    may_change: bool

    @property
    def level(self) -> Level:
        """What the model has earned."""
        return self.earned.level if self.earned else "L0"

    @property
    def may(self) -> Words:
        """What it may do at its level."""
        return MAY[self.level]

    @property
    def levels(self) -> Sequence[LevelRow]:
        """The levels of the exam in force."""
        found = self.earned.figures.get("levels", {}) if self.earned else {}
        return [LevelRow(level=level, may=MAY[level], figures=found[level]) for level in LEVELS if level in found]

    @property
    def reading(self) -> dict[str, Any] | None:
        """The part of the exam about what messages want."""
        return self.earned.figures.get("reading") if self.earned else None

    @property
    def leaked(self) -> Sequence[str]:
        """Sentences that should not have come so far."""
        return [text for row in self.levels for text in row.figures["leaked"]]

    @property
    def free(self) -> bool:
        """Whether calls cost nothing."""
        return not self.chosen.chat_price_read and not self.chosen.chat_price_written

    @property
    def cap(self) -> str:
        """The cap of a day."""
        return money(_micros(self.chosen.chat_cap_day), self.chosen.chat_currency)

    @property
    def cap_conversation(self) -> str:
        """The cap of a conversation."""
        return money(_micros(self.chosen.chat_cap_conversation), self.chosen.chat_currency)

    @property
    def cap_micros(self) -> int:
        """The same as a number."""
        return _micros(self.chosen.chat_cap_day)

    def cost(self, spent: Spending) -> str:
        """Money that was spent."""
        return money(spent.micros, spent.currency)

    def exam_cost(self) -> str:
        """What the exam in force cost."""
        return (
            money(self.earned.figures.get("micros", 0), self.earned.figures.get("currency", "")) if self.earned else ""
        )

    def seconds(self, figures: dict[str, Any]) -> str:
        """Half of the calls, and all but the slowest twentieth."""
        return _seconds(figures)


@router.get("")
async def model_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """The model, its level and why, its cost, and the exam under way."""
    page = await _page(session, shop, staff)
    context = console_page(request, staff, shop, section="settings")
    if is_htmx(request) and page.going_on:
        return fragment_response("assistant/model.html", "busy", page, context=context)
    if is_htmx(request):
        return redirect(request, PAGE)
    return page_response("assistant/model.html", page, context=context)


async def _page(session: AsyncSession, shop: Shop, staff: Staff) -> ModelPage:
    chosen = settings()
    model = chosen_chat(chosen)
    exams = await service.admissions(session, shop.id)
    return ModelPage(
        model=model.name if model else "",
        earned=await service.admitted(session, shop.id, model.name) if model else None,
        going_on=next((one for one in exams if one.under_way), None),
        exams=exams,
        today=await spending(session, shop, chosen.chat_currency, day_begins(shop, now())),
        month=await spending(session, shop, chosen.chat_currency, month_begins(shop, now())),
        chosen=chosen,
        failing=await left_alone(session, shop, model.name) if model else "",
        may_change=staff.may(Permission.MANAGE_SETTINGS),
    )


@router.post("/admit")
async def admit(request: Request, staff: Owner, shop: CurrentShop) -> Response:
    """Have the model examined by a worker."""
    model = chosen_chat(settings())
    if model is None:
        raise Conflict(
            "No model is set.",
            remedy="Set MERCERY_CHAT_URL first: docs/guide/models.md.",
            zh="尚未设置模型，请先设置 MERCERY_CHAT_URL，说明见 docs/guide/models.md。",
        )
    actor = staff.actor
    async with database_of(request).session() as session:
        asked = await service.begin(session, shop, actor, model.name)
        who = {"kind": actor.kind, "id": actor.id, "name": actor.name}
        job = {"shop_id": shop.id, "admission_id": asked.id, "highest": "L3", "actor": who}
        await enqueue(session, "assistant:admit", job, lock=f"admit:{shop.id}")
    return redirect(request, PAGE)


@router.post("/revoke")
async def revoke(request: Request, staff: Owner, shop: CurrentShop, model: Annotated[str, Form()]) -> Response:
    """Take back what a model has earned here."""
    async with database_of(request).session() as session:
        await service.revoke(session, shop, staff.actor, model, "Revoked in the console.")
    text = says(request, staff, shop, "The model is no longer admitted.", "已撤销该模型的准入。")
    return redirect_with_flash(request, PAGE, text)


def _micros(amount: Decimal) -> int:
    return int(amount * 1_000_000)


def _seconds(figures: dict[str, Any]) -> str:
    if figures.get("p50_ms") is None:
        return ""
    return f"{figures['p50_ms'] / 1000:.1f} / {figures['p95_ms'] / 1000:.1f}"
