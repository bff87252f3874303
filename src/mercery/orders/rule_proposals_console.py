"""The page of rules for orders that wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import Conflict, Invalid, MerceryError
from mercery.orders.actions import rule_proposals
from mercery.orders.actions.rule import ActionRule
from mercery.orders.actions.rule_proposals import RuleProposal, as_policy
from mercery.orders.rule_pages import STANDING, RuleChange, code_words, rule_changes
from mercery.policies import second_yes
from mercery.policies.two_people import two_people_of
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

_LIST: Final = "/console/settings/rules"
_HERE: Final = f"{_LIST}/waiting"
router = APIRouter(prefix=_HERE, include_in_schema=False)
Reviewer = Annotated[Staff, Depends(Require(Permission.REVIEW_ANSWERS))]
FreshReviewer = Annotated[Staff, Depends(RequireFresh(Permission.REVIEW_ANSWERS))]
"""As for who changes rules: these decide what is paid back without a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProposalPage:
    """What it would change, and who may say yes."""

    proposal: RuleProposal
    changes: Sequence[RuleChange]
    own: bool
    """Whether the reader wrote it."""
    may_confirm: bool
    may_review: bool
    errors: FormErrors

    code = staticmethod(code_words)
    standing = STANDING


async def second_needed(request: Request, session: AsyncSession, shop: Shop, rules: Sequence[ActionRule]) -> bool:
    """Whether the shop's rule of two people asks for a second one."""
    asked = two_people_of(request)
    if asked is None:
        return False
    for rule in rules:
        if await asked.needed(session, shop.id, as_policy(rule)):
            return True
    return False


def waits_for_another(request: Request, staff: Staff, shop: Shop, made: RuleProposal) -> Response:
    """The page of what was proposed, with what is still to come."""
    text = says(
        request, staff, shop,
        "Your yes is noted with it; a second person has to say it too, since it touches money or law. Until then nothing changes.",
        "已记录并视为您的核准；因涉及金额或法律，还需另一人核准，在此之前一切不变。",
    )  # fmt: skip
    return redirect_with_flash(request, f"{_HERE}/{made.id}", text)


@router.get("/{proposal_id}")
async def proposal_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, proposal_id: str
) -> Response:
    """The rules beside those in force."""
    return await _page(request, session, staff, shop, proposal_id)


@router.post("/{proposal_id}/confirm")
async def confirm(request: Request, session: Db, staff: FreshReviewer, shop: CurrentShop, proposal_id: str) -> Response:
    """The second yes."""
    try:
        alone = await second_yes.nobody_else(request, session, shop)
        made = await rule_proposals.confirm(session, shop.id, staff.actor, proposal_id, alone=alone)
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, proposal_id, error)
    en = f"Version {made[0].version} is recorded" if len(made) == 1 else f"{len(made)} rules are recorded"
    zh = f"第 {made[0].version} 版已记录" if len(made) == 1 else f"{len(made)} 条规则已记录"
    text = says(request, staff, shop, f"{en} with both names.", f"{zh}，并注明两人姓名。")
    return redirect_with_flash(request, f"{_LIST}/{made[0].action}" if len(made) == 1 else _LIST, text)


@router.post("/{proposal_id}/refuse")
async def refuse(
    request: Request,
    session: Db,
    staff: Reviewer,
    shop: CurrentShop,
    proposal_id: str,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """No, or taken back by who wrote it."""
    try:
        await rule_proposals.refuse(session, shop.id, staff.actor, proposal_id, reason=reason)
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, proposal_id, error)
    text = says(request, staff, shop, "It is not recorded. The rules stay as they are.", "未予记录，规则保持不变。")
    return redirect_with_flash(request, _LIST, text)


async def _page(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    proposal_id: str,
    error: MerceryError | None = None,
) -> Response:
    found = await rule_proposals.proposal(session, shop.id, proposal_id)
    context = console_page(request, staff, shop, section="rules")
    page = RuleProposalPage(
        proposal=found,
        changes=await rule_changes(session, shop.id, found.rules),
        own=found.by_id == staff.id,
        may_confirm=await second_yes.may_confirm(request, session, staff, shop, found.by_id),
        may_review=staff.may(Permission.REVIEW_ANSWERS),
        errors=form_errors(error, context.lang) if error else FormErrors(),
    )
    return page_response("orders/rule_proposal.html", page, context=context, status=error.status if error else 200)
