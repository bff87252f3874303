"""Who asks and for which shop: the dependencies every other feature's routes take.

`CurrentShop` the shop, `CurrentStaff` the person in the console, `Require(…)` a person with enough rights,
`ApiKeyWith(scope)` a program with a key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal, cast

from fastapi import Depends, Security
from fastapi.security import HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from mercery.accounts import service
from mercery.accounts.permissions import Permission, Role, Scope, least_role
from mercery.accounts.second_factor.mandate import owed_by
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey, Session, Staff
from mercery.core.errors import Forbidden, NotFound, Unauthenticated
from mercery.core.i18n import Words, is_lang
from mercery.web.cookies import read_cookie
from mercery.web.csrf import SESSION_COOKIE
from mercery.web.database import Db, database_of
from mercery.web.errors import AnswerInstead, SignInNeeded, wants_html
from mercery.web.html import redirect
from mercery.web.preferences import remember_language
from mercery.web.rate_limit import API_PER_KEY, Limit, limiter_of

ACCOUNT_PATH: Final = "/console/account"
DECLARES: Final = "declares"
"""Attribute of a dependency that names the permission, role or scope it demands, so that tests can hold routes to it."""

Bearer = Annotated[
    object, Security(HTTPBearer(auto_error=False, scheme_name="key", description="A key of this shop, `mcy_…`."))
]
"""Tells the description of the interface that a key is needed; `_key_of` reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavBadge:
    """A count beside an entry of the console's menu."""

    text: str | Words
    tone: Literal["quiet", "stop"] = "quiet"


BadgeSource = Callable[[AsyncSession, Shop], Awaitable[Mapping[str, NavBadge]]]
"""Counts by menu key (`inbox`, `answers`); `app.state.badge_sources` holds what `app.py` found."""


class NoShop(NotFound):
    """The installation has no shop yet."""

    code = "no_shop"

    def __init__(self) -> None:
        super().__init__(
            "There is no shop here yet.",
            remedy="Run `mercery shop create`, or start with the demo shop.",
            zh="这里还没有店铺，请先开设店铺。",
        )


class MayNot(Forbidden):
    """The person's role does not suffice."""

    def __init__(self, needed: Permission | Role) -> None:
        role = least_role(needed)
        super().__init__(
            f"This needs the role {role}.",
            remedy="Ask an owner of the shop.",
            zh="您的角色不能执行此操作，请联系店主。",
        )


async def session_of(request: HTTPConnection, session: Db) -> Session | None:
    """The sign-in of this browser, when it holds."""
    token = read_cookie(request, SESSION_COOKIE)
    return await service.live_session(session, token) if token else None


MaybeSession = Annotated[Session | None, Depends(session_of)]


async def shop_of(request: HTTPConnection, session: Db, signed_in: MaybeSession) -> Shop:
    """By the host; in the console of a host that names no shop, the one the person switched to; else the first."""
    named = await service.shop_for_host(session, request.headers.get("host", ""))
    if named is not None:
        return named
    if signed_in and signed_in.shop_id and request.url.path.startswith("/console"):
        return await service.shop(session, signed_in.shop_id)
    first = await service.first_shop(session)
    if first is None:
        raise NoShop
    return first


CurrentShop = Annotated[Shop, Depends(shop_of)]
"""The one shop this request sees."""


async def staff_of(request: Request, session: Db, signed_in: MaybeSession, shop: CurrentShop) -> Staff:
    """The person signed in, as a member of this shop. Leads to the login when nobody is."""
    if signed_in is None:
        raise SignInNeeded
    try:
        staff = await service.membership(session, shop.id, signed_in.staff_id)
    except NotFound as error:
        raise Forbidden(
            f"You do not work for {shop.name.text('en')}.",
            remedy="Sign in with another account.",
            zh=f"您不是“{shop.name.text('zh')}”的人员，请换一个账号登录。",
        ) from error
    await _second_factor_where_owed(request, session, staff)
    chosen = request.query_params.get("lang")
    if is_lang(chosen) and chosen != staff.language and request.method == "GET":
        await service.set_preferences(session, staff.id, language=chosen)
        remember_language(request, chosen)
        staff = replace(staff, language=chosen)
    request.state.staff = staff
    if wants_html(request):
        request.state.badges = await _badges(request, session, shop)
        request.state.other_shops = len(await service.shops_of(session, staff.id)) > 1
    return staff


CurrentStaff = Annotated[Staff, Depends(staff_of)]
"""Any member of the shop."""


def Require(needed: Permission | Role) -> Callable[[Staff], Awaitable[Staff]]:  # noqa: N802 - reads as a type in signatures
    """`staff: Annotated[Staff, Depends(Require("editor"))]`: a member whose role suffices, else Forbidden."""

    async def check(staff: CurrentStaff) -> Staff:
        if not staff.may(needed):
            raise MayNot(needed)
        return staff

    setattr(check, DECLARES, needed)
    return check


def ApiKeyWith(scope: Scope) -> Callable[..., Awaitable[ApiKey]]:  # noqa: N802 - reads as a type in signatures
    """`key: Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_READ))]`: a live key of this shop with the scope.

    The key's shop must be the one the address names; where the address names none, the key decides (`key.shop_id`).
    """

    async def check(request: HTTPConnection, session: Db, _: Bearer) -> ApiKey:
        return await _key_of(request, session, scope, API_PER_KEY)

    setattr(check, DECLARES, scope)
    return check


def BriefApiKeyWith(scope: Scope, limit: Limit) -> Callable[..., Awaitable[ApiKey]]:  # noqa: N802
    """The same in a transaction that is over before the route begins, for routes that wait; with a limit of their own."""

    async def check(request: HTTPConnection, _: Bearer) -> ApiKey:
        async with database_of(request).session() as session:
            return await _key_of(request, session, scope, limit)

    setattr(check, DECLARES, scope)
    return check


async def _key_of(request: HTTPConnection, session: AsyncSession, scope: Scope, limit: Limit) -> ApiKey:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise Unauthenticated(
            "This address needs an API key.",
            remedy="Send it as `Authorization: Bearer mcy_…`.",
            zh="此地址需要 API 密钥。",
        )
    key = await service.verify_api_key(session, secret.strip())
    await limiter_of(request).take(limit, key.id)
    named = await service.shop_for_host(session, request.headers.get("host", ""))
    if named is not None and named.id != key.shop_id:
        raise Forbidden(
            "This API key belongs to another shop.", remedy="Use a key of this shop.", zh="此 API 密钥属于另一家店铺。"
        )
    if scope not in key.scopes:
        raise Forbidden(
            f"This API key lacks the scope {scope.value}.",
            remedy="Make a key with that scope.",
            zh=f"此 API 密钥缺少权限 {scope.value}。",
        )
    return key


async def _second_factor_where_owed(request: Request, session: AsyncSession, staff: Staff) -> None:
    """The console stays shut to who has to set up two-step sign-in and let the days pass; the own account does not."""
    if request.url.path.startswith(ACCOUNT_PATH):
        return
    owed = await owed_by(session, staff)
    if owed is not None and owed.overdue:
        raise AnswerInstead(
            "This shop wants two-step sign-in of you.",
            remedy="Set it up under Account.",
            page=redirect(request, f"{ACCOUNT_PATH}/second-factor"),
            zh="本店要求两步验证，请在“账号”中设置。",
        )


async def _badges(request: Request, session: AsyncSession, shop: Shop) -> dict[str, NavBadge]:
    found: dict[str, NavBadge] = {}
    for source in cast("list[BadgeSource]", getattr(request.app.state, "badge_sources", [])):
        found.update(await source(session, shop))
    return found
