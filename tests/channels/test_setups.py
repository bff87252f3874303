"""A channel's secrets: sealed in the table, never on a page, kept when left empty."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.channels.place import CLAIRE, Place

from mercery.channels import setups
from mercery.core.config import settings
from mercery.core.errors import Invalid

WECHAT = {"app_id": "wx2c2769f8efd9abc2", "app_secret": "0123456789abcdef0123456789abcdef"}


async def test_a_secret_stands_sealed_in_the_table_and_on_no_page(place: Place) -> None:
    made = await place.connect("wechat", **WECHAT, aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    async with place.database.session() as session:
        rows = str((await session.execute(text("SELECT * FROM channel_setups"))).all())
        audit = str((await session.execute(text("SELECT * FROM audit"))).all())
    page = await place.http.get(f"/console/channels/{made.channel.id}/setup", headers=await place.signed_in())
    assert page.status_code == 200, page.text
    for shown in (rows, audit, page.text):
        assert WECHAT["app_secret"] not in shown and "abcdefghijklmnopqrstuvwxyz" not in shown
    assert made.get("token") and made.get("token") in page.text
    assert f"/api/channels/wechat/{made.channel.id}" in page.text


async def test_a_secret_left_empty_stays_and_another_replaces_it(place: Place) -> None:
    made = await place.connect("wechat", **WECHAT)
    async with place.database.session() as session:
        kept = await setups.change(session, place.shop.id, CLAIRE, made.channel.id, {"app_id": "wx11112222"})
    assert kept.get("app_secret") == WECHAT["app_secret"] and kept.get("token") == made.get("token")
    async with place.database.session() as session:
        given = {"app_id": "wx11112222", "app_secret": "f" * 32}
        changed = await setups.change(session, place.shop.id, CLAIRE, made.channel.id, given)
    assert changed.get("app_secret") == "f" * 32


async def test_what_cannot_be_used_is_named_without_being_repeated(place: Place) -> None:
    with pytest.raises(Invalid) as refused:
        await place.connect("whatsapp", phone_number_id="no number", access_token="short", app_secret="secret!")
    assert {one.field for one in refused.value.problems} == {"phone_number_id", "access_token", "app_secret"}
    assert "secret!" not in str(refused.value.body())


async def test_after_the_key_was_lost_the_channel_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await place.connect("wechat", **WECHAT)
    monkeypatch.setenv("MERCERY_SECRET_KEY", "another key of this installation")
    settings.cache_clear()
    found = await place.setup(made)
    assert found.unreadable and found.get("app_secret") == ""
