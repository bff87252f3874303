"""Mail over a mail server (SMTP)."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from mercery.core.mail.message import Mail, MailAddress, MailNotSent, composed
from mercery.core.telemetry.calls import calling

TIMEOUT_SECONDS: Final = 20.0
_PORTS: Final = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server and how to sign in there."""

    host: str
    port: int
    encrypted: bool
    """TLS from the first byte (smtps); else STARTTLS where the server offers it."""
    user: str = ""
    password: str = ""
    at: str = ""
    """The address the name was looked up to and that was checked, where it was: it is this one that is called."""

    @property
    def local(self) -> bool:
        """Whether it stands on this machine, where nobody listens in between."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_smtp_url(url: str) -> MailServer | None:
    """`smtp://user:password@host:587` or `smtps://…`; None when it is neither."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        return None
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        encrypted=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


class _Plain(smtplib.SMTP):
    """A connection to the very address that was checked; certificate and greeting belong to the name."""

    def __init__(self, server: MailServer, *, timeout: float) -> None:
        self._at = server.at
        super().__init__(server.host, server.port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return super()._get_socket(self._at or host, port, timeout)  # type: ignore[misc, no-any-return]


class _Encrypted(smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""

    def __init__(self, server: MailServer, *, timeout: float, context: ssl.SSLContext) -> None:
        self._at = server.at
        super().__init__(server.host, server.port, timeout=timeout, context=context)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return super()._get_socket(self._at or host, port, timeout)  # type: ignore[misc, no-any-return]


Encryption = Literal["tls", "starttls", "none"]
"""What protects a connection: TLS from its first byte, TLS begun by STARTTLS, or nothing, since none is offered."""


def connected(server: MailServer, *, timeout: float) -> tuple[smtplib.SMTP, Encryption]:
    """A connection that has greeted and is encrypted where the server offers it, and by what; nothing secret was said yet.
    OSError (which ssl.SSLError is) or smtplib.SMTPException."""
    context = ssl.create_default_context()
    if server.encrypted:
        connection: smtplib.SMTP = _Encrypted(server, timeout=timeout, context=context)
    else:
        if server.local:
            # A relay on this machine shows a certificate of its own making, and nobody stands in between.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = _Plain(server, timeout=timeout)
    try:
        connection.ehlo()
        if server.encrypted:
            return connection, "tls"
        if not connection.has_extn("starttls"):
            return connection, "none"
        connection.starttls(context=context)
        connection.ehlo()
    except BaseException:
        connection.close()
        raise
    return connection, "starttls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a mail server does when it is asked: what protects the connection, or what went wrong."""

    encryption: Encryption | None = None
    """None: no connection came about."""
    version: str = ""
    """Of the protocol, as `TLSv1.3`."""
    sends: bool = False
    """Whether mail would go out over it: in the open only within this machine."""
    problem: str = ""


def offered_by(server: MailServer, *, timeout: float = 5.0) -> Offered:
    """Ask the server, without signing in and without sending anything. Blocks: call it in a thread."""
    try:
        connection, used = connected(server, timeout=timeout)
    except (smtplib.SMTPException, OSError) as error:
        return Offered(problem=type(error).__name__)
    version = connection.sock.version() if isinstance(connection.sock, ssl.SSLSocket) else None
    connection.close()
    return Offered(encryption=used, version=version or "", sends=used != "none" or server.local)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMailer:
    """Sends over a server. One connection a mail: codes are few, and each must go at once."""

    server: MailServer
    sender: MailAddress
    timeout: float = TIMEOUT_SECONDS

    def send(self, mail: Mail) -> str:
        """Hand the mail to the server."""
        return self.hand_over(composed(mail, self.sender))

    def hand_over(self, message: EmailMessage) -> str:
        """Hand a message to the server as it is; MailNotSent."""
        try:
            with calling("mail", f"{self.server.host}:{self.server.port}"), self._connected() as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [answer[0] for answer in error.recipients.values()]
            # The server's own words may repeat the address, so they are not passed on.
            told = ", ".join(map(str, codes))
            raise MailNotSent(
                f"The mail server refused the recipient ({told}).",
                final=all(500 <= code < 600 for code in codes),
                zh=f"邮件服务器拒收该收件地址（{told}）。请核对地址，或以其他方式联系。",
            ) from None
        except smtplib.SMTPAuthenticationError as error:
            raise MailNotSent(
                f"The mail server refused the sign-in ({error.smtp_code}).",
                remedy="Check user and password of the outgoing server (MERCERY_SMTP_URL, or the channel's own).",
                zh=f"邮件服务器拒绝登录（{error.smtp_code}）。请核对发信服务器的用户名与密码。",
            ) from None
        except smtplib.SMTPSenderRefused as error:
            raise MailNotSent(
                f"The mail server refused the sender ({error.smtp_code}).",
                remedy="Check the sender's address (MERCERY_MAIL_FROM, or the channel's own).",
                zh=f"邮件服务器拒绝该发件地址（{error.smtp_code}）。请核对发件地址，并确认服务器获准代其发信。",
            ) from None
        except smtplib.SMTPResponseException as error:
            raise MailNotSent(
                f"The mail server answered {error.smtp_code}.",
                remedy="Its log says more.",
                final=error.smtp_code >= 550,
                zh=f"邮件服务器返回 {error.smtp_code}。详情请查看其日志。",
            ) from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailNotSent(
                f"The mail server {self.server.host}:{self.server.port} could not be used ({type(error).__name__}).",
                remedy="Check the outgoing server (MERCERY_SMTP_URL, or the channel's own) and whether it can be reached from here.",
                zh=f"无法使用邮件服务器 {self.server.host}:{self.server.port}（{type(error).__name__}）。请核对发信服务器地址，并确认本机可以访问。",
            ) from None
        return "smtp"

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        connection, used = connected(server, timeout=self.timeout)
        try:
            if used == "none" and not server.local:
                raise MailNotSent(
                    f"The mail server {server.host} offers no encryption; codes are not sent in the open.",
                    remedy="Use smtps:// or a server that offers STARTTLS.",
                    zh=f"邮件服务器 {server.host} 不支持加密，不会明文发送。请使用 smtps:// 或支持 STARTTLS 的服务器。",
                )
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection
