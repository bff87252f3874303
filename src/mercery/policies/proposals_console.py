"""The page of a policy's version that waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import Conflict, Invalid, MerceryError
from mercery.policies import proposals, second_yes, service
from mercery.policies.comparison import Change, changes
from mercery.policies.policy import Policy
from mercery.policies.proposals import Proposal
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/settings/policies/waiting", include_in_schema=False)
Reviewer = Annotated[Staff, Depends(Require(Permission.REVIEW_ANSWERS))]
_LIST = "/console/settings/policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage:
    """What it would change, and who may say yes."""

    proposal: Proposal
    current: Policy | None
    """In force now."""
    changed: Sequence[Change]
    own: bool
    """Whether the reader wrote it."""
    may_confirm: bool
    may_review: bool
    errors: FormErrors


@router.get("/{proposal_id}")
async def proposal_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, proposal_id: str
) -> Response:
    """The version beside the one in force."""
    return await _page(request, session, staff, shop, proposal_id)


@router.post("/{proposal_id}/confirm")
async def confirm(request: Request, session: Db, staff: Reviewer, shop: CurrentShop, proposal_id: str) -> Response:
    """The second yes."""
    try:
        made = await proposals.confirm(
            session, shop.id, staff.actor, proposal_id, alone=await second_yes.nobody_else(request, session, shop)
        )
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, proposal_id, error)
    text = says(
        request,
        staff,
        shop,
        f"Version {made.version} is recorded with both names.",
        f"第 {made.version} 版已记录，并注明两人姓名。",
    )
    return redirect_with_flash(request, f"{_LIST}/{made.key}", text)


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
        await proposals.refuse(session, shop.id, staff.actor, proposal_id, reason=reason)
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, proposal_id, error)
    text = says(request, staff, shop, "It is not recorded. The policy stays as it is.", "未予记录，政策保持不变。")
    return redirect_with_flash(request, _LIST, text)


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    proposal_id: str,
    error: MerceryError | None = None,
) -> Response:
    found = await proposals.proposal(session, shop.id, proposal_id)
    held = {one.key: one for one in await service.policies_in_force(session, shop.id)}
    current = held.get(found.draft.key)
    context = console_page(request, staff, shop, section="policies")
    page = ProposalPage(
        proposal=found,
        current=current,
        changed=changes(current, service.as_version(found.draft, found.after_version + 1)),
        own=found.by_id == staff.id,
        may_confirm=await second_yes.may_confirm(request, session, staff, shop, found.by_id),
        may_review=staff.may(Permission.REVIEW_ANSWERS),
        errors=form_errors(error, context.lang) if error else FormErrors(),
    )
    return page_response("policies/proposal.html", page, context=context, status=error.status if error else 200)
