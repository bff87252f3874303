"""Settings: read from MERCERY_* environment variables or `mercery.env` in the home folder. `mercery settings` prints this list."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from mercery.core.errors import MerceryError, Problem
from mercery.core.i18n import Lang


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
    web_processes: int = Field(1, ge=1, le=64, description="Web server processes.")
    demo: bool = Field(True, description="Seed the demo shop Maison Aurelle when the database is empty.")
    default_language: Lang = Field("en", description="Language where neither the address nor the browser says one.")
    session_days: int = Field(
        14, ge=1, le=365, description="Days until a console session ends; one unused for three days ends sooner."
    )
    upload_limit_mb: int = Field(256, ge=1, description="Largest file accepted for import, in megabytes.")
    image_fetch: bool = Field(True, description="Fetch pictures named by address in an import (public addresses only).")
    image_limit_mb: int = Field(12, ge=1, description="Largest picture accepted, in megabytes.")
    channel_private_networks: bool = Field(
        False,
        description="Deliver answers to callback addresses inside private networks too, also without https. "
        "Addresses of this machine are allowed anyway while public_url is empty.",
    )
    embeddings: Literal["minilm", "off"] = Field(
        "minilm",
        description="Whether approved answers are found by meaning as well as by words. minilm: a small model on this "
        "machine's processor, for English, where its weights are installed. off: by words alone.",
    )
    embeddings_url: str = Field(
        "",
        description="Address of an endpoint that speaks OpenAI's /embeddings (up to and without that part), used in place "
        "of minilm and for Chinese too. Empty: none.",
    )
    embeddings_model: str = Field("", description="Name of the model at embeddings_url.")
    embeddings_key: SecretStr | None = Field(None, description="Key for embeddings_url. Empty: none is sent.")
    holdout_share: float = Field(
        0.05,
        ge=0,
        le=0.5,
        description="Share of visitors kept without an AI feature, so that its effect can be measured.",
    )
    log_format: Literal["console", "json"] = Field("console", description="How log lines are written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severe level logged.")

    @property
    def base_url(self) -> str:
        """The address customers use, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure_cookies(self) -> bool:
        """Cookies go over https only, unless the shop runs on this machine for trying out."""
        return self.base_url.startswith("https://")


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once. BadSetting names each that cannot be used."""
    home = os.environ.get("MERCERY_HOME") or ".mercery"
    try:
        return Settings(_env_file=Path(home) / "mercery.env")
    except ValidationError as error:
        raise BadSetting(error) from error
