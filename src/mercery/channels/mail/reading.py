"""Reading a mail as it came over the wire. Pure, and patient: a mail with broken headers or an unknown charset is read as far as
it goes.

Sources: RFC 5322 (headers, threads), RFC 2045 to 2047 (MIME), RFC 3834 (automatic answers), RFC 3464 (delivery status).
"""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.policy import default
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Final

from mercery.channels.mail.html_text import text_of
from mercery.core.files.charsets import legacy_encoding

LARGEST: Final = 10 << 20
"""Bytes of a mail that is read."""
_MOST_PARTS: Final = 200
_HTML: Final = 2_000_000
"""Signs of an HTML part that are read."""
_TEXT: Final = 400_000
"""Signs of the words that are kept; far more than anybody writes, and less than what a robot can send."""
_MOST_FILES: Final = 5
_FILE_BYTES: Final = 3 << 20
_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
}
"""Charsets that are named narrower than what is written in them."""
_ID: Final = re.compile(r"<[^<>\s]{3,240}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something attached."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail of ours that could not be delivered. `final`: it will not be tried again."""

    recipient: str
    status: str
    final: bool
    reason: str
    original_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail, read."""

    message_id: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    subject: str
    at: datetime
    text: str
    """Whole, with what it quotes."""
    references: tuple[str, ...]
    """Ids of the thread, the newest last."""
    files: tuple[File, ...]
    headers: tuple[tuple[str, str], ...]
    """In their order, names in lower case."""
    bounce: Bounce | None = None

    def header(self, name: str) -> str:
        """The first header of that name; empty where there is none."""
        return next((value for key, value in self.headers if key == name), "")


def read(raw: bytes) -> Letter:
    """The mail. What has no id of its own is given one by its content, so that it is known when it comes again."""
    message = email.message_from_bytes(raw[:LARGEST], policy=default)
    headers = tuple((name.lower(), _decoded(str(value))) for name, value in _raw_headers(message))
    first = dict(reversed(headers))
    name, sender = parseaddr(first.get("from", ""))
    own = _ID.findall(first.get("message-id", ""))
    parts = list(_parts(message))
    replied = [*_ID.findall(first.get("references", "")), *_ID.findall(first.get("in-reply-to", ""))]
    recipients = getaddresses([value for key, value in headers if key in ("to", "cc", "delivered-to", "x-original-to")])
    return Letter(
        message_id=own[0] if own else f"<{hashlib.sha256(raw).hexdigest()}@none>",
        sender=sender.strip().lower()[:254],
        sender_name=" ".join(name.split())[:120],
        to=tuple(dict.fromkeys(address.strip().lower() for _, address in recipients if "@" in address)),
        subject=" ".join(first.get("subject", "").split())[:300],
        at=_moment(first.get("date", "")),
        text=_text(parts),
        references=tuple(dict.fromkeys(replied))[-30:],
        files=tuple(_files(parts)),
        headers=headers,
        bounce=_bounce(message, parts),
    )


def _raw_headers(message: Message) -> Iterator[tuple[str, str]]:
    """Headers as they stand: the policy's own reading stumbles over what some programs write."""
    for name, value in message.raw_items():
        yield name, re.sub(r"\r?\n[ \t]+", " ", str(value))


def _decoded(value: str) -> str:
    text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(text))) if "=?" in text else text
    except (LookupError, ValueError, UnicodeError):
        return text


def _moment(date: str) -> datetime:
    try:
        found = parsedate_to_datetime(date)
    except (TypeError, ValueError, IndexError):
        return datetime.now(UTC)
    moment = found if found.tzinfo else found.replace(tzinfo=UTC)
    # A clock that is wrong does not write into the future.
    return min(moment.astimezone(UTC), datetime.now(UTC))


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, without those of mails inside this one."""
    stack, seen = [message], 0
    while stack and seen < _MOST_PARTS:
        part = stack.pop()
        seen += 1
        if part.get_content_maintype() == "message" and part is not message:
            yield part
            continue
        content = part.get_payload()
        if part.is_multipart() and isinstance(content, list):
            stack.extend(one for one in reversed(content) if isinstance(one, Message))
        else:
            yield part


def _text(parts: list[Message]) -> str:
    """The words: of the plain part, else of the HTML."""
    inline = [part for part in parts if part.get_content_disposition() != "attachment" and not _file_name(part)]
    for kind in ("text/plain", "text/html"):
        texts = [_content(part) for part in inline if part.get_content_type() == kind]
        words = "\n".join(text_of(text[:_HTML]) if kind == "text/html" else text for text in texts)
        if words.strip():
            return words.replace("\x00", "").strip()[:_TEXT]
    return ""


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload())
    named = (part.get_content_charset() or "").lower()
    for charset in (_WIDER.get(named, named) or "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode(legacy_encoding(data[:20_000]), errors="replace")


def _file_name(part: Message) -> str:
    name = part.get_filename()
    return _decoded(name)[:200] if name else ""


def _files(parts: list[Message]) -> Iterator[File]:
    found = 0
    for part in parts:
        name = _file_name(part)
        if not name and part.get_content_disposition() != "attachment":
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and 0 < len(data) <= _FILE_BYTES and found < _MOST_FILES:
            found += 1
            yield File(name=name or "file", media_type=part.get_content_type(), content=data)


def _bounce(message: Message, parts: list[Message]) -> Bounce | None:
    if message.get_content_type() != "multipart/report":
        return None
    report = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if report is None:
        return None
    fields: dict[str, str] = {}
    blocks = report.get_payload()
    for block in blocks if isinstance(blocks, list) else [report]:
        for name, value in block.items() if isinstance(block, Message) else ():
            fields.setdefault(name.lower(), " ".join(str(value).split()))
    status, action = fields.get("status", ""), fields.get("action", "").lower()
    about = next((part for part in parts if part.get_content_type() in ("message/rfc822", "text/rfc822-headers")), None)
    original = _ID.findall(about.as_string()[:20_000]) if about is not None else []
    return Bounce(
        recipient=fields.get("final-recipient", "").rpartition(";")[2].strip().lower(),
        status=status,
        final=action == "failed" or status.startswith("5"),
        reason=fields.get("diagnostic-code", "").rpartition(";")[2].strip()[:200],
        original_id=_own_id(about, original),
    )


def _own_id(about: Message | None, found: list[str]) -> str:
    if about is None:
        return ""
    lines = re.search(r"^message-id:\s*(<[^<>\s]+>)", about.as_string()[:40_000], re.I | re.M)
    return lines[1] if lines else (found[0] if found else "")
