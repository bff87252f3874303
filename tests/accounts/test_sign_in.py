"""Signing in: sessions, rate limits, and what an outsider can learn."""

from datetime import timedelta

import pytest
from tests.accounts.house import PASSWORD, House

from mercery.accounts import service
from mercery.accounts.service.sign_in import IDLE_DAYS
from mercery.accounts.tables import SessionRow, StaffRow
from mercery.core import clock


async def test_a_page_leads_to_the_login_and_back(aurelle: House) -> None:
    browser = aurelle.browser()
    led = await browser.get("/console/staff?page=2")
    assert (led.status_code, led.headers["location"]) == (303, "/console/login?next=/console/staff%3Fpage%3D2")
    entered = await browser.log_in("owner@aurelle.example", onward="/console/staff?page=2")
    assert (entered.status_code, entered.headers["location"]) == (303, "/console/staff?page=2")
    assert (await browser.get("/console/staff")).status_code == 200


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "http:evil",
        "\\\\evil",
    ],
)
async def test_the_login_leads_nowhere_else(aurelle: House, onward: str) -> None:
    answer = await aurelle.browser().log_in("owner@aurelle.example", onward=onward)
    assert answer.headers["location"] == "/console"


async def test_a_wrong_password_and_a_wrong_email_look_the_same(aurelle: House) -> None:
    wrong = await aurelle.browser().log_in("owner@aurelle.example", "not the password")
    unknown = await aurelle.browser().log_in("nobody@aurelle.example", "not the password")
    assert wrong.status_code == unknown.status_code == 401
    blank = [page.text.replace("owner@", "").replace("nobody@", "") for page in (wrong, unknown)]
    tokens = [part for text in blank for part in [text.split('csrf-token" content="')[1][:64]]]
    assert blank[0].replace(tokens[0], "") == blank[1].replace(tokens[1], "")


async def test_the_sixth_guess_waits(aurelle: House) -> None:
    browser = aurelle.browser()
    token = await browser.token()
    for _ in range(5):
        assert (
            await browser.post("/console/login", {"email": "owner@aurelle.example", "password": "x"}, token=token)
        ).status_code == 401
    held = await browser.post("/console/login", {"email": "Owner@aurelle.example ", "password": PASSWORD}, token=token)
    assert held.status_code == 429
    assert 1 <= int(held.headers["retry-after"]) <= 60
    elsewhere = await aurelle.browser(address="198.51.100.7").log_in("owner@aurelle.example")
    assert elsewhere.status_code == 303


async def test_signing_in_replaces_a_planted_session(aurelle: House) -> None:
    browser = aurelle.browser()
    browser.plant("session", "planted-by-somebody-else")
    await browser.log_in("owner@aurelle.example")
    assert browser.session not in (None, "planted-by-somebody-else")


async def test_signing_in_again_ends_the_token_before(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    first = browser.session
    token = await browser.token("/console")
    await browser.post("/console/login", {"email": "owner@aurelle.example", "password": PASSWORD}, token=token)
    thief = aurelle.browser()
    thief.plant("session", first or "")
    assert (await thief.get("/console")).status_code == 303
    assert (await browser.get("/console")).status_code == 200


async def test_signing_out_ends_the_session_on_the_server(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    kept = browser.session
    await browser.post("/console/logout", page="/console")
    thief = aurelle.browser()
    thief.plant("session", kept or "")
    assert (await thief.get("/console")).status_code == 303


@pytest.mark.parametrize("days", [IDLE_DAYS + 1, 15])
async def test_a_session_ends_by_itself(aurelle: House, days: int) -> None:
    browser = await aurelle.as_role("owner")
    with clock.at(clock.now() + timedelta(days=days)):
        assert (await browser.get("/console")).status_code == 303


async def test_the_database_holds_neither_password_nor_token(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    async with aurelle.database.session() as session:
        person = await session.get_one(StaffRow, aurelle.people["owner"].id)
        assert person.password_hash.startswith("$argon2id$")
        assert await session.get(SessionRow, browser.session or "") is None


async def test_an_old_hash_is_made_anew_at_the_next_login(aurelle: House) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    async with aurelle.database.session() as session:
        (await session.get_one(StaffRow, aurelle.people["owner"].id)).password_hash = weak
    await aurelle.as_role("owner")
    async with aurelle.database.session() as session:
        assert (await session.get_one(StaffRow, aurelle.people["owner"].id)).password_hash != weak


async def test_a_new_password_signs_the_others_out(aurelle: House) -> None:
    here, there = await aurelle.as_role("owner"), await aurelle.as_role("owner")
    form = {"old_password": PASSWORD, "password": "a longer better one"}
    assert (await here.post("/console/account/password", form, page="/console/account")).status_code == 303
    assert (await here.get("/console")).status_code == 200
    assert (await there.get("/console")).status_code == 303


@pytest.mark.parametrize("password", ["short", "1234567890", "aaaaaaaaaaaa", "owner@aurelle.example"])
async def test_a_poor_password_is_refused_with_its_reason(aurelle: House, password: str) -> None:
    browser = await aurelle.as_role("owner")
    form = {"old_password": PASSWORD, "password": password}
    answer = await browser.post("/console/account/password", form, page="/console/account")
    assert answer.status_code == 422
    assert "field-error" in answer.text


async def test_one_cannot_end_the_session_of_another(crowded: House) -> None:
    owner, viewer = await crowded.as_role("owner"), await crowded.as_role("viewer")
    async with crowded.database.session() as session:
        (theirs,) = await service.open_sessions(session, crowded.people["owner"].id)
    answer = await viewer.post(
        "/console/account/sessions/end", {"token_hash": theirs.token_hash}, page="/console/account"
    )
    assert answer.status_code == 404
    assert (await owner.get("/console")).status_code == 200
