"""What is concealed with the installation's key: it comes back whole, and nobody else reads or changes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.config import settings
from mercery.web.secret import conceal, reveal


@pytest.fixture(autouse=True, scope="module")
def _own_key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERCERY_SECRET_KEY", "the key of this installation, long enough")
        settings.cache_clear()
        yield
    settings.cache_clear()


@given(st.text())
def test_what_is_concealed_is_revealed_for_the_same_purpose_alone(text: str) -> None:
    hidden = conceal("live.destination", text)
    assert reveal("live.destination", hidden) == text
    if text:
        assert reveal("live.ingest", hidden) is None


@given(st.text(min_size=6))
def test_nothing_of_it_stands_in_what_is_kept(text: str) -> None:
    assert text not in conceal("live.destination", text)
    assert conceal("live.destination", text) != conceal("live.destination", text)


@given(st.text(min_size=1), st.data())
def test_a_changed_letter_is_noticed(text: str, data: st.DataObject) -> None:
    hidden = conceal("live.destination", text)
    place = data.draw(st.integers(0, len(hidden.rstrip("=")) - 2))
    other = "A" if hidden[place] != "A" else "B"
    assert reveal("live.destination", hidden[:place] + other + hidden[place + 1 :]) is None


@pytest.mark.parametrize("text", ["no base64 at all", "YQ==", "é", "a"])
def test_what_we_did_not_conceal_is_none(text: str) -> None:
    assert reveal("live.destination", text) is None


def test_another_installation_cannot_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = conceal("live.destination", "live_7781_Kx92")
    monkeypatch.setenv("MERCERY_SECRET_KEY", "another installation's key, long enough")
    settings.cache_clear()
    try:
        assert reveal("live.destination", hidden) is None
    finally:
        monkeypatch.undo()
        settings.cache_clear()
