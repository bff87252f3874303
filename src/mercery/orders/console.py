"""The rules for what may be done to orders, in the console below the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.orders.actions import rule_versions
from mercery.orders.actions.looking_back import LookBack
from mercery.orders.actions.packs import pack, pack_names
from mercery.orders.actions.requests import ActionName
from mercery.orders.actions.rule import STRENGTHS, ActionRule
from mercery.orders.actions.rule_form import rule_from_typed, typed_of
from mercery.orders.actions.rule_proposals import PACK, RuleProposal, propose, waiting
from mercery.orders.actions.rule_versions import RecordedRule
from mercery.orders.actions.rule_words import (
    ACTION_NAMES,
    AFTER_DELIVERY,
    MOVES_MONEY,
    PROOF_NAMES,
    REFUND_NAMES,
    STATUS_NAMES,
    Difference,
    Line,
    differences,
    lines,
)
from mercery.orders.actions.service import changed_rules, record_rules, rules_in_force
from mercery.orders.rule_pages import PACK_WORDS, STANDING, RuleChange, code_words, rule_changes
from mercery.orders.rule_proposals_console import second_needed, waits_for_another
from mercery.policies.computed import DAYS
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

LIST: Final = "/console/settings/rules"
router = APIRouter(prefix=LIST, include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_POLICIES))]
FreshEditor = Annotated[Staff, Depends(RequireFresh(Permission.EDIT_POLICIES))]
"""These rules decide what is paid back without a person: who changes them proves to be there."""

_STATES_OF: Final = {
    "cancel_order": ("pending", "paid", "packed"), "change_order_address": ("pending", "paid", "packed"),
    "change_order_payment": ("pending", "paid", "packed"), "change_order_items": ("pending", "paid", "packed"),
    "return_items": ("delivered", "return_requested", "partly_returned", "exchange_requested"),
    "exchange_items": ("delivered", "return_requested", "partly_returned", "exchange_requested"),
}  # fmt: skip
_LISTS: Final = frozenset(("statuses",))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCard:
    """One of the seven actions as the shop has ruled it."""

    action: ActionName
    rule: ActionRule | None
    coming: ActionRule | None

    @property
    def name(self) -> Words:
        """What the action is called."""
        return ACTION_NAMES[self.action]

    @property
    def lines(self) -> Sequence[Line]:
        """What its rule says."""
        return lines(self.rule) if self.rule else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The seven actions and the packs to begin with."""

    cards: Sequence[ActionCard]
    packs: Sequence[tuple[str, Words]]
    waiting: Sequence[RuleProposal]
    """Rules that wait for a second person."""
    may_edit: bool

    @property
    def by_code(self) -> int:
        """How many the assistant does itself."""
        return sum(1 for card in self.cards if card.rule and card.rule.approval == "code")

    @property
    def by_person(self) -> int:
        """How many a person decides."""
        return sum(1 for card in self.cards if card.rule and card.rule.approval == "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPage:
    """A pack held against the rules in force."""

    pack: str
    about: Words
    changes: Sequence[RuleChange]
    untouched: Sequence[Words]
    """Rules in force that the pack says nothing of; they stay."""
    reason: str
    errors: FormErrors

    code = staticmethod(code_words)
    standing = STANDING


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """One action: its rule, the form for the next version, what it would have changed, and all versions."""

    action: ActionName
    name: Words
    current: ActionRule | None
    lines: Sequence[Line]
    versions: Sequence[tuple[RecordedRule, Sequence[Difference]]]
    may_edit: bool
    typed: Mapping[str, Any]
    errors: FormErrors
    draft: Sequence[Difference] | None
    """What the draft would change; None while none was looked at."""
    back: LookBack | None
    moment: datetime
    waiting: Sequence[RuleProposal] = ()
    """Versions of it that wait for a second person."""
    policies: Sequence[Policy] = ()
    """The policies in force that customers read on the same matter."""

    code = staticmethod(code_words)
    standing = STANDING
    statuses = STATUS_NAMES

    @property
    def states(self) -> Sequence[tuple[str, Words]]:
        """The states of an order that make sense for the action, with those chosen."""
        offered, chosen = _STATES_OF.get(self.action, ()), self.typed["statuses"]
        return [(one, name) for one, name in STATUS_NAMES.items() if one in offered or one in chosen]

    @property
    def proofs(self) -> Sequence[tuple[str, Words]]:
        """Proofs of identity, from weakest to strongest. None at all is never offered."""
        return [(one, PROOF_NAMES[one]) for one in STRENGTHS if one != "none"]

    @property
    def refunds(self) -> Sequence[tuple[str, Words]]:
        """Where money may go."""
        return list(REFUND_NAMES.items())

    def differs(self, policy: Policy) -> bool:
        """Whether the policy names other days since delivery than the rule in force."""
        days = DAYS.of(policy.values)
        ours = self.current.within_days if self.current else None
        return self.after_delivery and policy.key == "returns" and ours is not None and days not in (None, ours)

    @property
    def of_order(self) -> bool:
        """Whether the action is about an order."""
        return self.action != "change_customer_address"

    @property
    def moves_money(self) -> bool:
        """Whether money moves by it."""
        return self.action in MOVES_MONEY

    @property
    def after_delivery(self) -> bool:
        """Whether it is counted from delivery."""
        return self.action in AFTER_DELIVERY


@router.get("")
async def rules_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """The seven actions."""
    held = {rule.action: rule for rule in await rules_in_force(session, shop.id)}
    cards = []
    for action in ACTION_NAMES:
        coming = None
        if (newest := await _newest(session, shop, action)) is not None and _is_coming(newest):
            coming = newest
        cards.append(ActionCard(action=action, rule=held.get(action), coming=coming))
    page = RulesPage(
        cards=cards,
        packs=[(name, PACK_WORDS.get(name, Words(name))) for name in pack_names()],
        waiting=await waiting(session, shop.id),
        may_edit=staff.may(Permission.EDIT_POLICIES),
    )
    return page_response("orders/rules.html", page, context=console_page(request, staff, shop, section="rules"))


async def _newest(session: Db, shop: Shop, action: ActionName) -> ActionRule | None:
    found = await rule_versions.history(session, shop.id, action)
    return found[0].rule if found else None


def _is_coming(rule: ActionRule) -> bool:
    return rule.valid_from is not None and rule.valid_from > now()


@router.get("/packs/{name}")
async def pack_page(request: Request, session: Db, staff: Editor, shop: CurrentShop, name: str) -> Response:
    """What a pack would change, before it is applied."""
    return await _pack(request, session, staff, shop, name)


@router.post("/packs/{name}")
async def apply_pack(request: Request, session: Db, staff: FreshEditor, shop: CurrentShop, name: str) -> Response:
    """Record the pack's rules as the next versions."""
    reason = str((await _typed(request)).get("reason", "")).strip()
    rules = await changed_rules(session, shop.id, pack(name))
    try:
        rule_versions.check_reason(reason)
        if rules and await second_needed(request, session, shop, rules):
            waits = await propose(session, shop.id, staff.actor, f"{PACK}{name}", rules, reason=reason)
            return waits_for_another(request, staff, shop, waits)
    except Invalid as error:
        return await _pack(request, session, staff, shop, name, error=error)
    made = await record_rules(session, shop.id, staff.actor, rules, reason=reason)
    text = says(
        request, staff, shop,
        f"{len(made)} rules of the pack {name} are in force." if made else "Nothing was different; nothing is recorded.",
        f"“{name}”的 {len(made)} 条规则已生效。" if made else "没有差异，未作记录。",
    )  # fmt: skip
    return redirect_with_flash(request, LIST, text)


async def _pack(
    request: Request, session: Db, staff: Staff, shop: Shop, name: str, *, error: MerceryError | None = None
) -> Response:
    held = await rules_in_force(session, shop.id)
    keys = {rule.key for rule in pack(name)}
    context = console_page(request, staff, shop, section="rules")
    page = PackPage(
        pack=name,
        about=PACK_WORDS.get(name, Words(name)),
        changes=await rule_changes(session, shop.id, pack(name)),
        untouched=[ACTION_NAMES[rule.action] for rule in held if rule.key not in keys],
        reason="",
        errors=form_errors(error, context.lang) if error else FormErrors(),
    )
    return page_response("orders/pack.html", page, context=context, status=error.status if error else 200)


@router.get("/{action}")
async def rule_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, action: str) -> Response:
    """One action's rule, its versions and the form for the next one."""
    return await _page(request, session, staff, shop, _action(action))


@router.post("/{action}")
async def change_rule(request: Request, session: Db, staff: FreshEditor, shop: CurrentShop, action: str) -> Response:
    """Look at what a draft would change, or record it as the next version."""
    known, typed = _action(action), await _typed(request)
    newest = await _newest(session, shop, known)
    try:
        draft = rule_from_typed(known, newest.key if newest else known, typed, shop.timezone)
        if typed.get("intent") != "record":
            return await _page(request, session, staff, shop, known, typed=typed, draft=draft)
        seen = int(str(typed.get("version", "0"))) if str(typed.get("version", "0")).isdecimal() else 0
        reason = str(typed.get("reason", ""))
        if await second_needed(request, session, shop, [draft]):
            waits = await propose(session, shop.id, staff.actor, known, [draft], reason=reason, after_version=seen)
            return waits_for_another(request, staff, shop, waits)
        made = await rule_versions.record_next(session, shop.id, staff.actor, draft, reason=reason, after_version=seen)
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, known, typed=typed, error=error)
    later = _is_coming(made)
    text = says(
        request, staff, shop,
        f"Version {made.version} is recorded" + (" and will begin on its date." if later else " and in force."),
        f"第 {made.version} 版已记录" + ("，将按日期生效。" if later else "并已生效。"),
    )  # fmt: skip
    return redirect_with_flash(request, f"{LIST}/{known}", text)


@router.post("/{action}/withdraw")
async def withdraw(request: Request, session: Db, staff: FreshEditor, shop: CurrentShop, action: str) -> Response:
    """End a rule now."""
    known, typed = _action(action), await _typed(request)
    try:
        await rule_versions.withdraw(session, shop.id, staff.actor, known, reason=str(typed.get("reason", "")))
    except Invalid as error:
        return await _page(request, session, staff, shop, known, error=error)
    text = says(
        request, staff, shop, "The rule is withdrawn. The assistant no longer does this.", "规则已撤销，店员助手不再办理此项。"
    )  # fmt: skip
    return redirect_with_flash(request, LIST, text)


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    action: ActionName,
    *,
    typed: Mapping[str, Any] | None = None,
    draft: ActionRule | None = None,
    error: MerceryError | None = None,
) -> Response:
    versions = await rule_versions.history(session, shop.id, action)
    newest = versions[0].rule if versions else None
    current = next((one for one in await rules_in_force(session, shop.id) if one.action == action), None)
    beginning = typed_of(newest, action) | {"version": str(newest.version if newest else 0)}
    pairs = zip_longest(versions, versions[1:])
    context = console_page(request, staff, shop, section="rules")
    page = RulePage(
        action=action,
        name=ACTION_NAMES[action],
        current=current,
        lines=lines(current) if current else (),
        versions=[(one, differences(earlier.rule, one.rule) if earlier else ()) for one, earlier in pairs],
        may_edit=staff.may(Permission.EDIT_POLICIES),
        typed=_kept(beginning, typed) if typed is not None else beginning,
        errors=form_errors(error, context.lang) if error else FormErrors(),
        draft=differences(current, draft) if draft else None,
        back=await rule_versions.looked_back(session, shop.id, draft) if draft else None,
        moment=now(),
        waiting=await waiting(session, shop.id, action),
        policies=[
            one for one in await policies_in_force(session, shop.id) if one.topic == "returns" and action in MOVES_MONEY
        ],
    )
    return page_response("orders/rule.html", page, context=context, status=error.status if error else 200)


def _kept(beginning: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed; boxes that were not ticked are off."""
    off = {
        name: "" if isinstance(value, bool) else []
        for name, value in beginning.items()
        if isinstance(value, bool | list)
    }
    return {**beginning, **off, **typed}


def _action(name: str) -> ActionName:
    found = next((action for action in ACTION_NAMES if action == name), None)
    if found is None:
        raise NotFound(
            "There is no such action.",
            remedy="Choose one of the seven on the page of rules.",
            zh="没有这项业务，请在规则页选择。",
        )
    return found


async def _typed(request: Request) -> dict[str, Any]:
    form = await request.form()
    found: dict[str, Any] = {
        name: value.strip() for name, value in form.items() if isinstance(value, str) and name not in _LISTS
    }
    found |= {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in _LISTS}
    found.pop("csrf_token", None)
    return found
