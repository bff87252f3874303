"""Meaning beside words: what is asked in wholly other words is found, and what fails leaves words to answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml

from mercery.ai.e5 import model as e5
from mercery.ai.e5.model import MultilingualE5
from mercery.ai.embedder import EmbedderFailed, Vectors
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.ai.minilm.model import MiniLm
from mercery.ai.vector_file import VectorFile, content_key
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.demo.rules import demo_answers
from mercery.evals.faq import score
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.book import book, no_vector
from mercery.knowledge.retrieval import AnswerIndex, Match, texts_of
from mercery.knowledge.sameness import TaughtE5
from mercery.knowledge.semantics import Semantics, semantics_of
from mercery.knowledge.service import indexes_by_meaning


class Endpoint(HashedEmbedder):
    """An embedder that is not on this machine: it may fail, or not answer, and counts its calls."""

    def __init__(self, *, name: str = "endpoint", fails: bool = False) -> None:
        super().__init__()
        self.given_name, self.fails = name, fails
        self.asked: list[str] = []
        self.answers, self.answered = threading.Event(), threading.Event()
        self.answers.set()

    @property
    def name(self) -> str:
        return self.given_name

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        self.answers.wait(60)
        if self.fails:
            raise EmbedderFailed("The endpoint is silent.")
        self.answered.set()
        return super().embed(texts)


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the vectors of answers are kept, so that each is worked out once."""
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture(scope="module")
def minilm(models: Path, vectors: Path) -> Semantics:
    found = Semantics(MiniLm(models), vectors)
    found.warm()
    return found


@cache
def answers() -> tuple[ApprovedAnswer, ...]:
    return tuple(demo_answers())


@pytest.fixture(scope="module")
def index(minilm: Semantics) -> AnswerIndex:
    return indexes_by_meaning(answers(), minilm)["en"]


def asked(index: AnswerIndex, semantics: Semantics, text: str) -> Match:
    return index.match(text, semantics.of_message(text))


def test_the_frozen_questions_are_answered_oftener_and_as_rightly_as_by_words_alone(
    index: AnswerIndex, minilm: Semantics
) -> None:
    rows = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))["en"]
    found = [(None if key == "none" else key, text) for text, key in rows]
    figures = score([(key, asked(index, minilm, text)) for key, text in found])
    by_words = AnswerIndex(answers(), "en")
    before = score([(key, by_words.match(text)) for key, text in found])
    assert figures["direct_precision"] >= 0.98 and figures["oos_refused"] == 1.0, figures
    assert figures["direct_coverage"] >= max(0.75, before["direct_coverage"] + 0.1), (before, figures)
    assert figures["reach3"] >= 0.98, figures


@pytest.mark.skipif(not e5.available(), reason="its weights are packed for Linux on x86-64 alone")
def test_chinese_is_answered_by_meaning_too(minilm: Semantics, models: Path, vectors: Path, tmp_path: Path) -> None:
    chinese = Semantics(TaughtE5(MultilingualE5(models)), tmp_path)
    both = Semantics(minilm.plain, vectors, chinese)
    indexes = indexes_by_meaning(answers(), both)
    rows = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))["zh"]
    found = [(None if key == "none" else key, text) for text, key in rows]
    figures = score([(key, indexes["zh"].match(text, both.of_message(text, "zh"))) for key, text in found])
    by_words = AnswerIndex(answers(), "zh")
    before = score([(key, by_words.match(text)) for key, text in found])
    assert figures["direct_precision"] >= 0.95 and figures["oos_refused"] >= 0.95, figures
    assert figures["direct_coverage"] >= before["direct_coverage"] and figures["reach3"] >= 0.98, (before, figures)


def test_a_shop_without_chinese_answers_has_no_second_model_loaded(minilm: Semantics, tmp_path: Path) -> None:
    chinese = Semantics(Endpoint(fails=True), tmp_path)
    only = [
        replace(one, phrasings={"en": one.asked_as("en")}, question=Words(one.question.en)) for one in answers()[:20]
    ]
    assert set(indexes_by_meaning(only, Semantics(minilm.plain, tmp_path, chinese))) == {"en"}
    assert not chinese.ready


@pytest.mark.parametrize("text", ["", "?!", "zzz qqq", "1234567890", "'; DROP TABLE answers; --", "tell me a joke"])
def test_words_that_ask_nothing_of_the_shop_bring_no_answer(index: AnswerIndex, minilm: Semantics, text: str) -> None:
    assert asked(index, minilm, text).verdict != "direct"


def test_a_phrasing_itself_is_enough(index: AnswerIndex, minilm: Semantics) -> None:
    for answer in answers()[:10]:
        match = asked(index, minilm, f"  {answer.asked_as('en')[-1].upper()}!! ")
        assert (match.verdict, match.candidates[0].key) == ("direct", answer.key)


def test_an_index_with_meaning_is_not_asked_without_a_vector(index: AnswerIndex) -> None:
    with pytest.raises(ValueError, match="vector"):
        index.match("do you wrap gifts")


def test_a_book_answers_by_words_where_a_message_has_no_vector(index: AnswerIndex) -> None:
    plain = book(answers(), {})
    deep = type(plain)(plain.by_key, plain.withheld, plain.english, plain.chinese, {"en": index}, no_vector)
    text = "is there in-store collection"
    assert deep.match(text, "en") == plain.match(text, "en")


def test_a_model_that_fails_leaves_words_to_answer(tmp_path: Path) -> None:
    semantics = Semantics(Endpoint(fails=True), tmp_path)
    semantics.warm()
    assert not semantics.ready and indexes_by_meaning(answers(), semantics) == {}


async def test_an_endpoint_is_asked_before_the_turn_and_only_remembered_within_it(tmp_path: Path) -> None:
    endpoint = Endpoint()
    semantics = Semantics(endpoint, tmp_path)
    semantics.warm()
    calls = len(endpoint.asked)
    assert semantics.of_message("can I return it") is None and len(endpoint.asked) == calls
    await semantics.prepare(["can I return it"])
    assert semantics.of_message("can I return it") is not None and len(endpoint.asked) == calls + 1


async def test_a_slow_endpoint_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Endpoint()
    semantics = Semantics(endpoint, tmp_path)
    semantics.warm()
    endpoint.answers.clear()
    endpoint.answered.clear()
    monkeypatch.setattr("mercery.knowledge.semantics.PATIENCE", 0.05)
    await asyncio.wait_for(semantics.prepare(["slow"]), 30)
    assert not endpoint.answered.is_set()
    endpoint.answers.set()
    assert await asyncio.to_thread(endpoint.answered.wait, 30)
    assert semantics.of_message("slow") is None


def test_vectors_of_answers_are_worked_out_once_and_kept_over_a_restart(tmp_path: Path) -> None:
    texts = texts_of(answers(), "zh")
    first = Semantics(Endpoint(), tmp_path).of_texts(texts)
    again = Endpoint()
    second = Semantics(again, tmp_path).of_texts([*texts, "new"])
    assert again.asked == ["new"]
    assert first is not None and second is not None
    assert all(np.array_equal(first[text], second[text]) for text in texts)


def test_vectors_of_another_model_or_a_damaged_file_are_never_used(tmp_path: Path) -> None:
    Semantics(Endpoint(name="one"), tmp_path).of_texts(["a"])
    other = Endpoint(name="two")
    Semantics(other, tmp_path).of_texts(["a"])
    assert other.asked == ["a"]
    kept = VectorFile(tmp_path, "one")
    assert content_key("a") in kept.read()
    VectorFile(tmp_path, "two").path.write_bytes(kept.path.read_bytes())
    assert VectorFile(tmp_path, "two").read() == {}
    kept.path.write_bytes(b"not an archive")
    assert kept.read() == {}


def test_settings_choose_the_model(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert semantics_of(settings()) is None
    monkeypatch.setenv("MERCERY_EMBEDDINGS", "minilm")
    settings.cache_clear()
    local = semantics_of(settings())
    assert local is not None and local.local and local.langs == (("en", "zh") if e5.available() else ("en",))
    monkeypatch.setattr(e5, "available", lambda: False)
    alone = semantics_of(settings())
    assert alone is not None and alone.langs == ("en",) and alone.knowing("zh") is None
    assert alone.of_message("多久能到", "zh") is None
    monkeypatch.setenv("MERCERY_EMBEDDINGS_URL", "http://127.0.0.1:1/v1")
    settings.cache_clear()
    remote = semantics_of(settings())
    assert remote is not None and not remote.local and set(remote.langs) == {"en", "zh"}
