"""What earlier versions concealed is sealed by the upgrade, for the row it stands in, and opens to the same text."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from alembic import command
from psycopg import sql

from mercery.core.config import settings
from mercery.core.migrating import configuration
from mercery.core.schema import drop_database
from mercery.core.sealed import CannotUnseal, unseal

KEY = "the key of this installation before this one"
STREAM_KEY = "8Ymz8eXWepJ5UOiMiDSL-EDWHlPcxmzZSgjn8EfZeNDjPr3t-cLOhfd81v-91JDdi63BPEE="
APP_KEY = "FbqkqwqF0x8p5YcOK5XKiVFB3yDUkY4qc0FPnqW0flMjKBcUsIGyrBnFRzl1DCPS"
FOREIGN = "c29tZXRoaW5nIGVsc2UgY29uY2VhbGVkIGJ5IGFub3RoZXIga2V5IG9mIHNvbWVib2R5"
"""As version 0040 concealed them with KEY; the last with another installation's key."""


@pytest.fixture
def before(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database of version 0040, and the key it was used with named as an earlier one."""
    monkeypatch.setenv("MERCERY_SECRET_KEY", "a newer key of this installation")
    monkeypatch.setenv("MERCERY_SECRET_KEYS_BEFORE", KEY)
    settings.cache_clear()
    name = f"test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        command.upgrade(configuration(url), "0040")
        yield url
        drop_database(connection, name)
    settings.cache_clear()


@pytest.mark.slow
def test_the_upgrade_seals_what_was_concealed(before: str) -> None:
    with psycopg.connect(before, autocommit=True) as connection:
        for constraint in ("shop_id_shops", "show_id_live_shows"):
            connection.execute(
                f"ALTER TABLE live_destinations DROP CONSTRAINT fk_live_destinations_{constraint}".encode()
            )
        connection.execute(
            "INSERT INTO staff (id, email, name, password_hash) VALUES ('stf_1', 'a@b.example', 'A', '')"
        )
        connection.execute(
            "INSERT INTO staff_second_factors (staff_id, key, pending_key) VALUES ('stf_1', %s, '')", [APP_KEY]
        )
        for number, secret in (("lds_1", STREAM_KEY), ("lds_2", FOREIGN)):
            connection.execute(
                "INSERT INTO live_destinations (id, shop_id, show_id, name, url, secret, enabled)"
                " VALUES (%s, 'shp_1', 'shw_1', 'Douyin', 'rtmp://push.example', %s, true)",
                [number, secret],
            )
        command.upgrade(configuration(before), "0041")
        key, pending = connection.execute("SELECT key, pending_key FROM staff_second_factors").fetchone() or ("", "x")
        kept: dict[str, str] = dict(connection.execute("SELECT id, secret FROM live_destinations").fetchall())
    assert (unseal(key, "second_factor:stf_1"), pending) == ("JBSWY3DPEHPK3PXP", "")
    assert unseal(kept["lds_1"], "live.destination:lds_1") == "live_7781?secret=Kx92"
    with pytest.raises(CannotUnseal):
        unseal(kept["lds_1"], "live.destination:lds_2")
    assert kept["lds_2"] == FOREIGN
