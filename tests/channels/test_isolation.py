"""Two shops: no address of the channels shows or changes anything of the other, for an owner, a stranger or a platform."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.accounts.digest import everything_of
from tests.accounts.installation import address, furnish, installation, routes
from tests.accounts.test_isolation import FORM
from tests.channels.place import CLAIRE

from mercery.channels import setups
from mercery.channels.kinds import KINDS
from mercery.core.database import Database

WORDS = ("/console/channels", "/console/kept", "/said/", "/api/channels")


@pytest.mark.slow
async def test_channels_of_another_shop_are_neither_seen_nor_changed(database: Database, home: Path) -> None:
    ours, theirs = await furnish(database, "ours", "Quince"), await furnish(database, "theirs", "Medlar")
    async with database.session() as session:
        made = await setups.create(
            session, theirs.shop.id, CLAIRE, KINDS["mail"], name="Medlar mail", given={"address": "care@medlar.example"}
        )
    async with installation(database, ours) as whole:
        browser = await whole.as_role("owner", host=ours.host)
        token = await browser.token("/console")
        before = await everything_of(database, theirs.shop.id)
        asked = 0
        for route in routes(whole.app):
            if not route.path.startswith(WORDS):
                continue
            where = address(route, {**theirs.ids, "channel_id": made.channel.id, "kind": "mail"})
            answer = await (browser.get(where) if route.method == "GET" else browser.post(where, FORM, token=token))
            assert answer.status_code < 500, (route.name, answer.text[:300])
            assert "Medlar" not in answer.text and "medlar" not in answer.text, route.name
            asked += 1
        assert asked >= 18
        assert await everything_of(database, theirs.shop.id) == before
