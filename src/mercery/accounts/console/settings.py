"""The shop's settings and its API keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission, Scope
from mercery.accounts.proving import RequireFresh, demand_fresh
from mercery.accounts.service.shops import ShopFields
from mercery.accounts.settings_forms import Sent, changes_for
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey, Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, MaybeSession, Require
from mercery.core.clock import zone_names
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.ui.shop_colour import accepted_shop_colour
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/settings")
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
KeyOwner = Annotated[Staff, Depends(Require(Permission.MANAGE_KEYS))]
FreshKeyOwner = Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_KEYS))]
PROVED_SECTIONS = ("selling", "addresses")
"""Sections that move money or say whose pages are the shop's: who saves them proves to be there."""

SCOPE_NAMES: Mapping[Scope, Words] = {
    Scope.CATALOG_READ: Words("Read the catalogue", "读取商品"),
    Scope.CATALOG_WRITE: Words("Change the catalogue", "修改商品"),
    Scope.ORDERS_READ: Words("Read orders", "读取订单"),
    Scope.ORDERS_WRITE: Words("Change orders", "修改订单"),
    Scope.CONVERSATIONS_READ: Words("Read conversations", "读取会话"),
    Scope.CONVERSATIONS_WRITE: Words("Write in conversations", "在会话中回复"),
    Scope.ANSWERS_READ: Words("Read approved answers", "读取已审核答复"),
    Scope.ANSWERS_WRITE: Words("Change approved answers", "修改已审核答复"),
    Scope.DOCUMENTS_READ: Words("Read documents and their passages", "读取文件及其段落"),
    Scope.DOCUMENTS_WRITE: Words("Send documents, which become drafts", "发送文件（将成为草稿）"),
    Scope.INSPECTION_READ: Words("Read what inspection found", "读取质检结果"),
    Scope.SEARCH_READ: Words("Read what is searched, synonyms and rules", "读取搜索报告、同义词与陈列规则"),
    Scope.SEARCH_WRITE: Words("Change synonyms and merchandising rules", "修改同义词与陈列规则"),
    Scope.CONTENT_READ: Words("Read content and take it away", "查看并导出内容"),
    Scope.CONTENT_WRITE: Words("Have content written, edit and publish it", "撰写、修改并发布内容"),
    Scope.LIVE_READ: Words("Read shows, their running order and what was said", "查看直播、节目单与口播记录"),
    Scope.LIVE_WRITE: Words("Set up shows, put them on air and end them", "设置直播，开播与结束"),
    Scope.RECOMMENDATIONS_READ: Words(
        "Ask what to recommend, with customers' addresses for mails", "查询推荐，含邮件所需的顾客地址"
    ),
    Scope.RECOMMENDATIONS_WRITE: Words("Tell what customers say of pieces, remove it", "登记与删除顾客对商品的表态"),
    Scope.PROMOTIONS_READ: Words("Read promotions and have carts quoted", "查看促销并为购物车报价"),
    Scope.PROMOTIONS_WRITE: Words(
        "Draft and check promotions, record costs and orders", "起草与核查促销，登记成本与订单"
    ),
    Scope.EVENTS_WRITE: Words("Tell what visitors did", "上报访客行为"),
    Scope.EXPERIMENTS_READ: Words("Read experiments and their results", "查看实验与结果"),
    Scope.EXPERIMENTS_WRITE: Words("Ask who has an experiment, tell who met it", "查询分组，登记接触"),
    Scope.ASSISTANT: Words("Ask the assistant", "向店员提问"),
}
HELD_OUT: Mapping[str, Words] = {
    "assistant": Words("Assistant", "店员"),
    "search": Words("Search", "搜索"),
    "recommendations": Words("Recommendations", "推荐"),
    "guide": Words("Buying guide", "导购"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What the settings page shows."""

    shop: Shop
    may_change: bool
    may_keys: bool
    keys: Sequence[ApiKey]
    errors: FormErrors
    section: str = ""
    """The form the errors belong to."""
    secret: str = ""
    """A key just made, shown this once."""
    base_url: str = ""

    @property
    def timezones(self) -> list[tuple[str, str]]:
        """Names of the IANA database, without its technical ones."""
        areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/", "UTC")
        return [(name, name.replace("_", " ")) for name in sorted(zone_names()) if name.startswith(areas)]

    @property
    def scopes(self) -> Sequence[tuple[Scope, Words]]:
        """Scope and name."""
        return list(SCOPE_NAMES.items())

    @property
    def features(self) -> Sequence[tuple[str, Words, str]]:
        """Feature, name and own share in percent, empty where the installation's holds."""
        shares = self.shop.holdouts
        return [(key, name, f"{shares[key] * 100:g}" if key in shares else "") for key, name in HELD_OUT.items()]

    @property
    def default_share(self) -> float:
        """The installation's share."""
        return settings().holdout_share

    def scope_name(self, scope: Scope) -> Words:
        """A scope in words."""
        return SCOPE_NAMES[scope]


@router.get("")
async def settings_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """All settings of the shop."""
    return await _page(request, session, staff, shop)


@router.post("/keys")
async def create_key(
    request: Request,
    session: Db,
    staff: FreshKeyOwner,
    shop: CurrentShop,
    name: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Make a key and show its secret."""
    sent = Sent(await _pairs(request))
    try:
        _, secret = await service.create_api_key(session, shop.id, staff.actor, name=name, scopes=sent.many("scopes"))
    except Invalid as error:
        return await _page(
            request,
            session,
            staff,
            shop,
            errors=form_errors(error, staff_language(request, staff, shop)),
            section="keys",
            status=422,
        )
    return await _page(request, session, staff, shop, secret=secret)


@router.post("/keys/{key_id}/revoke")
async def revoke_key(request: Request, session: Db, staff: KeyOwner, shop: CurrentShop, key_id: str) -> Response:
    """End a key."""
    await service.revoke_api_key(session, shop.id, staff.actor, key_id)
    text = says(request, staff, shop, "The key no longer works.", "该密钥已停用。")
    return redirect_with_flash(request, "/console/settings#keys", text)


@router.post("/{section}")
async def save(
    request: Request,
    session: Db,
    staff: Owner,
    shop: CurrentShop,
    signed_in: MaybeSession,
    section: str,
    version: Annotated[int, Form()],
) -> Response:
    """Save one section; what cannot be used is shown at its field and nothing is saved."""
    if section in PROVED_SECTIONS:
        await demand_fresh(request, session, staff, shop, signed_in)
    sent = Sent(await _pairs(request))
    changes: ShopFields = {}
    try:
        changes = changes_for(section, sent)
        if "holdouts" in changes:
            # The form knows some features; shares of the others, and of the shop's own experiments, stay.
            kept = {name: share for name, share in shop.holdouts.items() if name not in HELD_OUT}
            changes["holdouts"] = kept | changes["holdouts"]
        async with session.begin_nested():
            saved = await service.update_shop(session, shop.id, staff.actor, expected_version=version, **changes)
    except (Invalid, Conflict) as error:
        return await _page(
            request,
            session,
            staff,
            shop,
            typed=replace(shop, **changes),
            errors=form_errors(error, staff_language(request, staff, shop)),
            section=section,
            status=error.status,
        )
    darker = (
        section == "brand" and accepted_shop_colour(sent.one("colour")) != f"#{sent.one('colour').lstrip('#').upper()}"
    )
    text = says(request, staff, saved, "Saved.", "已保存。")
    if darker:
        text = says(
            request, staff, saved,
            f"Saved. The colour was made darker, to {saved.colour}, so that white text can be read on it.",
            f"已保存。为使白色文字清晰可读，颜色已加深为 {saved.colour}。",
        )  # fmt: skip
    return redirect_with_flash(request, f"/console/settings#{section}", text)


async def _pairs(request: Request) -> list[tuple[str, str]]:
    form = await request.form()
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


async def _page(
    request: Request,
    session: Db,
    staff: Staff,
    shop: Shop,
    *,
    typed: Shop | None = None,
    errors: FormErrors | None = None,
    section: str = "",
    secret: str = "",
    status: int = 200,
) -> Response:
    may_keys = staff.may(Permission.MANAGE_KEYS)
    page = SettingsPage(
        shop=typed or shop,
        may_change=staff.may(Permission.MANAGE_SETTINGS),
        may_keys=may_keys,
        keys=await service.api_keys(session, shop.id) if may_keys else [],
        errors=errors or FormErrors(),
        section=section,
        secret=secret,
        base_url=settings().public_url or f"{request.url.scheme}://{request.headers.get('host', '')}",
    )
    return page_response(
        "accounts/settings.html", page, context=console_page(request, staff, shop, section="settings"), status=status
    )
