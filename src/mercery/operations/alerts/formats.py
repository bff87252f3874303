"""How news goes out to a web address: our own signed form, or what the robots of messengers take. Pure.

Each as its maker documents it: Slack's incoming webhooks (`text`; `&`, `<` and `>` escaped); custom robots of Feishu and
Lark (`msg_type`, with `timestamp` in seconds and `sign` in the body), of DingTalk (`timestamp` in milliseconds and `sign` in
the address), and of WeCom (at most 2048 bytes of text). The last three answer 200 to what they refuse and say so in the body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mercery.conversations.signature import DELIVERY_HEADER, signed_headers
from mercery.core.as_json import plain
from mercery.core.i18n import Lang, Words
from mercery.operations.alerts.news import News

Format = Literal["mercery", "slack", "feishu", "dingtalk", "wecom"]
FORMATS: Final[dict[Format, Words]] = {
    "mercery": Words("Signed JSON", "签名 JSON"),
    "slack": Words("Slack"),
    "feishu": Words("Feishu or Lark", "飞书"),
    "dingtalk": Words("DingTalk", "钉钉"),
    "wecom": Words("WeCom", "企业微信"),
}
SIGNED_BY_WORD: Final[frozenset[Format]] = frozenset({"feishu", "dingtalk"})
"""Those whose robots may be set to want a signature by a secret of theirs."""
_MOST_BYTES: Final[dict[Format, int]] = {"slack": 12_000, "feishu": 12_000, "dingtalk": 12_000, "wecom": 2_000}
_MORE: Final = Words("More in the console.", "更多内容见控制台。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends to whom, with what it takes."""

    format: Format
    url: str
    secret: str
    """Ours, for the signed form."""
    word: str
    """Theirs, where their robot wants a signature."""
    shop: str
    base: str
    """Address of this installation."""
    lang: Lang


def letter(sender: Sender, news: Sequence[News], delivery_id: str, at: datetime) -> Letter:
    """The request, signed for this moment."""
    if sender.format == "mercery":
        body = _bytes(_own(sender, news))
        headers = {DELIVERY_HEADER: delivery_id, **signed_headers(sender.secret, body, at)}
        return Letter(url=sender.url, headers=headers, body=body)
    text, url, seconds = _text(sender, news), sender.url, str(int(at.timestamp()))
    content: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    if sender.format == "slack":
        content = {"text": _escaped(text)}
    elif sender.format == "feishu":
        signed = {"timestamp": seconds, "sign": _mac(f"{seconds}\n{sender.word}", "")} if sender.word else {}
        content = {"msg_type": "text", "content": {"text": text}, **signed}
    elif sender.format == "dingtalk" and sender.word:
        moment = f"{int(at.timestamp() * 1000)}"
        url = _with(url, {"timestamp": moment, "sign": _mac(sender.word, f"{moment}\n{sender.word}")})
    return Letter(url=url, headers={}, body=_bytes(content))


def refused(format_: Format, status: int, answer: bytes) -> str:
    """Why the other side did not take it; empty where it did."""
    if not 200 <= status < 300:
        return f"The other side answered {status}."
    if format_ in ("mercery", "slack"):
        return ""
    try:
        said = json.loads(answer)
    except ValueError:
        return "The other side answered something that cannot be read."
    code = said.get("code", said.get("StatusCode", said.get("errcode"))) if isinstance(said, dict) else None
    return "" if code == 0 else f"The robot refused it (code {code})."


def _own(sender: Sender, news: Sequence[News]) -> dict[str, Any]:
    return {
        "type": "alerts",
        "shop": sender.shop,
        "alerts": [
            {**{key: value for key, value in plain(one).items() if key != "path"}, "url": f"{sender.base}{one.path}"}
            for one in news
        ],
    }


def _text(sender: Sender, news: Sequence[News]) -> str:
    """The lines of the news, with a link each; cut at a line where the robot takes no more."""
    most = _MOST_BYTES[sender.format]
    lines, used = [sender.shop], len(sender.shop.encode())
    for place, one in enumerate(news):
        line = f"{one.line(sender.lang)}\n{sender.base}{one.path}"
        used += len(line.encode()) + 1
        if used > most - 100 and place:
            lines.append(_MORE.text(sender.lang))
            break
        lines.append(line)
    return "\n".join(lines).encode()[:most].decode(errors="ignore")


def _bytes(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mac(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def _with(url: str, values: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in values]
    return urlunsplit(parts._replace(query=urlencode([*query, *values.items()])))
