"""A mail as it goes to a customer: in its thread, in words and as plain HTML, with nothing in it that is fetched. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

from mercery.channels.saying import Said
from mercery.core.i18n import Words

_ABOUT: Final = Words(
    "{name} is the AI assistant of {shop} and answers from the shop's own records. Answer this mail to go on; write “person” to "
    "reach one.",
    "{name} 是{shop}的 AI 店员，依据店内资料答复。直接回复本邮件即可继续，回复“转人工”可联系店员。",
)
_PERSON: Final = Words("{name}, {shop}", "{shop} {name}")
_SUBJECT: Final = Words("Your question to {shop}", "您给{shop}的来信")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything about a mail but its words."""

    sender: str
    shop_name: str
    to: str
    reply_to: str
    subject: str
    message_id: str
    answers: str
    """The id of the mail it answers; empty for the first of a thread."""
    references: Sequence[str]
    by_assistant: bool
    author: str
    moment: datetime


def compose(said: Said, envelope: Envelope) -> EmailMessage:
    """The mail. One by the assistant says so in its headers, so that no holiday note answers it (RFC 3834)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(envelope.shop_name), addr_spec=envelope.sender)
    message["To"] = Address(addr_spec=envelope.to)
    if envelope.reply_to != envelope.sender:
        message["Reply-To"] = Address(_one_line(envelope.shop_name), addr_spec=envelope.reply_to)
    message["Subject"] = _subject(said, envelope)
    message["Date"] = format_datetime(envelope.moment)
    message["Message-ID"] = envelope.message_id
    if envelope.answers:
        message["In-Reply-To"] = envelope.answers
        message["References"] = " ".join(dict.fromkeys([*envelope.references, envelope.answers]))
    if envelope.by_assistant:
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "zh-CN" if said.lang == "zh" else "en"
    below = _below(said, envelope)
    message.set_content(f"{said.whole()}\n\n{below}\n")
    message.add_alternative(_html(said, below), subtype="html")
    return message


def _subject(said: Said, envelope: Envelope) -> str:
    subject = _one_line(envelope.subject)
    if not subject:
        return _SUBJECT.text(said.lang).format(shop=_one_line(envelope.shop_name))
    begun = subject.casefold()
    return (
        subject if begun.startswith(("re:", "re：", "回复:", "回复：", "答复:", "答复：", "aw:")) else f"Re: {subject}"
    )


def _below(said: Said, envelope: Envelope) -> str:
    words = _ABOUT if envelope.by_assistant else _PERSON
    return words.text(said.lang).format(name=envelope.author, shop=envelope.shop_name)


def _html(said: Said, below: str) -> str:
    parts = [_paragraphs(said.text)]
    for one in said.shown:
        lines = "<br>".join(escape(line) for line in one.lines)
        parts.append(f'<p><a href="{escape(one.url)}">{escape(one.title)}</a><br>{lines}</p>')
    parts.append(_paragraphs(said.asks))
    parts += [f'<p><a href="{escape(url)}">{escape(label)}</a></p>' for label, url in said.links]
    parts.append(_paragraphs(said.numbered()))
    if said.sources:
        label = said.source_line.partition(said.sources)[0].strip(" :：")
        parts.append(f'<p><a href="{escape(said.sources)}">{escape(label)}</a></p>')
    parts.append(f'<p style="color:#666;font-size:13px">{escape(below)}</p>')
    lang = "zh-CN" if said.lang == "zh" else "en"
    body = "".join(part for part in parts if part)
    return (
        f'<!doctype html><html lang="{lang}"><body style="font-family:sans-serif;line-height:1.5">{body}</body></html>'
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(one).replace(chr(10), '<br>')}</p>" for one in text.split("\n\n") if one.strip())


def _one_line(text: str) -> str:
    """A line break in a header would begin another one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:200]
