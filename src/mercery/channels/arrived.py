"""A customer's message as every messenger's is read here, before it is in a conversation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final, Literal

from pydantic import TypeAdapter

from mercery.core.database import Json
from mercery.core.i18n import Words

ArrivedKind = Literal["words", "wordless", "stopped"]
"""Something said; something only a person can look at; the customer wants to hear nothing more."""
MediaKind = Literal["image", "audio", "video", "file", "mail"]

WORDLESS: Final = {
    "image": Words("[Picture]", "[图片]"),
    "audio": Words("[Voice message]", "[语音]"),
    "video": Words("[Video]", "[视频]"),
    "file": Words("[File]", "[文件]"),
    "mail": Words("[Mail]", "[邮件]"),
    "location": Words("[Location]", "[位置]"),
    "contacts": Words("[Contact]", "[名片]"),
    "order": Words("[Order from the catalogue]", "[商品目录订单]"),
    "sticker": Words("[Sticker]", "[表情]"),
    "unknown": Words("[A message of a kind that cannot be read here]", "[无法读取的消息类型]"),
}
"""What stands in the conversation for a message without words."""
SILENT: Final = frozenset({"mail"})
"""Left to a person without a word of ours: it would go to somebody else, or to a robot that answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file the platform keeps for us, by its id there; or its content, where it came along."""

    kind: MediaKind
    outside_id: str = ""
    name: str = ""
    media_type: str = ""
    text: str = ""
    """The content of a text file that came with the message."""
    base64: str = ""
    """The content of any other that came with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One message. `address` is who wrote it, as the platform calls them; `outside_id` the platform's id of the message."""

    outside_id: str
    address: str
    at: datetime
    kind: ArrivedKind = "words"
    text: str = ""
    """The customer's words; empty for a message without any."""
    wordless: str = ""
    """A name in `WORDLESS`."""
    name: str = ""
    choice: str = ""
    """Of a button that was pressed: the name it was sent with."""
    thread: str = ""
    """The platform's conversation, where an address can have several."""
    media: tuple[Media, ...] = ()
    details: Json = field(default_factory=dict)
    """What the channel wants to know again when it answers."""


_ARRIVED: Final = TypeAdapter(Arrived)


def to_json(arrived: Arrived) -> Json:
    """As it is kept until it is in its conversation."""
    return {**asdict(arrived), "at": arrived.at.isoformat()}


def from_json(content: Json) -> Arrived:
    """As it was."""
    return _ARRIVED.validate_python(content)
