"""Settings that do not go together are named, and those that do are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from mercery.core.config import Settings
from mercery.operations.doctor.settings_checks import contradictions


def said(**changes: object) -> str:
    return " ".join(f"{words.en} {remedy.en}" for words, remedy in contradictions(Settings(**changes)))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def own_settings(home: Path) -> None:
    """None of the developer's."""


def test_what_comes_with_mercery_goes_together() -> None:
    assert said() == ""


def test_a_shop_on_the_internet_goes_together() -> None:
    assert said(
        public_url="https://shop.example", trusted_proxies="10.0.0.5", host="0.0.0.0", secret_key=SecretStr("k" * 48),
        database_url=SecretStr("postgresql://m@db/m"), smtp_url=SecretStr("smtp://u:p@mail.example:587"),
        mail_from="codes@shop.example", backup_at="03:30",
    ) == ""  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"public_url": "https://shop.example/store", "trusted_proxies": "10.0.0.5"}, "without a path"),
        ({"public_url": "https://shop.example"}, "MERCERY_TRUSTED_PROXIES"),
        ({"trusted_proxies": "shop.example"}, "no address or network"),
        ({"trusted_proxies": "0.0.0.0/0"}, "invent theirs"),
        ({"host": "0.0.0.0"}, "MERCERY_PUBLIC_URL"),
        ({"smtp_url": SecretStr("smtp://u:p@mail.example:587")}, "MERCERY_MAIL_FROM"),
        ({"files": "database"}, "MERCERY_FILES=folder"),
        ({"files": "database", "database_url": SecretStr("postgresql://m@db/m")}, "same MERCERY_SECRET_KEY"),
        ({"database_direct_url": SecretStr("postgresql://m@db/m")}, "both, or neither"),
        ({"secret_key": SecretStr("short")}, "32 random characters"),
        ({"backup_passphrase": SecretStr("short")}, "12 characters"),
        ({"backup_folder": Path("/nowhere/at/all")}, "MERCERY_BACKUP_FOLDER"),
    ],
)  # fmt: skip
def test_what_contradicts_is_named_with_the_remedy(changes: dict[str, object], named: str) -> None:
    assert named in said(**changes)


def test_no_secret_stands_in_what_is_said() -> None:
    text = said(
        secret_key=SecretStr("short"), backup_passphrase=SecretStr("tiny"), smtp_url=SecretStr("smtp://u:hush@m:1")
    )
    assert "short," not in text and "tiny" not in text and "hush" not in text
