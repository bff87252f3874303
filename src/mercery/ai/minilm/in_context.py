"""Vectors of single words in their context, from inside MiniLM: what its first and its last layer know of each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.ai.embedder import Vectors
from mercery.ai.minilm.model import MiniLm

_LAYERS: Final = ("embedded", "layer5")
_KEPT: Final = 20_000
"""Texts whose vectors are kept, at half precision."""


class WordsInContext:
    """Gives each word of a text its vectors. Safe for many threads."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._model = MiniLm(folder, threads=threads)
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None
        self._kept: OrderedDict[tuple[str, tuple[tuple[int, int], ...]], Any] = OrderedDict()

    def vectors(self, text: str, places: Sequence[tuple[int, int]]) -> Vectors:
        """A row for each of `places` (begin and end in the text): the mean of its word pieces."""
        key = text, tuple(places)
        with self._lock:
            known = self._kept.get(key)
            if known is None:
                known = self._kept[key] = self._run(text, places).astype(np.float16)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        found: Vectors = known.astype(np.float32)
        return found

    def _run(self, text: str, places: Sequence[tuple[int, int]]) -> Vectors:
        tokenizer, session = self._load()
        encoded = tokenizer.encode(text or " ")
        ids = np.array([encoded.ids], dtype=np.int64)
        inputs = {
            "input_ids": ids, "attention_mask": np.ones_like(ids),
            "position_ids": np.arange(ids.shape[1], dtype=np.int64),
        }  # fmt: skip
        pieces = np.concatenate([layer[0] for layer in session.run(list(_LAYERS), inputs)], axis=1)
        rows = np.zeros((len(places), pieces.shape[1]), np.float32)
        offsets = encoded.offsets
        for number, (begin, end) in enumerate(places):
            inside = [at for at, (start, stop) in enumerate(offsets) if start < end and stop > begin and stop > start]
            if inside:
                rows[number] = pieces[inside].mean(axis=0)
        return rows

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = self._model.with_layers(_LAYERS, self._threads)
        return self._loaded
