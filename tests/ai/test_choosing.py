"""Which chat model the settings ask for, and that one whose cost is unknown is refused at the start."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from pydantic import SecretStr, ValidationError

from mercery.ai.choosing import chosen_chat
from mercery.core.config import Settings

REMOTE = {"chat_url": "https://models.example/v1/chat/completions", "chat_model": "large"}


def test_without_an_address_there_is_none() -> None:
    assert chosen_chat(Settings()) is None


def test_an_address_gives_one_model_for_the_process_named_after_model_and_address() -> None:
    chosen = Settings(**REMOTE, chat_price_read=Decimal("0.5"), chat_price_written=Decimal(2), chat_key=SecretStr("k"))  # type: ignore[arg-type]
    model = chosen_chat(chosen)
    assert model is not None
    assert model.name == "large@https://models.example/v1"
    assert chosen_chat(chosen) is model


def test_a_model_elsewhere_needs_its_prices_and_one_on_this_machine_does_not() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**REMOTE)  # type: ignore[arg-type]
    assert [error["loc"] for error in refused.value.errors()] == [("chat_price_read",), ("chat_price_written",)]
    assert Settings(chat_url="http://127.0.0.1:8080/v1", chat_model="tiny").chat_price_read is None
    assert Settings(**REMOTE, chat_price_read=Decimal(0), chat_price_written=Decimal(0)).chat_price_read == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url", ["models.example", "https://me:key@models.example/v1", "https://models.example/v1?key=a"]
)
def test_an_address_carries_no_key(url: str) -> None:
    with pytest.raises(ValidationError, match="http"):
        Settings(chat_url=url, chat_model="large")


def test_nothing_of_a_chat_model_is_loaded_where_there_is_none() -> None:
    code = (
        "import sys\nfrom mercery.ai.choosing import chosen_chat\nfrom mercery.core.config import Settings\n"
        "assert chosen_chat(Settings()) is None\nassert 'mercery.ai.openai_chat' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
