"""Settings: read from MERCERY_* environment variables or `mercery.env` in the home folder. `mercery settings` prints this list."""

import os
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mercery.core.errors import MerceryError, Problem
from mercery.core.i18n import Lang
from mercery.core.secret_files import secrets_in_files


class BadSetting(MerceryError):
    """A setting that cannot be used."""

    code = "bad_setting"
    status = 500

    def __init__(self, error: ValidationError) -> None:
        problems = [
            # Without the value: it may be a password.
            Problem(message=f"{one['msg']}.", field=f"MERCERY_{'_'.join(str(part) for part in one['loc'])}".upper())
            for one in error.errors(include_input=False, include_url=False)
        ]
        names = ", ".join(problem.field or "" for problem in problems)
        super().__init__(
            f"{names} cannot be used.", remedy="docs/reference/settings.md says what each one takes.", problems=problems
        )


class Settings(BaseSettings):
    """Every setting with its default and what it does."""

    model_config = SettingsConfigDict(env_prefix="MERCERY_", extra="ignore", frozen=True)

    home: Path = Field(Path(".mercery"), description="Folder for the embedded database, media, index and secrets.")
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL 15 or newer (postgresql://user:password@host/name). Empty: the embedded server is used.",
    )
    database_direct_url: SecretStr | None = Field(
        None,
        description="The same database past a pooler that lends connections by transaction (PgBouncer), for what needs a "
        "connection of its own: LISTEN, the job queue, changes of the schema. Empty: database_url leads there itself.",
    )
    database_pool: int = Field(
        8,
        ge=2,
        le=200,
        description="Connections each web process and worker keeps to the database; half as many more for moments.",
    )
    files: Literal["folder", "database"] = Field(
        "folder",
        description="How several machines see pictures, documents, uploads and the search index. folder: one machine, or "
        "the folders below home are shared. database: each machine has folders of its own, and what one of them writes "
        "reaches the others through PostgreSQL.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        None, description="Address under which customers reach the shop, with https. Empty: http://HOST:PORT."
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of reverse proxies whose X-Forwarded-* headers are believed, with commas between.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Key that signs cookies, the same on every machine. Empty: made once and kept in the home folder.",
    )
    secret_keys_before: SecretStr | None = Field(
        None,
        description="Keys this installation had before, the newest first, with commas between: what was sealed with them "
        "(passwords of mail boxes, secrets of messengers) can still be opened.",
    )
    web_processes: int = Field(1, ge=1, le=64, description="Web server processes.")
    streams_per_visitor: int = Field(
        8,
        ge=1,
        le=1000,
        description="Live connections (answers, conversations that are followed) one visitor may keep open.",
    )
    streams_per_process: int = Field(
        2000, ge=1, description="Live connections one web process keeps open; each needs a file handle."
    )
    streams_per_shop: int = Field(
        1000, ge=1, description="Live connections one web process keeps open for one shop, so that others find room."
    )
    turns_per_shop: int = Field(
        6000,
        ge=1,
        description="Messages a minute the assistant takes for one shop, over all machines; beyond, customers are asked to "
        "wait a moment.",
    )
    search_indexes_open: int = Field(
        64,
        ge=1,
        le=100_000,
        description="Search indexes each process keeps open, those of the shops searched last; the next search of another "
        "shop opens its own again. Each takes seven open files: raise the limit of the process (nofile) with it.",
    )
    turns_waiting_per_shop: int = Field(
        200,
        ge=1,
        description="Messages of one shop that may wait in one web process for their turn; a further one is asked to come "
        "again.",
    )
    worker_places: int = Field(
        8,
        ge=2,
        le=64,
        description="Jobs one worker has in hand at once. Content, films and indexes take some for minutes.",
    )
    worker_places_per_shop: int = Field(
        6,
        ge=1,
        description="Jobs of one shop that one worker has in hand at once, where the installation has several shops.",
    )
    demo: bool = Field(True, description="Seed the demo shop Maison Aurelle when the database is empty.")
    demo_films: bool = Field(
        True, description="Have the demo shop's films made by the worker once it is seeded (some minutes of one core)."
    )
    demo_live: bool = Field(
        True,
        description="Have the demo shop's English show on air from the first start. It rests while nobody watches, and then "
        "costs next to nothing.",
    )
    default_language: Lang = Field("en", description="Language where neither the address nor the browser says one.")
    session_days: int = Field(
        14, ge=1, le=365, description="Days until a console session ends; one unused for three days ends sooner."
    )
    upload_limit_mb: int = Field(256, ge=1, description="Largest file accepted for import, in megabytes.")
    document_pages: int = Field(2000, ge=1, le=20_000, description="Most pages of a document that is read.")
    document_hosts: str = Field(
        "",
        description="Hosts whose pages may be read as documents by address, with commas between: help.shop.example, or "
        "*.shop.example for all below one. Addresses inside private networks are never called. Empty: none.",
    )
    image_fetch: bool = Field(True, description="Fetch pictures named by address in an import (public addresses only).")
    image_limit_mb: int = Field(12, ge=1, description="Largest picture accepted, in megabytes.")
    channel_private_networks: bool = Field(
        False,
        description="Deliver answers to callback addresses inside private networks too, also without https. "
        "Addresses of this machine are allowed anyway while public_url is empty.",
    )
    wechat_api: str = Field(
        "https://api.weixin.qq.com",
        description="Address of WeChat's interface for official accounts; another where a gateway of your own stands between.",
    )
    whatsapp_api: str = Field(
        "https://graph.facebook.com",
        description="Address of Meta's Graph API for WhatsApp; another where a gateway of your own stands between.",
    )
    whatsapp_version: str = Field(
        "v23.0", pattern=r"^v\d{1,3}\.\d$", description="Version of the Graph API that WhatsApp is called with."
    )
    live: bool = Field(
        True,
        description="Whether `mercery run` keeps the process that directs shows on air. It waits, and does next to nothing, "
        "while none is.",
    )
    live_ingest_host: str = Field(
        "127.0.0.1",
        description="Address on which a person's stream (OBS, by RTMP) is taken in. 0.0.0.0: from other machines too; the "
        "stream key is all that keeps others out, and RTMP does not conceal it.",
    )
    live_ingest_port: int = Field(
        1935,
        ge=0,
        le=65535,
        description="Port for a person's stream; it is open while a show that has a key is on air. 0: none.",
    )
    live_address: str = Field(
        "",
        max_length=200,
        pattern=r"^(?:https?://(?:\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]+)(?::[0-9]{1,5})?)?$",
        description="Address under which other hosts reach this machine's web process, such as http://10.0.0.7:8000, while it "
        "directs shows: they fetch the programme there. Empty: hosts without its folder `live` show no programme.",
    )
    live_private_networks: bool = Field(
        False,
        description="Send shows to destinations and talking-head servers inside private networks too. Addresses of this "
        "machine are allowed anyway while public_url is empty.",
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="Mail server for codes to customers: smtp://user:password@host:587 (with STARTTLS) or "
        "smtps://user:password@host:465. Empty: mails are written into the folder outbox in the home folder and reach nobody.",
    )
    mail_from: str = Field(
        "mercery@localhost",
        description="Address mails come from, as the mail server allows it: codes@shop.example. Readers see the shop's name "
        "before it.",
    )
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
    holdout_share: float = Field(
        0.05,
        ge=0,
        le=0.5,
        description="Share of visitors kept without an AI feature, so that its effect can be measured.",
    )
    upset_values: str = Field(
        "EUR 500, CNY 4000, USD 500, GBP 450",
        pattern=r"^\s*(?:[A-Z]{3}\s+\d+(?:\.\d+)?\s*(?:,|$)\s*)*$",
        description="From which order value on an angry customer is given a person, by currency. One who has complained "
        "before is given one in any case.",
    )
    metrics_token: SecretStr | None = Field(
        None,
        min_length=16,
        description="Token with which /metrics is read (Authorization: Bearer). Empty: programs on this machine read it "
        "without one while public_url is empty, and nobody once it is set.",
    )
    metrics_listen: str = Field(
        "",
        pattern=r"^(?:(?:\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]+):[0-9]{1,5})?$",
        description="Address and port, such as 127.0.0.1:9464, where /metrics, /healthz and /readyz of a machine that runs no "
        "web process are read; the first process that gets it serves for all that share the home folder. Other addresses "
        "than this machine's need metrics_token. Empty: none.",
    )
    otlp_url: str = Field(
        "",
        description="Collector that takes OpenTelemetry traces by HTTP, up to and without /v1/traces: http://127.0.0.1:4318. "
        "Empty: no traces, and nothing is loaded for them.",
    )
    otlp_headers: SecretStr | None = Field(
        None, description="Headers the collector wants, as name=value with commas between. Empty: none."
    )
    otlp_share: float = Field(1.0, ge=0, le=1, description="Share of requests and jobs that are traced.")
    drain_seconds: int = Field(
        0,
        ge=0,
        le=600,
        description="Seconds a web process goes on to serve after it was asked to end, while /readyz says 503, so that a load "
        "balancer sends customers elsewhere first. For `mercery web`; `mercery run` stops at once.",
    )
    backup_at: str = Field(
        "",
        pattern=r"^(?:|off|(?:[01]\d|2[0-3]):[0-5]\d)$",
        description="Time of the day, by the clocks of the first shop, at which the worker makes a backup: 03:30. Empty: none by "
        "itself, and the health page asks for one now and then. off: backups are made otherwise, and it does not ask.",
    )
    backup_folder: Path | None = Field(
        None,
        description="Folder for backups, best on another disk or machine. Empty: backups in the home folder.",
    )
    backup_keep: int = Field(
        7, ge=1, le=10_000, description="How many daily backups stay in the folder; the oldest are removed."
    )
    backup_passphrase: SecretStr | None = Field(
        None,
        description="Passphrase backups are sealed with, 12 characters or more; the secret key and the settings go along then. "
        "Keep it elsewhere too: without it nobody can open them. Empty: backups are not sealed.",
    )
    log_format: Literal["console", "json"] = Field("console", description="How log lines are written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severe level logged.")

    @field_validator("wechat_api", "whatsapp_api")
    @classmethod
    def _address_of_a_platform(cls, url: str) -> str:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError("write https://host, without a name or a question mark in it")
        return url.strip().rstrip("/")

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

    @field_validator("otlp_url")
    @classmethod
    def _address_of_a_collector(cls, url: str) -> str:
        parts = urlsplit(url.strip())
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query):
            raise ValueError("write http(s)://host:port, without a key, a name or a question mark in it")
        return url.strip().rstrip("/").removesuffix("/v1/traces")

    @field_validator("otlp_headers")
    @classmethod
    def _headers_are_read(cls, value: SecretStr | None) -> SecretStr | None:
        from mercery.core.telemetry.running import headers_of

        if value is not None:
            headers_of(value.get_secret_value())
        return value

    @field_validator("upset_values")
    @classmethod
    def _upset_values_are_amounts(cls, text: str) -> str:
        from mercery.core.money import Money, MoneyError

        try:
            for part in filter(str.strip, text.split(",")):
                currency, amount = part.split()
                Money.from_major(amount, currency)
        except MoneyError as error:
            raise ValueError(error.message) from None
        return text

    @field_validator("smtp_url")
    @classmethod
    def _smtp_url_is_read(cls, value: SecretStr | None) -> SecretStr | None:
        from mercery.core.mail.smtp import read_smtp_url

        if value is not None and value.get_secret_value() and read_smtp_url(value.get_secret_value()) is None:
            raise ValueError("It must be smtp://user:password@host:587 or smtps://user:password@host:465")
        return value if value is not None and value.get_secret_value() else None

    @field_validator("mail_from")
    @classmethod
    def _mail_from_is_read(cls, value: str) -> str:
        from mercery.core.mail.message import read_address

        if read_address(value) is None:
            raise ValueError("It must be an e-mail address such as codes@shop.example")
        return value

    @property
    def base_url(self) -> str:
        """The address customers use, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure_cookies(self) -> bool:
        """Cookies go over https only, unless the shop runs on this machine for trying out."""
        return self.base_url.startswith("https://")


def is_this_machine(url: str) -> bool:
    """Whether an address leads nowhere but to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _secret_names() -> Iterator[str]:
    return (
        name for name, one in Settings.model_fields.items() if SecretStr in (one.annotation, *get_args(one.annotation))
    )


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once. BadSetting names each that cannot be used."""
    home = os.environ.get("MERCERY_HOME") or ".mercery"
    try:
        # Keys are names of settings; `Any`, because the type checker would hold them against options of the library.
        secrets: dict[str, Any] = dict(secrets_in_files(_secret_names(), os.environ))
        return Settings(_env_file=Path(home) / "mercery.env", **secrets)
    except ValidationError as error:
        raise BadSetting(error) from error
