"""Floor, fees and what the breaker watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError
from mercery.promotions.lab.form_fields import FieldReader, plain_amount, plain_rate
from mercery.promotions.lab.pages import SettingsPage
from mercery.promotions.lab.refusals import by_field
from mercery.promotions.publishing.settings import PromotionSettings, save_settings, settings_of
from mercery.promotions.rules.policy import Fees, Floor, RoundMode
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.EDIT_POLICIES))]
_FIELDS: Final = (
    "margin", "most_units", "commission", "payment", "payment_fixed", "parcel", "tax", "shipping", "velocity_times",
    "least_uses", "underpaid_orders", "on_price_change", "choose", "round_mode", "proof_seconds", "everyone_is_member", "reason", "version",
)  # fmt: skip


@router.get("/settings")
async def settings_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """As they stand."""
    kept = await settings_of(session, shop.id)
    return _page(request, staff, shop, _typed(kept, shop.currency), kept.version)


@router.post("/settings")
async def save(request: Request, session: Db, staff: Owner, shop: CurrentShop) -> Response:
    """Keep them; what is wrong is said beside its field."""
    sent = await request.form()
    typed = {name: str(sent.get(name, ""))[:600].strip() for name in _FIELDS}
    kept = await settings_of(session, shop.id)
    try:
        changed = _read(typed, kept, shop)
        await save_settings(session, shop.id, staff.actor, changed, reason=typed["reason"])
    except MerceryError as error:
        errors = by_field(error, staff_language(request, staff, shop))
        return _page(request, staff, shop, typed, kept.version, errors=errors, status=error.status)
    text = says(request, staff, shop, "Kept. Drafts have to be proved anew.", "已保存，草稿须重新证明。")
    return redirect_with_flash(request, "/console/promotions/settings", text)


def _read(typed: Mapping[str, str], kept: PromotionSettings, shop: Shop) -> PromotionSettings:
    reader = FieldReader(typed, shop.currency, zone_named(shop.timezone))
    before = kept.fees.get(shop.currency, Fees())
    fees = replace(
        before,
        commission_bps=reader.rate("commission") or 0,
        payment_bps=reader.rate("payment") or 0,
        payment_fixed=reader.amount("payment_fixed") or 0,
        parcel=reader.amount("parcel") or 0,
        tax_bps=reader.rate("tax") or 0,
    )
    shipping = reader.amount("shipping")
    others = {code: fee for code, fee in kept.shipping.items() if code != shop.currency}
    modes = get_args(RoundMode)
    policy = replace(
        kept.policy,
        choose="priority" if typed["choose"] == "priority" else "best",
        round_mode=cast(RoundMode, typed["round_mode"] if typed["round_mode"] in modes else kept.policy.round_mode),
    )
    changed = replace(
        kept,
        policy=policy,
        floor=Floor(margin_bps=reader.rate("margin") or 0),
        fees={**kept.fees, shop.currency: fees},
        shipping={**others, **({shop.currency: shipping} if shipping is not None else {})},
        most_units=reader.whole("most_units", least=1, most=9_999) or kept.most_units,
        velocity_times=reader.whole("velocity_times", least=1) or kept.velocity_times,
        least_uses=reader.whole("least_uses", least=1) or kept.least_uses,
        underpaid_orders=reader.whole("underpaid_orders", least=1) or kept.underpaid_orders,
        proof_seconds=reader.whole("proof_seconds", least=1, most=600) or kept.proof_seconds,
        on_price_change="tell" if typed["on_price_change"] == "tell" else "hold",
        everyone_is_member=bool(typed["everyone_is_member"]),
        version=int(typed["version"]) if typed["version"].isdigit() else kept.version,
    )
    reader.finish()
    return changed


def _typed(kept: PromotionSettings, currency: str) -> dict[str, str]:
    fees = kept.fees.get(currency, Fees())
    return {
        "margin": plain_rate(kept.floor.margin_bps), "most_units": str(kept.most_units),
        "commission": plain_rate(fees.commission_bps), "payment": plain_rate(fees.payment_bps),
        "payment_fixed": plain_amount(fees.payment_fixed, currency), "parcel": plain_amount(fees.parcel, currency),
        "tax": plain_rate(fees.tax_bps), "shipping": plain_amount(kept.shipping.get(currency), currency),
        "velocity_times": str(kept.velocity_times), "least_uses": str(kept.least_uses),
        "underpaid_orders": str(kept.underpaid_orders),
        "on_price_change": kept.on_price_change, "choose": kept.policy.choose, "round_mode": kept.policy.round_mode,
        "proof_seconds": str(kept.proof_seconds), "everyone_is_member": "1" if kept.everyone_is_member else "",
        "reason": "", "version": str(kept.version),
    }  # fmt: skip


def _page(
    request: Request,
    staff: Staff,
    shop: Shop,
    typed: Mapping[str, str],
    version: int,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    page = SettingsPage(
        typed=typed,
        errors=errors or {},
        currency=shop.currency,
        version=version,
        may_edit=staff.may(Permission.EDIT_POLICIES),
    )
    context = console_page(request, staff, shop, section="promotions")
    return page_response("promotions/settings.html", page, context=context, status=status)
