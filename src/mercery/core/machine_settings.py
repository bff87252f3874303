"""Settings of the installation: its database, addresses, processes, keys, what is told of it, and its backups."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


class MachineSettings(BaseSettings):
    """Where it runs, how many of what, and how it is watched and kept."""

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

    @property
    def base_url(self) -> str:
        """The address customers use, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure_cookies(self) -> bool:
        """Cookies go over https only, unless the shop runs on this machine for trying out."""
        return self.base_url.startswith("https://")
