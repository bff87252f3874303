"""Settings of models: what finds by meaning, and the endpoints that may word answers, speak and clean pictures."""

from decimal import Decimal
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings


class ModelSettings(BaseSettings):
    """Which models there are, what they may cost, and how long is waited for them."""

    embeddings: Literal["minilm", "off"] = Field(
        "minilm",
        description="Whether approved answers and products are found by meaning as well as by words. minilm: small models "
        "on this machine's processor, MiniLM for English and multilingual-e5-small for Chinese, where their weights are "
        "installed. off: by words alone.",
    )
    embeddings_url: str = Field(
        "",
        description="Address of an endpoint that speaks OpenAI's /embeddings (up to and without that part), used in place "
        "of the models on this machine. Empty: none.",
    )
    embeddings_model: str = Field("", description="Name of the model at embeddings_url.")
    embeddings_key: SecretStr | None = Field(None, description="Key for embeddings_url. Empty: none is sent.")
    chat_url: str = Field(
        "",
        description="Address of an endpoint that speaks OpenAI's /chat/completions (up to and without that part): the model "
        "behind the assistant. Empty: none, and everything works without one. docs/guide/models.md says more.",
    )
    chat_model: str = Field("", validate_default=True, description="Name of the model at chat_url.")
    chat_key: SecretStr | None = Field(None, description="Key for chat_url. Empty: none is sent.")
    chat_price_read: Decimal | None = Field(
        None,
        ge=0,
        validate_default=True,
        description="What a million tokens cost that the model at chat_url reads, in chat_currency; 0 where a call costs "
        "nothing. Needed for any chat_url that is not on this machine.",
    )
    chat_price_written: Decimal | None = Field(
        None, ge=0, validate_default=True, description="The same for a million tokens it writes."
    )
    chat_currency: str = Field(
        "USD",
        pattern="^[A-Z]{3}$",
        description="Currency of the prices and caps of the model, such as EUR, CNY or USD.",
    )
    chat_seconds: float = Field(
        6.0,
        gt=0,
        le=60,
        description="Seconds until when an answer of the model is of use; then the assistant goes on without it.",
    )
    chat_schema: Literal["json_schema", "json_object", "prompt"] = Field(
        "json_schema",
        description="How the model is asked for JSON. Where the endpoint refuses one way, the next is tried and remembered "
        "until the process ends.",
    )
    chat_cap_conversation: Decimal = Field(
        Decimal("0.10"),
        ge=0,
        description="Most that the model may cost in one conversation, in chat_currency. When it is reached, the "
        "conversation goes on without the model.",
    )
    chat_cap_day: Decimal = Field(
        Decimal("5.00"),
        ge=0,
        description="Most that the model may cost in one day of a shop, in chat_currency. When it is reached, the shop goes "
        "on without the model until its next day begins.",
    )
    speech_url: str = Field(
        "",
        description="Address of an endpoint that speaks OpenAI's /audio/speech (up to and without that part): the voice of "
        "videos, better than the built-in one, which stays behind it. Empty: the built-in voice, espeak-ng.",
    )
    speech_model: str = Field("", description="Name of the model at speech_url.")
    speech_voice: str = Field("", description="Name of the voice at speech_url for English.")
    speech_voice_zh: str = Field("", description="Name of the voice for Chinese. Empty: speech_voice.")
    speech_key: SecretStr | None = Field(None, description="Key for speech_url. Empty: none is sent.")
    speech_seconds: float = Field(
        20.0,
        gt=0,
        le=120,
        description="Seconds within which a sentence has to be spoken; then the built-in voice says it.",
    )
    picture_url: str = Field(
        "",
        description="Address of an endpoint that speaks OpenAI's /images/edits (up to and without that part): it cleans grounds "
        "and recolours pieces, as drafts beside the original. Empty: none, and nothing needs one.",
    )
    picture_model: str = Field("", description="Name of the model at picture_url.")
    picture_key: SecretStr | None = Field(None, description="Key for picture_url. Empty: none is sent.")

    @field_validator("chat_url", "speech_url", "picture_url")
    @classmethod
    def _address_of_a_model(cls, url: str) -> str:
        parts = urlsplit(url.strip())
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query):
            raise ValueError("write http(s)://host/path, without a key, a name or a question mark in it")
        bare = url.strip().rstrip("/")
        for part in ("/chat/completions", "/audio/speech", "/images/edits"):
            bare = bare.removesuffix(part)
        return bare

    @field_validator("chat_model", "chat_price_read", "chat_price_written")
    @classmethod
    def _known_with_a_model(cls, value: object, info: ValidationInfo) -> object:
        """Caps in money hold only where it is known what a call costs."""
        url = str(info.data.get("chat_url") or "")
        if url and not value and value != 0 and not (info.field_name != "chat_model" and is_this_machine(url)):
            raise ValueError("needed with MERCERY_CHAT_URL")
        return value


def is_this_machine(url: str) -> bool:
    """Whether an address leads nowhere but to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
