"""The vector of a query: remembered, asked of an endpoint beforehand, and never a reason for search to fail."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import numpy as np
import pytest

from mercery.ai.embedder import EmbedderFailed, Vectors
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.ai.minilm.model import MiniLm
from mercery.ai.openai_embedder import OpenAiEmbedder
from mercery.search import meaning
from mercery.search.meaning import Meaning, meaning_in_use, use_meaning


class Counted(HashedEmbedder):
    """Counts how often it is asked."""

    asked = 0
    broken = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        if self.broken:
            raise EmbedderFailed("It is down.")
        return super().embed(texts)


def endpoint(answer: threading.Event | None = None) -> tuple[OpenAiEmbedder, list[str]]:
    """An embedder behind an address, and what it was asked; it waits for `answer`."""
    asked: list[str] = []

    def embeddings(request: httpx.Request) -> httpx.Response:
        if answer is not None:
            answer.wait(5)
        asked.append(request.content.decode())
        return httpx.Response(200, json={"data": [{"index": 0, "embedding": [3.0, 4.0]}]})

    client = httpx.Client(transport=httpx.MockTransport(embeddings))
    return OpenAiEmbedder("http://127.0.0.1:9/v1", "some-model", client=client), asked


@pytest.fixture(autouse=True)
def _nothing_in_use() -> Iterator[None]:
    yield
    use_meaning(None)


def test_a_query_is_worked_out_once_and_remembered() -> None:
    embedder = Counted(32)
    known = Meaning(embedder)
    first, again = known.of_query("black bag"), known.of_query("black bag")
    assert first is not None and first is again and embedder.asked == 1


def test_a_query_begun_beforehand_is_the_same_and_asked_once() -> None:
    embedder = Counted(32)
    known = Meaning(embedder)
    known.begin("black bag")
    known.begin("black bag")
    found = known.of_query("black bag")
    assert found is not None and embedder.asked == 1
    np.testing.assert_array_equal(found, Meaning(HashedEmbedder(32)).of_query("black bag"))


def test_what_was_begun_and_never_asked_for_is_let_go() -> None:
    known = Meaning(Counted(32))
    for number in range(40):
        known.begin(f"bag {number}")
    assert len(known._begun) <= 16


def test_a_model_that_fails_is_left_alone_for_a_while_and_words_go_on() -> None:
    embedder = Counted(32)
    embedder.broken = True
    known = Meaning(embedder)
    assert known.of_query("bag") is None and known.of_query("scarf") is None
    assert embedder.asked == 1
    known._failed_at = (known._failed_at or 0) - meaning.PAUSE
    embedder.broken = False
    assert known.of_query("bag") is not None


def test_what_the_model_does_not_know_it_is_not_asked(tmp_path: Path) -> None:
    assert Meaning(MiniLm(tmp_path)).of_query("黑色的包") is None
    assert not list(tmp_path.iterdir()), "it was not even built"


async def test_an_endpoint_is_asked_before_and_only_remembered_while_a_search_runs() -> None:
    embedder, asked = endpoint()
    known = Meaning(embedder)
    assert known.of_query("黑色的包") is None and asked == []
    await known.prepare("黑色的包")
    await known.prepare("黑色的包")
    vector = known.of_query("黑色的包")
    assert vector is not None and np.allclose(vector, [0.6, 0.8]) and len(asked) == 1


async def test_an_endpoint_that_is_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "PATIENCE", 0.05)
    answer = threading.Event()
    embedder, _ = endpoint(answer)
    known = Meaning(embedder)
    await known.prepare("bag")
    assert known.of_query("bag") is None
    answer.set()
    await asyncio.sleep(0)


def test_without_a_model_nothing_is_compared() -> None:
    assert meaning_in_use() is None
    use_meaning(Meaning(HashedEmbedder(16)))
    assert meaning_in_use() is not None
