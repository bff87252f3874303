"""Files that come with a customer's message: text is read like an attachment, pictures and voice are kept for a person."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.channels.arrived import Media
from mercery.channels.doors import platform_of
from mercery.channels.setups import Setup
from mercery.channels.tables import KeptRow
from mercery.conversations.attachments import KINDS, MOST, Attachment, clean_name, read_attachment
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words
from mercery.core.ids import new_id

LARGEST: Final = 5 << 20
"""Bytes of a file that is kept: what WhatsApp allows a picture."""
MOST_KEPT: Final = 6
"""Files of one message."""
_SHOWN: Final = {"image/jpeg", "image/png", "image/webp"}
"""Types a browser may show by itself; every other is handed out as a download."""
_NOT_FETCHED: Final = Words("The platform keeps it, and it is not fetched.", "文件由平台保存，未取回。")
_FAILED: Final = "文件未能从平台取回。"
"""Where nothing more is known in Chinese."""
_READ: Final = {"text/plain": "txt", "text/markdown": "md", "text/csv": "csv", "application/json": "json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file with its content, or with the reason why there is none."""

    media: Media
    content: bytes = b""
    media_type: str = ""
    name: str = ""
    problem: Words | None = None


async def fetch_all(database: Database, setup: Setup, media: Sequence[Media]) -> list[Fetched]:
    """Fetch each from the platform; no transaction is open. What cannot be fetched says why."""
    return [await _fetch(database, setup, one) for one in media[:MOST_KEPT]]


async def _fetch(database: Database, setup: Setup, media: Media) -> Fetched:
    if media.text or media.base64:
        content = media.text.encode() if media.text else base64.b64decode(media.base64)
        return Fetched(media=media, content=content, media_type=media.media_type, name=media.name)
    platform = platform_of(setup.kind.name)
    if platform is None:
        return Fetched(media=media, problem=_NOT_FETCHED)
    try:
        content, media_type, name = await platform.fetch(database, setup, media)
    except MerceryError as error:
        return Fetched(
            media=media, media_type=media.media_type, name=media.name, problem=Words(error.message, error.zh or _FAILED)
        )
    return Fetched(media=media, content=content, media_type=media_type or media.media_type, name=media.name or name)


def readable(fetched: Sequence[Fetched]) -> tuple[Attachment, ...]:
    """The files that are text and may be read with the message, as every attachment is."""
    found = []
    for one in fetched:
        if one.media.kind == "mail" or one.problem:
            continue
        name = clean_name(one.name)
        ending = name.rpartition(".")[2].lower()
        if ending not in KINDS:
            if one.media_type not in _READ:
                continue
            name = f"{name}.{_READ[one.media_type]}"
        try:
            found.append(read_attachment(name, one.content))
        except MerceryError:
            # It is kept for a person all the same.
            continue
    return tuple(found[:MOST])


async def keep(
    session: AsyncSession, shop_id: str, conversation_id: str, message_id: str, fetched: Sequence[Fetched]
) -> None:
    """Keep the files beside the message."""
    for one in fetched:
        session.add(
            KeptRow(
                id=new_id("kpt"), shop_id=shop_id, conversation_id=conversation_id, message_id=message_id,
                kind=one.media.kind, name=clean_name(one.name or one.media.kind), media_type=one.media_type[:80],
                size=len(one.content), content=one.content,
                problem=one.problem.en[:300] if one.problem else "", problem_zh=one.problem.zh[:300] if one.problem else "",
            )
        )  # fmt: skip
    await session.flush()


def headers_of(row: KeptRow) -> dict[str, str]:
    """How the file is handed out: nothing in it runs, and only plain pictures are shown."""
    shown = row.media_type in _SHOWN
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in row.name)
    return {
        "Content-Disposition": "inline" if shown else f'attachment; filename="{name or "file"}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


def type_of(row: KeptRow) -> str:
    """The type it is handed out as."""
    if row.kind == "mail":
        return "text/plain; charset=utf-8"
    return row.media_type if row.media_type in _SHOWN else "application/octet-stream"
