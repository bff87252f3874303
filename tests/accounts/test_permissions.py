"""Who may do what: every route of the console for every role, every route of the interface for programs for every scope."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from tests.accounts.house import House
from tests.accounts.installation import Furnished, address, console, furnish, installation, routes

from mercery.accounts import service
from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import ROLES, Permission, Role, Scope, allows
from mercery.app import create_app
from mercery.core.database import Database

OPEN_CONSOLE = {
    # Before anybody is signed in, and what leads out.
    "GET /console/login", "POST /console/login", "POST /console/logout", "GET /console/join/{secret}",
    "POST /console/join/{secret}", "POST /console/preferences/language", "POST /console/preferences/theme",
    "GET /console/login/code", "POST /console/login/code", "GET /console/forgot", "POST /console/forgot",
    "GET /console/reset", "POST /console/reset", "GET /console/email/confirm", "POST /console/email/confirm",
    "GET /console/email/stop", "POST /console/email/stop",
}  # fmt: skip
OWN = {
    # Changes to one's own account: any member.
    "POST /console/account/password", "POST /console/account/sessions/end", "POST /console/account/shop",
    "POST /console/account/notices",
}  # fmt: skip
OPEN_API = (
    # For a shopper's browser (a visitor's cookie or a conversation's token says whose it is) or signed by a channel.
    "/api/conversations", "/api/assistant/messages", "/api/search/suggest", "/api/channels/", "/api/player/",
    "/api/live/bridges/",
)  # fmt: skip


@pytest.fixture
async def aurelle(database: Database, home: Path) -> Furnished:
    return await furnish(database, "aurelle", "Quince", roles=ROLES)


@pytest.fixture
async def whole(database: Database, aurelle: Furnished) -> AsyncIterator[House]:
    async with installation(database, aurelle) as made:
        yield made


def test_a_role_may_all_that_the_roles_below_it_may() -> None:
    for higher, lower in pairwise(ROLES):
        granted = [{permission for permission in Permission if allows(role, permission)} for role in (higher, lower)]
        assert granted[1] <= granted[0]
    assert {permission for permission in Permission if allows("viewer", permission)} == {Permission.VIEW_CONSOLE}
    assert {permission for permission in Permission if allows("owner", permission)} == set(Permission)


def test_no_route_of_the_console_is_without_a_declared_demand() -> None:
    undeclared = [
        route.name
        for route in routes(create_app())
        if route.path.startswith("/console")
        and route.name not in OPEN_CONSOLE | OWN
        and not (route.demands if route.method == "POST" else route.staff)
    ]
    assert undeclared == []


def test_no_route_for_programs_is_without_a_scope() -> None:
    undeclared = [
        route.name
        for route in routes(create_app())
        if route.path.startswith("/api") and not route.path.startswith(OPEN_API) and not route.demands
    ]
    assert undeclared == []


async def test_nobody_signed_in_reaches_nothing(whole: House, aurelle: Furnished) -> None:
    browser = whole.browser(host=aurelle.host)
    token = await browser.token()
    for route in console(routes(whole.app)):
        where = address(route, aurelle.ids)
        answer = await (browser.get(where) if route.method == "GET" else browser.post(where, token=token))
        assert answer.status_code == 303, route.name
        assert answer.headers["location"].startswith("/console/login"), route.name


@pytest.mark.parametrize(
    # What an owner may, `test_isolation.py` asks of every route too.
    "role",
    [
        pytest.param(one, marks=pytest.mark.slow) if one in ("owner", "editor", "reviewer", "viewer") else one
        for one in ROLES
    ],
)
async def test_each_role_reaches_what_it_may_and_nothing_else(whole: House, aurelle: Furnished, role: Role) -> None:
    browser = await whole.as_role(role, host=aurelle.host)
    token = await browser.token("/console")
    # Names nothing that exists, so that what is allowed changes nothing either.
    nothing = {name: f"no-{name}" for name in aurelle.ids}
    for route in console(routes(whole.app)):
        if route.streams or route.name in OWN:
            continue
        refused = not all(allows(role, need) for need in route.demands if not isinstance(need, Scope))
        where = address(route, nothing)
        answer = await (browser.get(where) if route.method == "GET" else browser.post(where, token=token))
        assert (answer.status_code == 403) == refused, (route.name, answer.status_code)
        assert answer.status_code < 500, route.name


async def test_a_key_without_the_scope_is_refused_and_without_a_key_nobody_is_heard(
    whole: House, aurelle: Furnished
) -> None:
    programs = [route for route in routes(whole.app) if any(isinstance(need, Scope) for need in route.demands)]
    assert programs
    http = whole.browser(host=aurelle.host).http
    for route in programs:
        where = address(route, aurelle.ids)
        assert (await http.request(route.method, where, json={})).status_code == 401, route.name
        assert (await http.request(route.method, where, data={})).status_code == 401, route.name
        for scope in sorted(need for need in route.demands if isinstance(need, Scope)):
            async with whole.database.session() as session:
                others = [one.value for one in Scope if one != scope]
                _, poor = await service.create_api_key(session, aurelle.shop.id, SYSTEM, name=route.name, scopes=others)
            answer = await http.request(route.method, where, json={}, headers={"Authorization": f"Bearer {poor}"})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden"), route.name
            assert str(scope) in answer.json()["error"]["message"], route.name


async def test_a_form_without_its_token_is_refused_everywhere(whole: House, aurelle: Furnished) -> None:
    browser = await whole.as_role("owner", host=aurelle.host)
    for route in routes(whole.app):
        if route.method != "POST" or route.exempt or any(isinstance(need, Scope) for need in route.demands):
            continue
        for sent in ({}, {"csrf_token": "0" * 64}):
            answer = await browser.http.post(address(route, aurelle.ids), data=sent)
            assert answer.status_code in (403, 415, 422), (route.name, answer.status_code)
            if answer.status_code == 403:
                assert "out of date or was not sent from this site" in answer.text, route.name
