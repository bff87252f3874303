"""Reaching a shop's mail servers: hosts that a person typed, so each is looked up once and may not lie inside our network."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from dataclasses import dataclass, replace
from typing import Final

from mercery.channels.mail.reading import LARGEST
from mercery.channels.setups import Setup
from mercery.conversations import channels
from mercery.conversations.callback_address import is_loopback_name, resolve
from mercery.conversations.undelivered import not_reached
from mercery.core.config import settings
from mercery.core.errors import Invalid, MerceryError
from mercery.core.mail.choosing import mailer_of
from mercery.core.mail.message import MailAddress
from mercery.core.mail.outbox import Outbox
from mercery.core.mail.smtp import SmtpMailer, read_smtp_url

SECONDS: Final = 20.0
MOST: Final = 40
"""Mails of one reading; the next goes on from there."""
_UIDS: Final = re.compile(rb"\d+")


class BoxUnreadable(MerceryError):
    """The mail box could not be read."""

    code = "mail_box_unreadable"
    status = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxAddress:
    """A mail box and how to sign in there."""

    host: str
    ip: str
    port: int
    user: str
    password: str
    folder: str

    @property
    def local(self) -> bool:
        """Whether it stands on this machine, where nobody listens in between."""
        return is_loopback_name(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """New mails with their numbers in the box, and how far it was read. `larger`: mails left because of their size."""

    mails: tuple[tuple[int, bytes], ...]
    validity: int
    uid: int
    larger: int = 0


async def box_address(setup: Setup) -> BoxAddress:
    """Where the box is; Invalid for a host that may not be reached."""
    host, _, port = setup.get("imap_host").partition(":")
    ip, number = await _looked_up(host, int(port or 993))
    return BoxAddress(
        host=host, ip=ip, port=number, user=setup.get("imap_user") or setup.get("address"),
        password=setup.get("imap_password"), folder=setup.get("imap_folder") or "INBOX",
    )  # fmt: skip


async def mailer(setup: Setup) -> SmtpMailer | Outbox:
    """The way out: the channel's own server, else the installation's."""
    url = setup.get("smtp")
    if not url:
        found = mailer_of(settings())
        assert isinstance(found, SmtpMailer | Outbox)
        return found
    server = read_smtp_url(url)
    if server is None:
        raise Invalid(
            "The outgoing server cannot be read.", remedy="Write smtps://host:465 or smtp://host:587.",
            zh="无法识别发信服务器，请写成 smtps://host:465 或 smtp://host:587。",
        )  # fmt: skip
    ip, port = await _looked_up(server.host, server.port)
    user = setup.get("imap_user") or setup.get("address")
    signed_in = replace(
        server, port=port, at=ip, user=user if setup.get("imap_password") else "", password=setup.get("imap_password")
    )
    return SmtpMailer(server=signed_in, sender=MailAddress(address=setup.get("address")))


async def _looked_up(host: str, port: int) -> tuple[str, int]:
    scheme = "http" if channels.reach() != "internet" and is_loopback_name(host) else "https"
    target = await resolve(f"{scheme}://{host}:{port}/", reach=channels.reach())
    return str(target.ip), target.port


def read_new(box: BoxAddress, validity: int, uid: int) -> Read:
    """The mails after `uid`, without marking them as read. A box seen for the first time, or numbered anew (RFC 3501,
    UIDVALIDITY), is read from now on: nobody wants answers to last year's mail. Blocks: call it in a thread."""
    try:
        connection = _connected(box)
        try:
            return _read(connection, box, validity, uid)
        finally:
            try:
                connection.logout()
            except (imaplib.IMAP4.error, OSError):
                connection.shutdown()
    except imaplib.IMAP4.error as error:
        # The server's words can repeat the user's name.
        kind = (
            "the sign-in or the folder"
            if "AUTH" in str(error).upper() or "LOGIN" in str(error).upper()
            else "a command"
        )
        raise BoxUnreadable(
            f"The mail server refused {kind}.", remedy="Check user, password and folder.",
            zh="邮件服务器拒绝了请求，请核对用户名、密码与文件夹。",
        ) from None  # fmt: skip
    except (OSError, ssl.SSLError) as error:
        said = not_reached(f"{box.host}:{box.port}", type(error).__name__)
        raise BoxUnreadable(said.en, zh=said.zh) from None


def _read(connection: imaplib.IMAP4, box: BoxAddress, validity: int, uid: int) -> Read:
    connection.login(box.user, box.password)
    answer, _ = connection.select(f'"{box.folder.replace(chr(34), "")}"', readonly=True)
    if answer != "OK":
        raise BoxUnreadable(
            f"There is no folder {box.folder}.", remedy="Check its name.", zh=f"没有文件夹 {box.folder}，请核对名称。"
        )
    now_validity = _number(connection, "UIDVALIDITY")
    if now_validity != validity:
        return Read(mails=(), validity=now_validity, uid=max(0, _number(connection, "UIDNEXT") - 1))
    _, found = connection.uid("SEARCH", f"UID {uid + 1}:*")
    # `n:*` names the last mail even where its number is smaller.
    uids = sorted(number for number in map(int, _UIDS.findall(found[0] or b"")) if number > uid)[:MOST]
    mails, larger, last = [], 0, uid
    for number in uids:
        last = number
        if _size(connection, number) > LARGEST:
            larger += 1
            continue
        _, parts = connection.uid("FETCH", str(number), "(BODY.PEEK[])")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        if raw:
            mails.append((number, raw))
    return Read(mails=tuple(mails), validity=now_validity, uid=last, larger=larger)


def _size(connection: imaplib.IMAP4, number: int) -> int:
    _, found = connection.uid("FETCH", str(number), "(RFC822.SIZE)")
    sizes = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(part for part in found if isinstance(part, bytes)))
    return int(sizes[1]) if sizes else 0


def _number(connection: imaplib.IMAP4, name: str) -> int:
    found = connection.response(name)[1]
    return int(found[0]) if found and found[0] else 0


class _Encrypted(imaplib.IMAP4_SSL):
    """A connection to the very address that was checked; the certificate belongs to the name."""

    def __init__(self, box: BoxAddress) -> None:
        self._ip = box.ip
        super().__init__(box.host, box.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._ip, self.port), timeout)
        context: ssl.SSLContext = self.ssl_context
        return context.wrap_socket(plain, server_hostname=self.host)


class _Plain(imaplib.IMAP4):
    """The same, encrypted by STARTTLS afterwards, or not at all on this machine."""

    def __init__(self, box: BoxAddress) -> None:
        self._ip = box.ip
        super().__init__(box.host, box.port, timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return socket.create_connection((self._ip, self.port), timeout)


def _connected(box: BoxAddress) -> imaplib.IMAP4:
    if box.port == 993:
        return _Encrypted(box)
    connection = _Plain(box)
    if "STARTTLS" in connection.capabilities:
        connection.starttls(ssl_context=ssl.create_default_context())
    elif not box.local:
        connection.shutdown()
        raise BoxUnreadable(
            f"{box.host} offers no encryption; a password is not sent in the open.",
            remedy="Use port 993.",
            zh=f"{box.host} 不支持加密，不会明文发送密码。请使用 993 端口。",
        )
    return connection
