"""Files that come with a customer's message: plain text, few and small, read before anything is stored. Pure."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.conversations.card_numbers import mask_cards
from mercery.core.errors import Invalid, TooLarge
from mercery.core.files.charsets import legacy_encoding

MOST: Final = 3
"""Files with one message."""
LARGEST: Final = 200_000
"""Bytes of one file."""
KINDS: Final = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "json": "application/json"}
"""Ending of the file's name to its media type."""
ACCEPT: Final = ",".join(f".{ending}" for ending in KINDS)
"""For the file field of a form."""
_NAME_LIMIT: Final = 80
_ENDING: Final = 10
_REMEDY: Final = "Send it as a text file (.txt, .md, .csv or .json), or paste the text into your message."
_REMEDY_ZH: Final = "请发送文本文件（.txt、.md、.csv 或 .json），或把文字粘贴到消息中。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as text. `id` is empty until it is stored."""

    name: str
    media_type: str
    size: int
    """Bytes as they were sent."""
    text: str
    id: str = ""
    message_id: str = ""


def read_attachment(name: str, data: bytes) -> Attachment:
    """The file as text; Invalid or TooLarge, naming the file and what to do, where it is none that is read here."""
    called = clean_name(name)
    ending = called.rpartition(".")[2].lower() if "." in called else ""
    if ending not in KINDS:
        raise Invalid(f"'{called}' is no text file.", remedy=_REMEDY, zh=f"“{called}”不是文本文件。{_REMEDY_ZH}")
    if len(data) > LARGEST:
        raise TooLarge(
            f"'{called}' has {len(data):,} bytes; at most {LARGEST:,} can be sent.",
            remedy="Send the part that matters.",
            zh=f"“{called}”有 {len(data):,} 字节，最多可发送 {LARGEST:,} 字节，请只发送相关部分。",
        )
    text = _decoded(data, called)
    if not text.strip():
        raise Invalid(f"'{called}' is empty.", remedy="Choose another file.", zh=f"“{called}”是空文件，请另选文件。")
    return Attachment(name=called, media_type=KINDS[ending], size=len(data), text=mask_cards(text))


def read_attachments(files: Sequence[tuple[str, bytes]]) -> tuple[Attachment, ...]:
    """All files of one message, or none: the first that cannot be read is the answer."""
    if len(files) > MOST:
        raise Invalid(
            f"{len(files)} files are too many for one message.",
            remedy=f"Send at most {MOST}.",
            zh=f"一条消息放不下 {len(files)} 个文件，最多 {MOST} 个。",
        )
    return tuple(read_attachment(name, data) for name, data in files)


def unpacked(name: str, content: str) -> tuple[str, bytes]:
    """A file as JSON carries it: its bytes in base64."""
    try:
        return name, base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(
            f"The content of '{clean_name(name)}' is no base64.",
            remedy="Send the file's bytes encoded as base64.",
            zh=f"“{clean_name(name)}”的内容不是 base64，请将文件以 base64 编码后发送。",
        ) from None


def clean_name(name: str) -> str:
    """The file's own name, without folders and control signs, cut to what a line holds."""
    bare = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = " ".join("".join(sign for sign in bare if unicodedata.category(sign)[0] != "C").split())
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) < _ENDING:
        return f"{stem[: _NAME_LIMIT - len(ending) - 1]}.{ending}"
    return kept[:_NAME_LIMIT].strip() or "file"


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        if b"\x00" in data:
            raise Invalid(f"'{name}' holds no text.", remedy=_REMEDY, zh=f"“{name}”中没有文本。{_REMEDY_ZH}")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(legacy_encoding(data[:20_000]), errors="replace")
    odd = sum(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in text)
    if odd > len(text) // 200:
        raise Invalid(f"'{name}' holds no text.", remedy=_REMEDY, zh=f"“{name}”中没有文本。{_REMEDY_ZH}")
    return "".join(sign for sign in text if sign in "\t\n" or unicodedata.category(sign) != "Cc").replace("\r", "")
