"""What a mail is here: to one person, in words and as simple HTML, with nothing in it that is fetched or followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Final, Protocol

from mercery.core.clock import now
from mercery.core.errors import MerceryError

_ADDRESS: Final = re.compile(
    r"[^\s@<>\"(),:;\\\[\]]{1,64}@(?:[^\s@<>\"(),:;\\\[\].]{1,63}\.)*[^\s@<>\"(),:;\\\[\].]{1,63}"
)
_NAMED: Final = re.compile(r"\s*(?P<name>.*?)\s*<(?P<address>[^<>]+)>\s*")


class MailNotSent(MerceryError):
    """A mail did not go out. `final`: the other side refused it, and trying again would change nothing."""

    code = "mail_not_sent"
    status = 502

    def __init__(self, message: str, *, remedy: str = "", final: bool = False, zh: str = "") -> None:
        super().__init__(message, remedy=remedy, zh=zh)
        self.final = final


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """Where a mail goes or comes from."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message. `sender_name` is what the reader sees before the installation's own address."""

    to: str
    subject: str
    text: str
    html: str
    sender_name: str = ""
    shop_id: str = ""
    """Whose mail it is; the folder keeps those of each shop apart."""
    unsubscribe_url: str = ""
    """Where one POST ends such mails (RFC 8058). The mail server has to sign both headers, as it does all others."""


class Mailer(Protocol):
    """A way for mails to go out. Blocks: call it in a thread."""

    def send(self, mail: Mail) -> str:
        """Send it, or raise MailNotSent. Returns where it went, in words for the record, without the address."""
        ...


def read_address(text: str) -> MailAddress | None:
    """`anna@example.com` or `Anna <anna@example.com>`; None when it is neither."""
    named = _NAMED.fullmatch(text)
    address = (named["address"] if named else text).strip()
    if not address.isascii() or len(address) > 254 or not _ADDRESS.fullmatch(address):
        return None
    return MailAddress(address=address, name=named["name"].strip('" ') if named else "")


def composed(mail: Mail, sender: MailAddress) -> EmailMessage:
    """The mail as it goes over the wire."""
    to = read_address(mail.to)
    if to is None:
        raise MailNotSent("The mail has no address that can be used.", final=True, zh="邮件没有可用的收件地址。")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(mail.sender_name or sender.name), addr_spec=sender.address)
    message["To"] = Address(addr_spec=to.address)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=sender.address.rpartition("@")[2])
    # Asks holiday notes and other robots not to answer.
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def _one_line(text: str) -> str:
    """A shop's name stands in headers: a line break in it would begin another one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:120]
