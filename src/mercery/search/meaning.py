"""The model that search compares meanings by in this process. Whatever fails here, words alone go on finding.

A web process takes the model its answers are found by, so that it is loaded once; a worker opens its own. A model on this
machine is asked where a vector is needed; an endpoint is asked before (`prepare`), and only remembered then.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Final

import numpy as np

from mercery.ai.choosing import chosen_embedder
from mercery.ai.embedder import Embedder, EmbedderFailed, Vectors
from mercery.ai.minilm.model import MiniLm
from mercery.ai.openai_embedder import OpenAiEmbedder
from mercery.core.config import Settings, settings
from mercery.core.i18n import LANGS, Lang
from mercery.core.logging import get_logger
from mercery.knowledge.semantics import semantics_in_use
from mercery.search.stored.vectors import Vector
from mercery.search.words import is_chinese

log = get_logger(__name__)
REMEMBERED: Final = 4_000
"""Queries whose vectors are kept in memory (6 MB)."""
PATIENCE: Final = 0.3
"""Seconds a query waits for an endpoint: a shopper who looks for something reads the first results meanwhile."""
PAUSE: Final = 60.0
"""Seconds for which a model that failed is not asked again."""
_MOST_AHEAD: Final = 16
"""Queries begun that nobody asked for (their words were mended meanwhile)."""
_ahead: Final = ThreadPoolExecutor(1, thread_name_prefix="meaning")


class Meaning:
    """Queries as vectors, by one model. Safe for many threads."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.model = embedder.name
        """The model's name; vectors of two names are never compared."""
        self.local = not isinstance(embedder, OpenAiEmbedder)
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._begun: OrderedDict[str, Future[Vectors | None]] = OrderedDict()
        self._lock = threading.Lock()
        self._failed_at: float | None = None

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages it knows, in which a product's text is told to it."""
        return langs_of(self.embedder)

    def of_query(self, text: str) -> Vector | None:
        """The vector of a query; None where the model would have to be waited for, fails, or does not know the language."""
        if "zh" not in self.langs and is_chinese(text):
            return None
        with self._lock:
            known, begun = self._known.get(text), self._begun.pop(text, None)
        if known is not None or not self.local or self._paused:
            return known
        rows = begun.result() if begun is not None else self._embedded([text])
        return None if rows is None else self._remember(text, rows[0])

    def begin(self, text: str) -> None:
        """Let a model on this machine begin with a query that will be asked for, while words are looked up beside it."""
        if not text or not self.local or self._paused or ("zh" not in self.langs and is_chinese(text)):
            return
        with self._lock:
            if text in self._known or text in self._begun:
                return
            self._begun[text] = _ahead.submit(self._embedded, [text])
            while len(self._begun) > _MOST_AHEAD:
                self._begun.popitem(last=False)

    async def prepare(self, text: str) -> None:
        """Ask an endpoint for what `of_query` is then to give; one that is slow is not waited for."""
        if self.local or not text or text in self._known or self._paused:
            return
        try:
            rows = await asyncio.wait_for(asyncio.to_thread(self._embedded, [text]), PATIENCE)
        except TimeoutError:
            return
        if rows is not None:
            self._remember(text, rows[0])

    @property
    def _paused(self) -> bool:
        return self._failed_at is not None and time.monotonic() - self._failed_at < PAUSE

    def _embedded(self, texts: Sequence[str]) -> Vectors | None:
        try:
            rows = self.embedder.embed(texts)
            if not np.isfinite(rows).all():
                raise EmbedderFailed(
                    f"{self.model} gave numbers that are none.", zh=f"语义模型 {self.model} 返回了无效数值。"
                )
        except Exception as error:
            self._failed_at = time.monotonic()
            log.warning("search_embeddings_failed", model=self.model, error=str(error) or type(error).__name__)
            return None
        self._failed_at = None
        return rows

    def _remember(self, text: str, vector: Vector) -> Vector:
        with self._lock:
            self._known[text] = vector
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return vector


def langs_of(embedder: Embedder) -> tuple[Lang, ...]:
    """The languages the model knows."""
    return ("en",) if isinstance(embedder, MiniLm) else LANGS


_ours: Meaning | None = None
_theirs: Meaning | None = None


def meaning_in_use() -> Meaning | None:
    """What this process compares queries by; None where embeddings are off, or while the model is still loading."""
    semantics = semantics_in_use()
    if semantics is None:
        return _ours
    if not semantics.ready:
        return None
    global _theirs  # noqa: PLW0603 - one model for the process
    if _theirs is None or _theirs.embedder is not semantics.plain:
        _theirs = Meaning(semantics.plain)
    return _theirs


def use_meaning(meaning: Meaning | None) -> None:
    """Set it up for a process that answers no messages (an eval, a command), or take it away."""
    global _ours  # noqa: PLW0603 - one model for the process
    _ours = meaning


def wanted_model() -> Embedder | None:
    """The model the settings ask for, to work vectors out with; one for the process. None: embeddings are off."""
    return _wanted(settings())


def let_go() -> None:
    """Free what `wanted_model` holds (MiniLM: 85 MB); it is loaded again when it is asked for."""
    _wanted.cache_clear()


@lru_cache(maxsize=1)
def _wanted(chosen: Settings) -> Embedder | None:
    return chosen_embedder(chosen)
