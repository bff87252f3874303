"""Reading what WeChat sends, and writing the direct answer. Pure.

Sources: developers.weixin.qq.com, 公众号 "接收普通消息" (text, image, voice with Recognition, video, shortvideo, location, link; MsgId
against repeats), "接收事件推送" (subscribe, unsubscribe, SCAN, LOCATION, CLICK, VIEW; FromUserName and CreateTime against
repeats) and "被动回复用户消息". A choice of a menu message comes as a text with `bizmsgmenuid` ("客服消息", msgmenu).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.parsers import expat

from mercery.channels.arrived import Arrived, Media, MediaKind
from mercery.core.errors import Invalid

LARGEST: Final = 64 * 1024
"""Bytes; a message of the longest text is some 8 KB, encrypted some 11."""
_MOST_FIELDS: Final = 200
MEDIA: Final[Mapping[str, MediaKind]] = {"image": "image", "voice": "audio", "video": "video", "shortvideo": "video"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened and is no message."""

    name: str
    key: str
    sender: str


def read_xml(body: bytes | str) -> dict[str, str]:
    """The fields of a message by name, nested ones joined with a stop. Invalid for what is no flat XML of theirs: a document
    type, and with it every entity of its own, is refused before anything is expanded."""
    data = body.encode() if isinstance(body, str) else body
    if len(data) > LARGEST:
        raise Invalid("The message is longer than any of this platform.")
    fields: dict[str, str] = {}
    path: list[str] = []

    def begin(name: str, _attributes: Mapping[str, str]) -> None:
        path.append(name)
        if len(path) > 8 or len(fields) > _MOST_FIELDS:
            raise Invalid("The message is no XML of this platform.")

    def end(_name: str) -> None:
        path.pop()

    def letters(text: str) -> None:
        key = ".".join(path[1:])
        if key:
            fields[key] = fields.get(key, "") + text

    def refuse(*_parts: object) -> None:
        raise Invalid("The message declares a document type, and none is read.")

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, letters
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Invalid("The message is no XML.") from error
    return {name: text.strip() if name != "Content" else text for name, text in fields.items()}


def read_message(fields: Mapping[str, str], menu: Mapping[str, str]) -> Arrived | Event:
    """The message or event. `menu`: what a customer asks by a button of the account's menu, by its key."""
    kind, sender = fields.get("MsgType", ""), fields.get("FromUserName", "")
    if not sender or not kind:
        raise Invalid("The message names no sender or no type.")
    stamp = fields.get("CreateTime", "")
    at = datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() and len(stamp) <= 11 else datetime.now(UTC)
    if kind == "event":
        return _event(fields, menu, sender, at, stamp)
    known: dict[str, Any] = {"outside_id": fields.get("MsgId") or f"{sender}:{stamp}", "address": sender, "at": at}
    media_id, text = fields.get("MediaId", ""), ""
    match kind:
        case "text":
            return Arrived(**known, text=fields.get("Content", ""), choice=fields.get("bizmsgmenuid", ""))
        case "image" | "video" | "shortvideo" | "voice":
            name = MEDIA[kind]
            # WeChat's own hearing of it, where the account has it switched on: the customer's words.
            text = fields.get("Recognition", "") if kind == "voice" else ""
            media = (Media(kind=name, outside_id=media_id),) if media_id else ()
            return Arrived(**known, kind="words" if text else "wordless", text=text, wordless=name, media=media)
        case "location":
            return Arrived(**known, kind="wordless", wordless="location", text=fields.get("Label", ""))
        case "link":
            text = "\n".join(part for part in (fields.get("Title", ""), fields.get("Url", "")) if part)
            return Arrived(**known, text=text)
        case _:
            return Arrived(**known, kind="wordless", wordless="unknown")


def _event(
    fields: Mapping[str, str], menu: Mapping[str, str], sender: str, at: datetime, stamp: str
) -> Arrived | Event:
    name, key = fields.get("Event", ""), fields.get("EventKey", "")
    outside_id = f"{sender}:{stamp}:{name}"
    if name == "unsubscribe":
        return Arrived(outside_id=outside_id, address=sender, at=at, kind="stopped", wordless="unsubscribed")
    if name == "CLICK" and key in menu:
        return Arrived(outside_id=outside_id, address=sender, at=at, text=menu[key])
    return Event(name=name, key=key, sender=sender)


def read_menu(text: str) -> dict[str, str]:
    """Lines of `KEY = words` as they are set up."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {key.strip(): words.strip() for key, sign, words in pairs if sign and key.strip() and words.strip()}


def text_reply(*, to: str, sender: str, text: str, moment: datetime) -> str:
    """The direct answer in words."""
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(sender)}</FromUserName>"
        f"<CreateTime>{int(moment.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(text)}</Content></xml>"
    )


def encrypted_reply(*, encrypted: str, signed: str, timestamp: str, nonce: str) -> str:
    """An encrypted direct answer."""
    return (
        f"<xml><Encrypt>{_cdata(encrypted)}</Encrypt><MsgSignature>{_cdata(signed)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
    )


def _cdata(text: str) -> str:
    """The text as it is; what would end the section begins another, and what no XML may hold is left out."""
    held = "".join(sign for sign in text if sign in "\t\n\r" or (ord(sign) >= 32 and sign not in "\ufffe\uffff"))
    return f"<![CDATA[{held.replace(']]>', ']]]]><![CDATA[>')}]]>"
