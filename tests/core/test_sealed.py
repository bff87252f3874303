"""Secrets of others at rest: readable with the key alone, for the one purpose alone, also after the key has changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.core import config
from mercery.core.sealed import CannotUnseal, opened, seal, stale, unseal


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An installation whose keys the test sets."""
    monkeypatch.setenv("MERCERY_SECRET_KEY", "first-key-of-this-test")
    config.settings.cache_clear()
    yield monkeypatch
    config.settings.cache_clear()


@settings(max_examples=60)
@given(text=st.text(), purpose=st.text(min_size=1, max_size=40))
def test_what_is_sealed_is_opened_again(text: str, purpose: str) -> None:
    sealed = seal(text, purpose)
    assert unseal(sealed, purpose) == text
    assert len(text) < 4 or text not in sealed


def test_another_purpose_does_not_open_it() -> None:
    with pytest.raises(CannotUnseal):
        unseal(seal("app-secret", "channel:one"), "channel:two")


@settings(max_examples=60)
@given(place=st.integers(min_value=0, max_value=10_000), change=st.integers(min_value=1, max_value=127))
def test_a_changed_text_is_not_opened(place: int, change: int) -> None:
    sealed = seal("a secret of some length", "test")
    at = place % len(sealed)
    changed = sealed[:at] + chr((ord(sealed[at]) + change) % 128) + sealed[at + 1 :]
    try:
        opened = unseal(changed, "test")
    except CannotUnseal:
        return
    # The last signs of base64 can say the same bytes in two ways; the secret is the same then.
    assert opened == "a secret of some length"


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert seal("twice", "test") != seal("twice", "test")


def test_after_a_change_of_key_the_old_key_still_opens(installation: pytest.MonkeyPatch) -> None:
    sealed = seal("kept", "test")
    assert not stale(sealed)
    installation.setenv("MERCERY_SECRET_KEY", "second-key-of-this-test")
    config.settings.cache_clear()
    with pytest.raises(CannotUnseal, match="this installation's key"):
        unseal(sealed, "test")
    installation.setenv("MERCERY_SECRET_KEYS_BEFORE", "first-key-of-this-test")
    config.settings.cache_clear()
    assert unseal(sealed, "test") == "kept"
    assert stale(sealed)
    assert not stale(seal("kept", "test"))


def test_what_cannot_be_opened_is_none_where_it_may_be_entered_again() -> None:
    assert opened(seal("app-secret", "channel:one"), "channel:one") == "app-secret"
    assert opened(seal("app-secret", "channel:one"), "channel:two") is None
    assert opened("", "channel:one") == ""
    assert opened("no seal at all", "channel:one") is None
