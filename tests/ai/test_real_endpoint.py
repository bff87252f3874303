"""The driver against a model that runs on this machine: `MERCERY_TEST_CHAT_URL=http://127.0.0.1:8080/v1` names its address.

docs/guide/models.md says how to start one. Nothing here depends on what the model writes, only on the form of it.
"""

from __future__ import annotations

import json
import os

import pytest

from mercery.ai.chat import ChatRequest, Usage
from mercery.ai.openai_chat import OpenAiChat
from mercery.assistant.wording.asking import wording_request
from mercery.assistant.wording.choosing import read_choice
from mercery.claims.sentence import Sentence

URL = os.environ.get("MERCERY_TEST_CHAT_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="no model runs here (set MERCERY_TEST_CHAT_URL)")
BASE = [Sentence(text="The Soft Tote is made of calf suede."), Sentence(text="It costs €980.")]


def model() -> OpenAiChat:
    return OpenAiChat(URL, os.environ.get("MERCERY_TEST_CHAT_MODEL", "any"), seconds=60)


async def test_a_choice_follows_the_schema() -> None:
    request = wording_request("L1", BASE, (), "What is the Soft Tote made of?", "en", seconds=60)
    found = await model().complete(request)
    assert json.loads(found.text)
    assert read_choice(found.text, len(BASE)) is not None
    assert found.usage.read > 50


async def test_words_are_streamed_and_their_usage_told() -> None:
    request = ChatRequest(purpose="wording", system="Say good day.", prompt="Good day", max_tokens=20, seconds=60)
    parts = [piece async for piece in model().stream(request)]
    assert isinstance(parts[-1], Usage)
    assert 0 < parts[-1].written <= 20
    assert "".join(piece for piece in parts if isinstance(piece, str)).strip()
