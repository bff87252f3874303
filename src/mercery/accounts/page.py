"""What every console page shows around its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from starlette.requests import Request

from mercery.accounts.permissions import Permission, Role
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import NavBadge
from mercery.core.config import settings
from mercery.core.i18n import Lang, Words
from mercery.ui.page_context import DutyLine, NavItem, PageContext, PageUrls, ShopFace, StaffFace, Theme
from mercery.web.csrf import csrf_token
from mercery.web.html import take_flash
from mercery.web.language import request_language
from mercery.web.preferences import request_theme

SECTIONS: Final[tuple[tuple[str, Words, str, Permission], ...]] = (
    ("overview", Words("Overview", "概览"), "/console", Permission.VIEW_CONSOLE),
    ("inbox", Words("Inbox", "会话"), "/console/inbox", Permission.VIEW_CONSOLE),
    ("clients", Words("Clients", "顾客"), "/console/clients", Permission.ANSWER_CONVERSATIONS),
    ("answers", Words("Answers", "答复"), "/console/answers", Permission.VIEW_CONSOLE),
    ("inspection", Words("Quality", "质检"), "/console/inspection", Permission.VIEW_CONSOLE),
    ("products", Words("Catalogue", "商品"), "/console/products", Permission.VIEW_CONSOLE),
    ("promotions", Words("Promotions", "促销"), "/console/promotions", Permission.VIEW_CONSOLE),
    ("content", Words("Content", "内容"), "/console/content", Permission.VIEW_CONSOLE),
    ("live", Words("Live", "直播"), "/console/live", Permission.VIEW_CONSOLE),
    ("search", Words("Search", "搜索"), "/console/search", Permission.VIEW_CONSOLE),
    ("recommendations", Words("Recommendations", "推荐"), "/console/recommendations", Permission.VIEW_CONSOLE),
    ("reviews", Words("Reviews", "评价"), "/console/reviews", Permission.VIEW_CONSOLE),
    ("sales", Words("Sales", "销售"), "/console/sales", Permission.VIEW_CONSOLE),
    ("costs", Words("Costs", "成本"), "/console/costs", Permission.VIEW_CONSOLE),
    ("import", Words("Import", "导入"), "/console/import", Permission.IMPORT),
    ("experiments", Words("Experiments", "实验"), "/console/experiments", Permission.VIEW_CONSOLE),
    ("policies", Words("Policies", "政策"), "/console/settings/policies", Permission.VIEW_CONSOLE),
    ("rules", Words("Order rules", "订单规则"), "/console/settings/rules", Permission.VIEW_CONSOLE),
    ("channels", Words("Channels", "渠道"), "/console/channels", Permission.VIEW_CONSOLE),
    ("staff", Words("Staff", "员工"), "/console/staff", Permission.VIEW_CONSOLE),
    ("settings", Words("Settings", "设置"), "/console/settings", Permission.VIEW_CONSOLE),
    ("alerts", Words("Alerts", "告警"), "/console/alerts", Permission.VIEW_CONSOLE),
    ("system", Words("System", "系统"), "/console/system", Permission.MANAGE_SETTINGS),
    ("audit", Words("Record", "操作记录"), "/console/audit", Permission.VIEW_AUDIT),
)
"""The console's menu: key, label, address, what one needs to see it."""

ROLE_NAMES: Final[Mapping[Role, Words]] = {
    "owner": Words("Owner", "店主"),
    "editor": Words("Editor", "编辑"),
    "reviewer": Words("Reviewer", "审核"),
    "agent": Words("Agent", "客服"),
    "viewer": Words("Viewer", "只读"),
}

_ON_AIR: Final = Words("AI host, on air", "AI 主播，直播中")
_URLS: Final = PageUrls(
    home="/", language="/console/preferences/language", theme="/console/preferences/theme", logout="/console/logout"
)


def console_page(request: Request, staff: Staff, shop: Shop, *, section: str) -> PageContext:
    """The context of a console page; `section` is the menu entry it belongs to."""
    lang = staff_language(request, staff, shop)
    return PageContext(
        lang=lang,
        theme=staff.theme,
        csrf_token=csrf_token(request),
        path=request.url.path,
        query=request.url.query,
        timezone=shop.timezone,
        shop=ShopFace(
            name=shop.name.text(lang),
            wordmark=shop.wordmark,
            line=_shop_line(request, shop, lang),
            colour=shop.colour,
            currency=shop.currency,
            currencies=shop.currencies,
        ),
        staff=StaffFace(name=staff.name, role=ROLE_NAMES[staff.role].text(lang), url="/console/account"),
        nav=_nav(request, staff, lang),
        duty=_duty(shop, lang, on_air="live" in _badges(request)),
        flash=take_flash(request),
        urls=_URLS,
    )


def plain_page(request: Request, shop: Shop | None = None) -> PageContext:
    """The context of a page nobody is signed in to: login, invitation, first set-up."""
    lang = request_language(request, shop.default_language if shop else None)
    theme: Theme = request_theme(request)
    return PageContext(
        lang=lang,
        theme=theme,
        csrf_token=csrf_token(request),
        path=request.url.path,
        query=request.url.query,
        timezone=shop.timezone if shop else "UTC",
        shop=ShopFace(name=shop.name.text(lang), wordmark=shop.wordmark, colour=shop.colour) if shop else None,
        flash=take_flash(request),
        urls=PageUrls(home="/"),
    )


def staff_language(request: Request, staff: Staff, shop: Shop) -> Lang:
    """What the address asks for, else what the person chose, else as for any reader."""
    asked = request.query_params.get("lang")
    if asked in ("en", "zh"):
        return cast(Lang, asked)
    return staff.language or request_language(request, shop.default_language)


def _nav(request: Request, staff: Staff, lang: Lang) -> tuple[NavItem, ...]:
    badges = _badges(request)
    nothing = NavBadge(text="")
    return tuple(
        NavItem(
            key=key,
            label=label.text(lang),
            url=url,
            badge=_in(badges.get(key, nothing).text, lang),
            badge_tone=badges.get(key, nothing).tone,
        )
        for key, label, url, needed in SECTIONS
        if staff.may(needed)
    )


def _badges(request: Request) -> Mapping[str, NavBadge]:
    return cast("Mapping[str, NavBadge]", getattr(request.state, "badges", {}))


def _in(text: str | Words, lang: Lang) -> str:
    return text.text(lang) if isinstance(text, Words) else text


def _shop_line(request: Request, shop: Shop, lang: Lang) -> str:
    if shop.demo:
        return "Demo shop" if lang == "en" else "演示店铺"
    return shop.tagline.text(lang)


def _duty(shop: Shop, lang: Lang, *, on_air: bool) -> tuple[DutyLine, ...]:
    share = shop.holdouts.get("assistant", settings().holdout_share)
    kept = f"{share * 100:g}%"
    line = (
        Words(f"Hold-out {kept} of visitors", f"对照组：{kept} 的访客")
        if share
        else Words("Every visitor meets it", "所有访客均可使用")
    )
    return (
        DutyLine(label=shop.assistant_name.text(lang)),
        *([DutyLine(label=_ON_AIR.text(lang), state="air")] if on_air else []),
        DutyLine(label=line.text(lang), state="off" if share else "working"),
    )


def says(request: Request, staff: Staff, shop: Shop, en: str, zh: str) -> str:
    """A sentence in the reader's language, for messages made in code."""
    return Words(en, zh).text(staff_language(request, staff, shop))
