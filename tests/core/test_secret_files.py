"""Secrets that stand in files, as containers mount them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mercery.core.config import settings
from mercery.core.errors import MerceryError


def test_a_secret_is_read_from_its_file_and_shown_by_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "database_url"
    place.write_text("postgresql://mercery:wool@db/mercery\n", encoding="utf-8")
    monkeypatch.setenv("MERCERY_DATABASE_URL_FILE", str(place))
    settings.cache_clear()
    held = settings().database_url
    assert held is not None and held.get_secret_value() == "postgresql://mercery:wool@db/mercery"
    assert "wool" not in repr(settings())


@pytest.mark.parametrize("how,words", [("missing", "cannot be read"), ("empty", "is empty"), ("both", "are both set")])
def test_a_file_that_is_of_no_use_stops_the_start_and_is_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, words: str
) -> None:
    place = tmp_path / "key"
    if how != "missing":
        place.write_text("" if how == "empty" else "k" * 40, encoding="utf-8")
    if how == "both":
        monkeypatch.setenv("MERCERY_SECRET_KEY", "j" * 40)
    monkeypatch.setenv("MERCERY_SECRET_KEY_FILE", str(place))
    settings.cache_clear()
    with pytest.raises(MerceryError, match=words) as refused:
        settings()
    assert "MERCERY_SECRET_KEY_FILE" in refused.value.message


def test_only_secrets_are_read_from_files(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "port").write_text("9", encoding="utf-8")
    monkeypatch.setenv("MERCERY_PORT_FILE", str(tmp_path / "port"))
    settings.cache_clear()
    assert settings().port == 8000
