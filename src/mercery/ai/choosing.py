"""Which embedder and which chat model the settings ask for."""

from __future__ import annotations

from functools import lru_cache

from mercery.ai.chat import ChatModel
from mercery.ai.e5 import model as e5
from mercery.ai.e5.model import MultilingualE5
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


def chosen_chinese_embedder(chosen: Settings) -> MultilingualE5 | None:
    """What knows Chinese where MiniLM knows the English, which is where no endpoint is set; None where it is not installed."""
    return MultilingualE5(chosen.home / "models") if e5.available() else None


@lru_cache(maxsize=4)
def chosen_chat(chosen: Settings) -> ChatModel | None:
    """The model behind chat_url, one for the process, left alone for a while when it fails again and again; None without."""
    if not chosen.chat_url:
        return None
    # Only an installation that has a model pays for what it needs.
    from mercery.ai.breaker import Guarded
    from mercery.ai.openai_chat import OpenAiChat

    key = chosen.chat_key.get_secret_value() if chosen.chat_key else ""
    model = OpenAiChat(chosen.chat_url, chosen.chat_model, key, seconds=chosen.chat_seconds, form=chosen.chat_schema)
    return Guarded(model)
