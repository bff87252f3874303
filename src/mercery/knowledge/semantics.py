"""The edge of meaning: the chosen embedder with its memory. Whatever fails here, words alone go on answering.

A model on this machine answers in a millisecond or two and is asked where it is needed. An endpoint is asked before the
transaction of a turn (`prepare`) and only remembered within it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mercery.ai.choosing import chosen_chinese_embedder, chosen_embedder
from mercery.ai.embedder import Embedder, EmbedderFailed
from mercery.ai.minilm.model import MiniLm
from mercery.ai.vector_file import VectorFile, content_key, ordered
from mercery.core.config import Settings
from mercery.core.i18n import LANGS, Lang
from mercery.core.logging import get_logger
from mercery.knowledge.meaning import Vector
from mercery.knowledge.ranking import Ranking, learnt_ranking
from mercery.knowledge.sameness import Paired, TaughtE5

log = get_logger(__name__)
REMEMBERED: Final = 2_000
"""Messages whose vectors are kept in memory."""
PATIENCE: Final = 1.5
"""Seconds a message waits for an endpoint."""
PAUSE: Final = 60.0
"""Seconds for which an embedder that failed is not asked again."""
WARM_AFTER: Final = 3.0
"""Seconds after which a web process begins to load the model: the first pages come first."""


class Semantics:
    """Vectors of answers and messages. Safe for many threads."""

    def __init__(self, embedder: Embedder, folder: Path, chinese: Semantics | None = None) -> None:
        """`chinese`: who knows the Chinese texts, where `embedder` knows English alone."""
        self.local = isinstance(embedder, MiniLm | TaughtE5)
        self.chinese = chinese
        self.plain = embedder
        """The model as it is, for those who compare other texts than questions."""
        # What was learnt about questions of shops holds for this model alone.
        self._embedder: Embedder = Paired(embedder) if isinstance(embedder, MiniLm) else embedder
        self.name: str = self._embedder.name if chinese is None else f"{self._embedder.name} {chinese.name}"
        """The model with its form and version, or both."""
        self._file = VectorFile(folder, self._embedder.name)
        self._lock = threading.Lock()
        self._messages: OrderedDict[str, Vector] = OrderedDict()
        self._failed_at: float | None = None
        self._told = False
        self._dimensions = 0
        self._own: tuple[Lang, ...] = _langs_of(embedder)
        self.ready = False
        """Whether the model is loaded, so that nobody waits for it."""

    @property
    def langs(self) -> tuple[Lang, ...]:
        """Languages whose meaning is known."""
        return (*self._own, *self.chinese.langs) if self.chinese is not None else self._own

    def knowing(self, lang: Lang) -> Semantics | None:
        """Whose vectors texts of that language have: this one's, those of the Chinese one, or nobody's."""
        return self if lang in self._own else self.chinese

    @property
    def ranking(self) -> Ranking | None:
        """What was learnt for the model's vectors; nothing is known of an endpoint's."""
        return learnt_ranking() if isinstance(self.plain, MiniLm) else None

    def warm(self) -> None:
        """Load the model, which may take some seconds the first time."""
        self.ready = self._embedded(["."]) is not None

    def warm_in_background(self) -> None:
        """The same without waiting."""
        threading.Thread(target=self._keep_warming, name="semantics", daemon=True).start()

    def _keep_warming(self) -> None:
        """An endpoint may be down today and up tomorrow; a model that cannot be loaded stays so."""
        time.sleep(WARM_AFTER)
        self.warm()
        while not self.ready and not self.local:
            time.sleep(PAUSE)
            self.warm()

    def of_texts(self, texts: Sequence[str]) -> dict[str, Vector] | None:
        """The vectors of texts that are asked for again and again; they are kept in a file. None when the model fails."""
        with self._lock:
            kept = {key: row for key, row in self._file.read().items() if len(row) == (self._dimensions or len(row))}
            missing = [text for text in texts if content_key(text) not in kept]
            if missing:
                found = self._embedded(missing)
                if found is None:
                    return None
                kept |= {content_key(text): vector for text, vector in found.items()}
                self._file.write(kept)
            return ordered(texts, kept)

    def of_message(self, text: str, lang: Lang = "en") -> Vector | None:
        """The vector of a message; None when it would take a call to an endpoint, or the model fails."""
        if (own := self.knowing(lang)) is not self:
            return own.of_message(text, lang) if own is not None else None
        known = self._messages.get(text)
        if known is None and self.local and self.ready:
            found = self._embedded([text])
            known = self._remember(text, found[text]) if found else None
        return known

    async def prepare(self, texts: Sequence[str]) -> None:
        """Ask an endpoint for what a message may need, before its transaction. A slow one is not waited for."""
        wanted = [text for text in dict.fromkeys(texts) if text and text not in self._messages]
        if self.local or not self.ready or not wanted:
            return
        try:
            found = await asyncio.wait_for(asyncio.to_thread(self._embedded, wanted), PATIENCE)
        except TimeoutError as error:
            self._fail(error)
            return
        for text, vector in (found or {}).items():
            self._remember(text, vector)

    def _remember(self, text: str, vector: Vector) -> Vector:
        self._messages[text] = vector
        while len(self._messages) > REMEMBERED:
            self._messages.popitem(last=False)
        return vector

    def _embedded(self, texts: Sequence[str]) -> dict[str, Vector] | None:
        if self._failed_at is not None and time.monotonic() - self._failed_at < PAUSE:
            return None
        try:
            rows = self._embedder.embed(texts)
            if self._dimensions and rows.shape[1] != self._dimensions:
                raise EmbedderFailed(
                    f"Vectors have {rows.shape[1]} numbers; they had {self._dimensions} before.",
                    zh=f"语义模型的向量为 {rows.shape[1]} 维，此前为 {self._dimensions} 维。",
                )
        except Exception as error:
            self._fail(error)
            return None
        self._failed_at, self._dimensions = None, rows.shape[1]
        return dict(zip(texts, rows, strict=True))

    def _fail(self, error: Exception) -> None:
        self._failed_at = time.monotonic()
        if not self._told:
            self._told = True
            log.warning("embeddings_failed", model=self._embedder.name, error=str(error) or type(error).__name__)


_in_use: Semantics | None = None


def semantics_in_use() -> Semantics | None:
    """What this process finds answers by beside words; None until one is set up."""
    return _in_use


def use_semantics(semantics: Semantics | None) -> None:
    """Set it up for this process, or take it away."""
    global _in_use  # noqa: PLW0603 - one model for the process
    _in_use = semantics


def semantics_of(chosen: Settings) -> Semantics | None:
    """What the settings ask for."""
    embedder, folder = chosen_embedder(chosen), chosen.home / "vectors"
    if embedder is None:
        return None
    chinese = chosen_chinese_embedder(chosen) if isinstance(embedder, MiniLm) else None
    return Semantics(embedder, folder, Semantics(TaughtE5(chinese), folder) if chinese is not None else None)


def _langs_of(embedder: Embedder) -> tuple[Lang, ...]:
    """What is on this machine knows one language each."""
    if isinstance(embedder, TaughtE5):
        return ("zh",)
    return ("en",) if isinstance(embedder, MiniLm) else LANGS
