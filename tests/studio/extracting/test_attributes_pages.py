"""Values read from words in the console and for programs: looked at, accepted, changed, refused."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.accounts.house import PASSWORD, Browser, console_app
from tests.studio.extracting.conftest import ThinShop

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Role, Scope
from mercery.accounts.service import create_api_key, create_staff
from mercery.studio.extracting import console, program_api

LIST = console.LIST
API = "/api/v1/attribute-drafts"


class Desk:
    """The console of the thin shop and programs beside it."""

    def __init__(self, thin: ThinShop) -> None:
        self.thin = thin
        self.app = console_app(thin.database, console.router, program_api.router)

    async def sign_in(self, role: Role = "editor", language: str = "en") -> Browser:
        async with self.thin.database.session() as session:
            await create_staff(
                session,
                self.thin.shop.id,
                email=f"{role}@x.example",
                name="Claire Martin",
                role=role,
                password=PASSWORD,
            )
        made = Browser(self.app, host="localhost:8000", address="192.0.2.10")
        assert (await made.log_in(f"{role}@x.example")).status_code == 303
        return made

    async def key(self, *scopes: Scope) -> dict[str, str]:
        async with self.thin.database.session() as session:
            _, secret = await create_api_key(session, self.thin.shop.id, SYSTEM, name="PIM", scopes=scopes)
        return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
async def desk(thin: ThinShop) -> AsyncIterator[Desk]:
    yield Desk(thin)


def form_of(html: str, draft_id: str) -> dict[str, str]:
    """The fields of a draft's form as the page has them."""
    form = html[html.index(f'action="{LIST}/{draft_id}/accept"') :].split("</form>")[0]
    return dict(re.findall(r'name="(version|value|back)"[^>]*? value="([^"]*)"', form)) | dict(
        re.findall(r'name="(value)" type="text" value="([^"]*)"', form)
    )


async def test_a_shop_that_was_never_read_is_told_what_reading_brings(desk: Desk) -> None:
    browser = await desk.sign_in()
    page = (await browser.get(LIST)).text
    assert "Descriptions know more than is recorded" in page
    assert (await browser.post(f"{LIST}/read", page=LIST)).status_code == 303
    busy = (await browser.get(LIST)).text
    assert "are being read" in busy
    assert "It begins in a moment" in busy


async def test_each_value_stands_beside_the_words_that_say_it(desk: Desk) -> None:
    await desk.thin.read()
    browser = await desk.sign_in()
    page = (await browser.get(LIST)).text
    assert '<span class="claim-text">36 x 28 x 14 cm</span>' in page
    assert 'value="36 × 28 × 14 cm"' in page
    assert "Recorded: lambskin. It stays unless you replace it." in page


async def test_accepting_changing_and_refusing_by_plain_forms(desk: Desk) -> None:
    await desk.thin.read()
    drafts = await desk.thin.drafts()
    browser = await desk.sign_in()
    page = (await browser.get(LIST)).text
    size, origin = drafts["tote", "dimensions"], drafts["tote", "origin"]
    sent = form_of(page, size.id)
    wrong = await browser.post(f"{LIST}/{size.id}/accept", {**sent, "value": "large"}, page=LIST)
    assert wrong.status_code == 422
    assert "is no measure" in wrong.text
    assert 'value="large"' in wrong.text
    assert (await browser.post(f"{LIST}/{size.id}/accept", sent, page=LIST)).status_code == 303
    assert (await browser.post(f"{LIST}/{origin.id}/refuse", {"version": "1"}, page=LIST)).status_code == 303
    assert (await desk.thin.product("tote")).attribute("dimensions") is not None
    assert "refused by Claire Martin" in (await browser.get(f"{LIST}?show=refused")).text


async def test_all_sure_values_are_counted_before_they_are_accepted(desk: Desk) -> None:
    await desk.thin.read()
    browser = await desk.sign_in()
    page = (await browser.get(f"{LIST}?least=0.9")).text
    expected = re.search(r'name="expected" value="(\d+)"', page)
    assert expected
    assert f"Accept these {expected[1]}" in page
    answer = await browser.post(f"{LIST}/accept-sure", {"least": "0.9", "expected": expected[1]}, page=LIST)
    assert answer.status_code == 303
    assert {"dimensions", "origin"} <= {one.name for one in (await desk.thin.product("tote")).attributes}


async def test_who_may_not_edit_the_catalogue_sees_values_without_buttons(desk: Desk) -> None:
    await desk.thin.read()
    browser = await desk.sign_in("viewer")
    page = (await browser.get(LIST)).text
    assert "36 × 28 × 14 cm" in page
    assert "/accept" not in page
    draft = (await desk.thin.drafts())["tote", "origin"]
    refused = await browser.post(f"{LIST}/{draft.id}/refuse", {"version": "1"}, page=LIST)
    assert refused.status_code == 403


async def test_programs_list_and_decide(desk: Desk) -> None:
    await desk.thin.read()
    transport = httpx.ASGITransport(app=desk.app, raise_app_exceptions=False)
    reader, writer = await desk.key(Scope.CATALOG_READ), await desk.key(Scope.CATALOG_WRITE)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        listed = (await client.get(API, params={"attribute": "dimensions"}, headers=reader)).json()
        assert listed["total"] == 1
        one = listed["items"][0]
        assert one["value"] == {"kind": "dimensions", "sides": ["36", "28", "14"], "unit": "cm"}
        accept = {"act": "accept", "version": one["version"]}
        assert (await client.post(f"{API}/{one['id']}", json=accept, headers=reader)).status_code == 403
        decided = await client.post(f"{API}/{one['id']}", json=accept, headers=writer)
        assert decided.json()["state"] == "accepted"
        assert (await client.post(f"{API}/{one['id']}", json=accept, headers=writer)).status_code == 409
        run = (await client.get(f"{API}/run", headers=reader)).json()
        assert run["state"] == "done"
        assert (await client.post(API, json={}, headers=writer)).status_code == 202
    assert (await desk.thin.product("tote")).attribute("dimensions") is not None
