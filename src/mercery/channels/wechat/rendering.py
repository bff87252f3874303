"""An answer as messages of WeChat's customer-service interface, and as the one direct answer. Pure.

Source: developers.weixin.qq.com, 公众号 "发送客服消息" (text up to 2,048 bytes, news with one article, msgmenu) and
"被动回复用户消息".
"""

from __future__ import annotations

from typing import Final

from mercery.channels.cutting import cut, utf8_bytes
from mercery.channels.saying import Said
from mercery.core.database import Json
from mercery.core.i18n import Words

TEXT_BYTES: Final = 2048
MOST: Final = 5
"""Messages the platform takes after one of the customer."""
_MENU_BYTES: Final = 1200
"""Of the words above a menu; with its choices it stays within a message."""
_ALL: Final = Words("The whole answer", "完整答复")
_LINK_BYTES: Final = 200


def messages(said: Said, whole: str) -> list[Json]:
    """The messages in order, at most five. `whole`: the address where the answer stands whole, for one that is longer."""
    card = said.shown[0] if len(said.shown) == 1 and said.shown[0].image.startswith("https://") else None
    body = said.body(with_shown=card is None)
    parts: list[Json] = [_text(one) for one in cut(body, TEXT_BYTES, utf8_bytes)]
    if card is not None:
        article = {
            "title": card.title, "description": "\n".join(card.lines), "url": card.url, "picurl": card.image,
        }  # fmt: skip
        parts.append({"msgtype": "news", "news": {"articles": [article]}})
    if said.choices:
        parts = [*parts[:-1], *_with_choices(parts[-1] if parts else _text(""), said)]
    if len(parts) > MOST:
        return [*parts[: MOST - 1], _text(_pointer(said, whole))]
    return parts


def passive_text(said: Said, whole: str, *, only_way: bool) -> str | None:
    """The direct answer, where one message can hold it; None where it is better sent by the other way. `only_way`: there is no
    other, so what does not fit stands at an address."""
    text = said.whole()
    if utf8_bytes(text) <= TEXT_BYTES and (only_way or not any(one.image for one in said.shown)):
        return text
    if not only_way:
        return None
    parts = cut(text, TEXT_BYTES - _LINK_BYTES, utf8_bytes)
    return f"{parts[0]}\n\n{_pointer(said, whole)}"


def _text(content: str) -> Json:
    return {"msgtype": "text", "text": {"content": content}}


def _with_choices(last: Json, said: Said) -> list[Json]:
    """The choices as a menu under the last words; where those are long, or no words, in a message of its own."""
    words = last.get("text", {}).get("content", "") if last["msgtype"] == "text" else ""
    listed = [{"id": str(place), "content": one.label} for place, one in enumerate(said.choices, start=1)]
    menu = {"head_content": words, "list": listed, "tail_content": ""}
    if words and utf8_bytes(words) <= _MENU_BYTES:
        return [{"msgtype": "msgmenu", "msgmenu": menu}]
    return [last, {"msgtype": "msgmenu", "msgmenu": {**menu, "head_content": ""}}]


def _pointer(said: Said, whole: str) -> str:
    colon = "：" if said.lang == "zh" else ": "
    return f"{_ALL.text(said.lang)}{colon}{whole}"
