"""Settings: read from MERCERY_* environment variables or `mercery.env` in the home folder. `mercery settings` prints this list."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from mercery.core.errors import MerceryError, Problem
from mercery.core.i18n import Lang
from mercery.core.machine_settings import MachineSettings
from mercery.core.model_settings import ModelSettings
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


class Settings(ModelSettings, MachineSettings):
    """Every setting with its default and what it does: those of the machine, of models, and here those of the shop."""

    model_config = SettingsConfigDict(env_prefix="MERCERY_", extra="ignore", frozen=True)

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
        description="Mail server for codes to customers: smtp://user:password@host:587 (STARTTLS, which a server elsewhere "
        "must offer) or smtps://user:password@host:465. Empty: mails are written into the folder outbox in the home folder and reach nobody.",
    )
    mail_from: str = Field(
        "mercery@localhost",
        description="Address mails come from, as the mail server allows it: codes@shop.example. Readers see the shop's name "
        "before it.",
    )
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

    @field_validator("wechat_api", "whatsapp_api")
    @classmethod
    def _address_of_a_platform(cls, url: str) -> str:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError("write https://host, without a name or a question mark in it")
        return url.strip().rstrip("/")

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
