"""The rules of inspection as a page: what each means, whether it counts, how heavily, and the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import audit
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop
from mercery.core.errors import Conflict, Invalid, told_in
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.inspection.console.tabs import HOME, Judge, RulesOwner, tabs_for
from mercery.inspection.measures import Measures, RuleMeasure
from mercery.inspection.rule import RuleId
from mercery.inspection.rule_texts import RULE_TEXTS, SEVERITY_WORDS
from mercery.inspection.rulebook import RuleBook, book_from_form, offers_text
from mercery.inspection.service import judging, rules
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix=HOME, include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The rules in force and what a person has entered."""

    tabs: Sequence[tuple[Words, str, bool]]
    book: RuleBook
    versions: Sequence[tuple[RuleBook, datetime, str, str]]
    measures: Measures
    may_change: bool
    entered: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    texts = RULE_TEXTS
    severities = SEVERITY_WORDS
    every = tuple(RuleId)

    def value(self, name: str, held: object) -> str:
        """What was entered, else what holds."""
        return self.entered.get(name, str(held)) if self.entered else str(held)

    def is_on(self, rule: RuleId) -> bool:
        """Whether the rule's switch is on."""
        return self.entered.get(f"on_{rule.value}") == "1" if self.entered else self.book.rules[rule].on

    def measure(self, rule: RuleId) -> RuleMeasure:
        """What is known of the rule."""
        return next(one for one in self.measures.by_rule if one.rule is rule)

    @property
    def offers(self) -> str:
        """The allowed offers, one a line."""
        return offers_text(self.book.offers)

    @property
    def counting(self) -> int:
        """How many rules count."""
        return len(self.book.on())


@router.get("/rules")
async def rules_page(request: Request, session: Db, staff: Judge, shop: CurrentShop) -> Response:
    """The rules in force."""
    return await _respond(request, session, staff, shop)


@router.post("/rules")
async def record(request: Request, session: Db, staff: RulesOwner, shop: CurrentShop) -> Response:
    """Record the next version, or show what cannot be used."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    version = form.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1
    try:
        async with session.begin_nested():
            book = book_from_form(form, seen)
            made = await rules.record_rules(
                session, shop.id, staff.actor, book, reason=form.get("reason", ""), after_version=seen
            )
    except (Invalid, Conflict) as error:
        lang = staff_language(request, staff, shop)
        problems = {one.field or "": told_in(lang, one) for one in error.problems} or {"": told_in(lang, error)}
        return await _respond(request, session, staff, shop, form, problems, status=422)
    if made.version == seen:
        done = says(request, staff, shop, "Nothing was changed.", "没有变化。")
    else:
        done = says(
            request, staff, shop, f"Version {made.version} holds from now on.", f"第 {made.version} 版即刻生效。"
        )
    return redirect_with_flash(request, f"{HOME}/rules", done)


@router.post("/rules/again")
async def again(request: Request, session: Db, staff: RulesOwner, shop: CurrentShop) -> Response:
    """Have the last thirty days inspected once more."""
    once = f"inspection:again:{shop.id}"
    await enqueue(session, "inspection:again", {"shop_id": shop.id}, lock=once, once=once)
    await audit.record(session, shop.id, staff.actor, "inspection.again", "30 days")
    done = says(
        request, staff, shop, "The last thirty days are inspected again. You may go on meanwhile.",
        "正在重新质检近三十天的会话，您可继续其他工作。",
    )  # fmt: skip
    return redirect_with_flash(request, f"{HOME}/rules", done)


async def _respond(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    entered: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    page = RulesPage(
        tabs=tabs_for(staff, "rules"),
        book=await rules.rules_in_force(session, shop.id),
        versions=await rules.versions(session, shop.id),
        measures=await judging.measured(session, shop.id),
        may_change=staff.may(Permission.MANAGE_SETTINGS),
        entered=entered or {},
        problems=problems or {},
    )
    context = console_page(request, staff, shop, section="inspection")
    return page_response("inspection/rules.html", page, context=context, status=status)
