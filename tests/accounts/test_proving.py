"""Being asked once more before what cannot be taken back; the list of sessions."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import httpx
from tests.accounts.house import PASSWORD, Browser, House
from tests.accounts.second_factor.test_signing_in import turn_on

from mercery.accounts import service
from mercery.accounts.network import shortened
from mercery.accounts.second_factor import codes
from mercery.core import clock

KEY_FORM = {"name": "Bridge", "scopes": ["catalog:read", "orders:read"]}
LATER = timedelta(minutes=11)


def held(page: httpx.Response) -> dict[str, list[str]]:
    """What the page that asks holds of the form that led to it."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text):
        found.setdefault(name, []).append(html.unescape(value))
    return found


async def prove(browser: Browser, page: httpx.Response, proof: str) -> httpx.Response:
    """Send what the page holds together with a password or code."""
    fields: dict[str, object] = {**held(page), "proof_of_presence": proof}
    return await browser.http.post("/console/account/prove", data=fields)


async def keys(house: House) -> list[tuple[str, int]]:
    async with house.database.session() as session:
        return [(key.name, len(key.scopes)) for key in await service.api_keys(session, house.shop.id)]


async def test_a_form_is_held_until_the_password_was_given_and_goes_on_as_it_was(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    with clock.at(clock.now() + LATER):
        asked = await browser.post("/console/settings/keys", KEY_FORM, page="/console")
        assert asked.status_code == 403
        assert await keys(aurelle) == []
        wrong = await prove(browser, asked, "not the password")
        assert wrong.status_code == 422
        sent_on = await prove(browser, wrong, PASSWORD)
        assert (sent_on.status_code, sent_on.headers["location"]) == (307, "/console/settings/keys")
        done = await browser.http.send(httpx.Request("POST", sent_on.request.url.join("/console/settings/keys"),
                                                     content=sent_on.request.content,
                                                     headers=sent_on.request.headers))  # fmt: skip
        assert done.status_code == 200
        assert await keys(aurelle) == [("Bridge", 2)]


async def test_within_ten_minutes_of_signing_in_nothing_is_asked(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert (await browser.post("/console/settings/keys", KEY_FORM, page="/console")).status_code == 200


async def test_with_two_steps_the_code_is_asked_for_and_the_password_is_not_enough(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    key, _ = await turn_on(browser)
    with clock.at(clock.now() + LATER):
        asked = await browser.post("/console/account/second-factor/off", page="/console")
        assert (await prove(browser, asked, PASSWORD)).status_code == 422
        sent_on = await prove(browser, asked, codes.code_at(key, clock.now()))
        assert sent_on.headers["location"] == "/console/account/second-factor/off"


async def test_a_program_gets_the_refusal_in_the_one_shape(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    with clock.at(clock.now() + LATER):
        sent = {"csrf_token": await browser.token("/console"), **KEY_FORM}
        answer = await browser.http.post("/console/settings/keys", data=sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "first_something_else")


async def test_the_page_leads_nowhere_but_into_the_console(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    token = await browser.token("/console")
    for onward in ("https://evil.example/", "//evil.example", "/en/products", "javascript:alert(1)"):
        for method in ("GET", "POST"):
            form = {"proof_of_presence": PASSWORD, "proof_onward": onward, "proof_method": method}
            answer = await browser.post("/console/account/prove", form, token=token)
            assert answer.headers["location"] == "/console/account"


async def test_saving_the_brand_asks_nothing_and_saving_what_is_sold_does(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    with clock.at(clock.now() + LATER):
        brand = {"version": "1", "name_en": "Maison Aurelle", "colour": "#6A1C28"}
        assert (await browser.post("/console/settings/brand", brand, page="/console")).status_code == 303
        asked = await browser.post("/console/settings/selling", {"version": "2", "currency": "USD"}, page="/console")
        assert asked.status_code == 403
        assert held(asked)["currency"] == ["USD"]


async def test_all_other_sessions_end_at_once(aurelle: House) -> None:
    here, there, elsewhere = [await aurelle.as_role("owner") for _ in range(3)]
    assert (await here.post("/console/account/sessions/end-others", page="/console/account")).status_code == 303
    assert (await here.get("/console")).status_code == 200
    assert [(await one.get("/console")).status_code for one in (there, elsewhere)] == [303, 303]


async def test_a_new_browser_is_told_by_mail_and_a_known_one_is_not(aurelle: House) -> None:
    from tests.accounts.second_factor.test_signing_in import mails

    first = await aurelle.as_role("owner")
    assert await mails(aurelle) == []
    await first.post("/console/logout", page="/console")
    await first.log_in("owner@aurelle.example")
    assert await mails(aurelle) == []
    await aurelle.as_role("owner")
    assert await mails(aurelle) == ["new_browser"]


async def test_sessions_show_the_network_and_not_the_address(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    page = await browser.get("/console/account")
    assert "192.0.2.*" in page.text
    assert "192.0.2.10" not in page.text


def test_addresses_are_shortened() -> None:
    assert shortened("203.0.113.77") == "203.0.113.*"
    assert shortened("2001:db8:1:2::/64") == "2001:db8:1:*"
    assert shortened("unknown") == ""
