"""Which embedder the settings ask for."""

from __future__ import annotations

from mercery.ai.embedder import Embedder
from mercery.ai.minilm.model import MiniLm, available
from mercery.ai.openai_embedder import OpenAiEmbedder
from mercery.core.config import Settings


def chosen_embedder(chosen: Settings) -> Embedder | None:
    """The endpoint where one is set, else MiniLM where its weights are installed; None when it is off or missing."""
    if chosen.embeddings == "off":
        return None
    if chosen.embeddings_url:
        key = chosen.embeddings_key.get_secret_value() if chosen.embeddings_key else ""
        return OpenAiEmbedder(chosen.embeddings_url, chosen.embeddings_model, key)
    return MiniLm(chosen.home / "models") if available() else None
