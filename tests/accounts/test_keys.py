"""API keys: shown once, kept as a hash, limited, revocable."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.accounts.house import House

from mercery.accounts import service
from mercery.accounts.actor import SYSTEM
from mercery.core import clock
from mercery.core.errors import Invalid, Unauthenticated


async def test_a_key_is_shown_once_and_kept_as_a_hash_alone(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    form = {"name": "Warehouse", "scopes": "catalog:read"}
    shown = await browser.post("/console/settings/keys", form, page="/console/settings")
    found = re.search(r"mcy_[\w-]{30,}", shown.text)
    assert found
    assert found[0] not in (await browser.get("/console/settings")).text
    async with aurelle.database.session() as session:
        rows = await session.scalar(text("SELECT string_agg(api_keys::text || audit::text, ' ') FROM api_keys, audit"))
        assert found[0] not in str(rows)
        key = await service.verify_api_key(session, found[0])
    assert (key.name, [scope.value for scope in key.scopes]) == ("Warehouse", ["catalog:read"])


async def test_when_a_key_was_used_last_is_noted_and_a_revoked_one_ends_at_once(aurelle: House) -> None:
    async with aurelle.database.session() as session:
        made, secret = await service.create_api_key(
            session, aurelle.shop.id, SYSTEM, name="x", scopes=["orders:read", "orders:read"]
        )
        assert made.used_at is None
        later = clock.now() + timedelta(hours=1)
        with clock.at(later):
            await service.verify_api_key(session, secret)
        assert await session.scalar(text("SELECT used_at FROM api_keys")) == later
        await service.revoke_api_key(session, aurelle.shop.id, SYSTEM, made.id)
        with pytest.raises(Unauthenticated, match="revoked"):
            await service.verify_api_key(session, secret)


@pytest.mark.parametrize(("name", "scopes"), [("", ["catalog:read"]), ("x", []), ("x", ["catalog:everything"])])
async def test_a_key_needs_a_name_and_known_scopes(aurelle: House, name: str, scopes: list[str]) -> None:
    async with aurelle.database.session() as session:
        with pytest.raises(Invalid):
            await service.create_api_key(session, aurelle.shop.id, SYSTEM, name=name, scopes=scopes)
