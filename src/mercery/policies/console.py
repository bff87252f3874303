"""The policies pages, below the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, Problem
from mercery.core.i18n import Words
from mercery.policies import proposals, service
from mercery.policies.comparison import Change, changes
from mercery.policies.computed import Computed, computed_by_topic
from mercery.policies.draft import PolicyDraft, check_draft, values_left_behind
from mercery.policies.foresight import foresight_of
from mercery.policies.policy import TOPICS, Policy, Topic
from mercery.policies.proposals import Proposal
from mercery.policies.two_people import two_people_of
from mercery.policies.values_text import values_from_text, values_to_text
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/settings/policies", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_POLICIES))]

TOPIC_NAMES: Mapping[Topic, Words] = {
    "delivery": Words("Delivery", "配送"),
    "returns": Words("Returns", "退货"),
    "warranty": Words("Warranty", "质保"),
    "payment": Words("Payment", "支付"),
    "care": Words("Care", "保养"),
    "gift": Words("Gifts", "礼品"),
    "privacy": Words("Privacy", "隐私"),
    "authenticity": Words("Authenticity", "正品"),
    "repair": Words("Repairs", "维修"),
    "contact": Words("Contact", "联系"),
    "other": Words("Other", "其他"),
}
_SOON = timedelta(days=90)
_LIST = "/console/settings/policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesPage:
    """The policies in force and those that are to come."""

    held: Sequence[Policy]
    coming: Sequence[Policy]
    waiting: Sequence[Proposal]
    """Versions that wait for a second person."""
    may_edit: bool
    moment: datetime

    @property
    def ending(self) -> int:
        """How many end within ninety days with nothing after them."""
        return sum(1 for policy in self.held if self.ends_soon(policy))

    def ends_soon(self, policy: Policy) -> bool:
        """Whether this one ends within ninety days without a successor."""
        follows = any(other.key == policy.key for other in self.coming)
        return policy.valid_to is not None and policy.valid_to - self.moment < _SOON and not follows

    def topic(self, policy: Policy) -> Words:
        """The topic's name."""
        return TOPIC_NAMES[policy.topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage:
    """One policy: its versions, and the form for the next."""

    key: str
    title: Words
    versions: Sequence[tuple[Policy, Sequence[Change]]]
    """Newest first, each with what it changed."""
    current: Policy | None
    waiting: Sequence[Proposal]
    may_edit: bool
    typed: Mapping[str, str]
    errors: FormErrors

    @property
    def computed(self) -> Sequence[tuple[Words, Sequence[Computed]]]:
        """Values code computes with, by the topics they are read from."""
        return [(_topics_named(topics), values) for topics, values in computed_by_topic()]

    @property
    def topics(self) -> Sequence[tuple[Topic, Words]]:
        """For the choice of a topic."""
        return [(topic, TOPIC_NAMES[topic]) for topic in TOPICS]


def _topics_named(topics: Sequence[Topic]) -> Words:
    if not topics:
        return Words("Any topic", "任意主题")
    names = [TOPIC_NAMES[one] for one in topics]
    return Words(", ".join(one.en for one in names), "、".join(one.zh for one in names))


@router.get("")
async def policies_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """What customers are told, and until when."""
    page = PoliciesPage(
        held=await service.policies_in_force(session, shop.id),
        coming=await service.coming_policies(session, shop.id),
        waiting=await proposals.waiting(session, shop.id),
        may_edit=staff.may(Permission.EDIT_POLICIES),
        moment=now(),
    )
    return page_response("policies/policies.html", page, context=console_page(request, staff, shop, section="policies"))


@router.get("/new")
async def new_page(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The form for a policy that does not exist yet."""
    return await _page(request, session, staff, shop, key="")


@router.get("/{key}")
async def policy_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, key: str) -> Response:
    """A policy's versions and the form for the next one."""
    return await _page(request, session, staff, shop, key=key)


@router.post("/new")
async def record_new(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """The first version of a policy."""
    return await _record(request, session, staff, shop, key="")


@router.post("/{key}")
async def record_next(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """The next version of a policy; earlier ones stay as they are."""
    return await _record(request, session, staff, shop, key=key)


@router.post("/new/foresee")
async def foresee_new(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """What a first version would change of past answers. Nothing is recorded."""
    return await _foresee(request, session, staff, shop, key="")


@router.post("/{key}/foresee")
async def foresee_next(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """What the next version would change of past answers. Nothing is recorded."""
    return await _foresee(request, session, staff, shop, key=key)


@router.post("/{key}/withdraw")
async def withdraw(request: Request, session: Db, staff: Editor, shop: CurrentShop, key: str) -> Response:
    """End a policy now."""
    typed = await _typed(request)
    try:
        await service.withdraw_policy(session, shop.id, staff.actor, key, reason=typed.get("reason", ""))
    except Invalid as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error)
    text = says(
        request,
        staff,
        shop,
        "The policy is withdrawn. The assistant no longer states it.",
        "政策已撤销，店员不再引用。",
    )
    return redirect_with_flash(request, _LIST, text)


async def _record(request: Request, session: Db, staff: Staff, shop: Shop, *, key: str) -> Response:
    typed = await _typed(request)
    try:
        draft = _draft(typed, key or typed.get("key", ""), shop)
        seen = int(typed["version"]) if typed.get("version", "").isdigit() else 0
        await _check_values(session, shop, draft)
        rule = two_people_of(request)
        if rule is not None and await rule.needed(session, shop.id, draft):
            made = await proposals.propose(
                session, shop.id, staff.actor, draft, reason=typed.get("reason", ""), after_version=seen
            )
            return _waits(request, staff, shop, made)
        policy = await service.record_policy(
            session, shop.id, staff.actor, draft, reason=typed.get("reason", ""), after_version=seen
        )
    except (Invalid, Conflict) as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error)
    later = policy.valid_from > now()
    text = says(
        request, staff, shop,
        f"Version {policy.version} is recorded" + (" and will begin on its date." if later else " and in force."),
        f"第 {policy.version} 版已记录" + ("，将按日期生效。" if later else "并已生效。"),
    )  # fmt: skip
    return redirect_with_flash(request, f"{_LIST}/{policy.key}", text)


async def _check_values(session: Db, shop: Shop, draft: PolicyDraft) -> None:
    """Invalid where the words give a new number and the value they were computed with is still the old one."""
    held = next((one for one in await service.policies_in_force(session, shop.id) if one.key == draft.key), None)
    left = values_left_behind(held.values, held.statement, draft) if held else []
    if left:
        names = ", ".join(f"{name}: {draft.values[name]}" for name in left)
        problem = Problem(
            field="values", message=f"The statement says another number now; the values still say {names}.",
            remedy="Change the value too, or take its line out.", zh=f"内容中的数字已改，数值仍为 {names}。请一并修改，或删去该行。",
        )  # fmt: skip
        raise Invalid("Words and values disagree.", problems=[problem], zh="内容与数值不一致。")


def _waits(request: Request, staff: Staff, shop: Shop, made: Proposal) -> Response:
    text = says(
        request, staff, shop,
        "Your yes is noted with it; a second person has to say it too, since it touches money or law. Until then nothing changes.",
        "已记录并视为您的核准；因涉及金额或法律，还需另一人核准，在此之前一切不变。",
    )  # fmt: skip
    return redirect_with_flash(request, f"{_LIST}/waiting/{made.id}", text)


async def _foresee(request: Request, session: Db, staff: Staff, shop: Shop, *, key: str) -> Response:
    typed, foresight = await _typed(request), foresight_of(request)
    try:
        draft = _draft(typed, key or typed.get("key", ""), shop)
        check_draft(draft)
    except Invalid as error:
        return await _page(request, session, staff, shop, key=key, typed=typed, error=error)
    if foresight is None:
        raise NotFound("Nobody looks back here.", zh="此处不能回看。")
    # Followed by htmx too, which puts what is found beside the form.
    return RedirectResponse(await foresight.of_policy(session, shop, staff.actor, draft), status_code=303)


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
    history = await service.policy_history(session, shop.id, key) if key else []
    newest = history[0] if history else None
    in_force = {policy.key: policy for policy in await service.policies_in_force(session, shop.id)}
    context = console_page(request, staff, shop, section="policies")
    page = PolicyPage(
        key=key,
        title=newest.title if newest else Words("A new policy", "新政策"),
        versions=[(policy, changes(earlier, policy)) for policy, earlier in zip_longest(history, history[1:])],
        current=in_force.get(key),
        waiting=await proposals.waiting(session, shop.id, key) if key else (),
        may_edit=staff.may(Permission.EDIT_POLICIES),
        typed={**_blank(newest, shop.timezone), **(typed or {})},
        errors=form_errors(error, context.lang) if error else FormErrors(),
    )
    return page_response("policies/policy.html", page, context=context, status=error.status if error else 200)


def _blank(newest: Policy | None, timezone: str) -> dict[str, str]:
    """The newest version as it stands: who changes a word does not take its last day away."""
    end = newest.valid_to - timedelta(seconds=1) if newest and newest.valid_to else None
    return {
        "key": newest.key if newest else "",
        "version": str(newest.version if newest else 0),
        "topic": newest.topic if newest else "delivery",
        "title_en": newest.title.en if newest else "",
        "title_zh": newest.title.zh if newest else "",
        "statement_en": newest.statement.en if newest else "",
        "statement_zh": newest.statement.zh if newest else "",
        "values": values_to_text(newest.values) if newest else "",
        "regions": ", ".join(newest.regions) if newest else "",
        "valid_from": "",
        "valid_to": end.astimezone(zone_named(timezone)).date().isoformat() if end else "",
        "reason": "",
    }


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value.strip() for name, value in form.items() if isinstance(value, str) and name != "csrf_token"}


def _draft(typed: Mapping[str, str], key: str, shop: Shop) -> PolicyDraft:
    return PolicyDraft(
        key=key.lower(),
        topic=cast(Topic, typed.get("topic", "")),
        title=Words(typed.get("title_en", "") or key.replace("_", " ").capitalize(), typed.get("title_zh", "")),
        statement=Words(typed.get("statement_en", ""), typed.get("statement_zh", "")),
        values=values_from_text(typed.get("values", "")),
        regions=tuple(part.strip() for part in typed.get("regions", "").replace("，", ",").split(",") if part.strip()),
        valid_from=_day(typed.get("valid_from", ""), "valid_from", shop.timezone),
        valid_to=_day(typed.get("valid_to", ""), "valid_to", shop.timezone, days=1),
    )


def _day(text: str, name: str, timezone: str, *, days: int = 0) -> datetime | None:
    """Midnight of the day in the shop's zone; an end day counts as a whole (`days` 1)."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError) as error:
        message = f"'{text}' is not a date."
        raise Invalid(
            message,
            problems=[
                Problem(
                    field=name,
                    message=message,
                    remedy="Write 2026-11-30.",
                    zh=f"“{text}”不是日期，请填写 2026-11-30 这样的日期。",
                )
            ],
            zh=f"“{text}”不是日期，请填写 2026-11-30 这样的日期。",
        ) from error
    return datetime.combine(day, time(), tzinfo=zone_named(timezone))
