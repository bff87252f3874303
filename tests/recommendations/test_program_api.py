"""Recommendations for programs with a key."""

from __future__ import annotations

import httpx
from tests.recommendations.house import House

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, update_shop
from mercery.core.database import Database
from mercery.recommendations import api
from mercery.web.pipeline import new_web_app
from mercery.web.visitor import sealed_widget_visitor

PATH = "/api/v1/recommendations"


def client_of(database: Database) -> httpx.AsyncClient:
    app = new_web_app()
    app.state.database = database
    app.include_router(api.router)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def key(house: House, *scopes: Scope) -> dict[str, str]:
    async with house.database.session() as session:
        _, secret = await create_api_key(session, house.shop.id, SYSTEM, name="Mails", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


async def test_a_program_asks_tells_exports_and_forgets(house: House) -> None:
    await house.customer("C1")
    await house.customer("C2", agrees=False)
    async with house.database.session() as session:
        await update_shop(session, house.shop.id, SYSTEM, holdouts={"recommendations": 0.0, "mails": 0.0})
    await house.bought("SADDLE-BAG-BORDEAUX", 3)
    reads, writes = await key(house, Scope.RECOMMENDATIONS_READ), await key(house, Scope.RECOMMENDATIONS_WRITE)
    care = house.ids["care-leather"]
    async with client_of(house.database) as client:
        got = (await client.get(PATH, params={"customer": "C1", "placement": "home"}, headers=reads)).json()
        assert got["personal"] and got["pieces"][0]["key"] == "care-leather"
        assert got["pieces"][0]["reason_text"] == "For calfskin; your Saddle Bag is in full-grain calfskin."
        said = {"customer": "C1", "product": care, "what": "not_for_me"}
        assert (await client.post(f"{PATH}/said", json=said, headers=reads)).status_code == 403
        assert (await client.post(f"{PATH}/said", json=said, headers=writes)).json() == {"done": True}
        after = (await client.get(PATH, params={"customer": "C1"}, headers=reads)).json()
        assert care not in [one["id"] for one in after["pieces"]]
        assert {"id": care, "why": "not_for_me", "because_of": "", "until": None} in after["passed"]
        kept = (await client.get(f"{PATH}/person", params={"customer": "C1"}, headers=reads)).json()
        assert [one["what"] for one in kept["said"]] == ["not_for_me"]
        assert (await client.get(f"{PATH}/mail", headers=reads)).status_code == 403
        mails = await key(house, Scope.RECOMMENDATIONS_READ, Scope.ORDERS_READ)
        mail = (await client.get(f"{PATH}/mail", headers=mails)).json()
        assert {one["customer"] for one in mail["items"]} == {"C1"} and not mail["next"]
        assert all(one["url"].startswith("http://localhost/en/r/") for one in mail["items"])
        gone = await client.request("DELETE", f"{PATH}/person", params={"customer": "C1"}, headers=writes)
        assert gone.json() == {"rows": 1}
        nobody = await client.post(f"{PATH}/said", json={"product": care, "what": "have_it"}, headers=writes)
        assert nobody.status_code == 422
        assert (await client.get(PATH, params={"customer": "C9"}, headers=reads)).status_code == 404


async def test_a_page_names_its_visitor_as_it_knows_it(house: House) -> None:
    both = await key(house, Scope.RECOMMENDATIONS_READ, Scope.RECOMMENDATIONS_WRITE)
    sealed, care = sealed_widget_visitor("vis_1"), house.ids["care-leather"]
    async with client_of(house.database) as client:
        told = {"visitor": sealed, "product": care, "what": "have_it"}
        assert (await client.post(f"{PATH}/said", json=told, headers=both)).json() == {"done": True}
        for name in (sealed, "vis_1"):
            kept = (await client.get(f"{PATH}/person", params={"visitor": name}, headers=both)).json()
            assert [one["product"] for one in kept["said"]] == [care]
        forged = await client.get(f"{PATH}/person", params={"visitor": f"{sealed}x"}, headers=both)
    assert forged.status_code == 422
