"""Embeddings of any endpoint that speaks OpenAI's `/embeddings`: a better model, and one that knows Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import httpx
import numpy as np

from mercery.ai.embedder import EmbedderFailed, Vectors
from mercery.core.telemetry.calls import calling

_BATCH: Final = 64
_SECONDS: Final = 20.0


class OpenAiEmbedder:
    """A model behind an address. The first answer tells its dimensions."""

    def __init__(self, url: str, model: str, key: str = "", *, client: httpx.Client | None = None) -> None:
        self._url, self._model, self._key = url.rstrip("/"), model, key
        self._client = client or httpx.Client(timeout=_SECONDS)
        self._dimensions = 0

    @property
    def name(self) -> str:
        """Model and address."""
        return f"{self._model}@{self._url}"

    @property
    def dimensions(self) -> int:
        """Asked of the model once."""
        return self._dimensions or self.embed(["."]).shape[1]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text; EmbedderFailed when the endpoint refuses, is silent or answers otherwise."""
        parts = [self._batch(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self._dimensions), dtype=np.float32)

    def _batch(self, texts: Sequence[str]) -> Vectors:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        body = {"model": self._model, "input": [text or " " for text in texts]}
        try:
            with calling("embeddings", self._url) as out:
                answer = self._client.post(f"{self._url}/embeddings", json=body, headers=headers)
                out.status(answer.status_code)
            answer.raise_for_status()
            data: dict[str, Any] = answer.json()
            rows = sorted(data["data"], key=lambda row: int(row["index"]))
            found = np.asarray([row["embedding"] for row in rows], dtype=np.float32)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise EmbedderFailed(
                f"The embedding endpoint {self._url} did not answer as expected: {error}.",
                remedy="Check MERCERY_EMBEDDINGS_URL, model and key.",
            ) from error
        if found.ndim != 2 or len(found) != len(texts) or not np.isfinite(found).all():
            raise EmbedderFailed(f"The embedding endpoint {self._url} sent {found.shape} for {len(texts)} texts.")
        self._dimensions = found.shape[1]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(lengths == 0, 1.0, lengths)).astype(np.float32)
