"""Which way mail goes, by the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mercery.core.config import Settings
from mercery.core.mail.message import MailAddress, Mailer, read_address
from mercery.core.mail.outbox import Outbox
from mercery.core.mail.smtp import MailServer, SmtpMailer, read_smtp_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How mail goes, for people: without user and password."""

    kind: Literal["smtp", "outbox"]
    sender: str
    server: str = ""
    """Host and port."""
    encrypted: bool = True
    """TLS from the first byte; else by STARTTLS, where the server offers it."""
    local: bool = False
    """The server stands on this machine, where mail may also go to it in the open."""
    folder: Path | None = None
    reaches: bool = True
    """Whether a customer gets it: by a server, or because this is an installation for trying out on one machine, whose
    only customer can look into the folder."""


def mailer_of(settings: Settings) -> Mailer:
    """The way the settings name: the server, else the folder."""
    server = server_of(settings)
    if server is not None:
        return SmtpMailer(server=server, sender=_sender(settings))
    return outbox_of(settings)


def outbox_of(settings: Settings) -> Outbox:
    """The folder, whether or not mail goes there now."""
    return Outbox(folder=settings.home / "outbox", sender=_sender(settings))


def way_of(settings: Settings) -> Way:
    """The same in words."""
    sender, server = _sender(settings).address, server_of(settings)
    if server is not None:
        return Way(
            kind="smtp",
            sender=sender,
            server=f"{server.host}:{server.port}",
            encrypted=server.encrypted,
            local=server.local,
        )
    return Way(kind="outbox", sender=sender, folder=settings.home / "outbox", reaches=not settings.public_url)


def server_of(settings: Settings) -> MailServer | None:
    """The mail server the settings name."""
    return read_smtp_url(settings.smtp_url.get_secret_value()) if settings.smtp_url else None


def mail_leaves(settings: Settings) -> bool:
    """Whether a mail to a customer can be read by them: asked before a code is promised."""
    return way_of(settings).reaches


def _sender(settings: Settings) -> MailAddress:
    return read_address(settings.mail_from) or MailAddress(address="mercery@localhost")
