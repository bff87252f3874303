"""Reading and writing the files of messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.attachments import Attachment
from mercery.conversations.tables import AttachmentRow
from mercery.core import statements
from mercery.core.statements import Asked, Statement


def _to_attachment(row: AttachmentRow) -> Attachment:
    return Attachment(
        id=row.id, message_id=row.message_id, name=row.name, media_type=row.media_type, size=row.size, text=row.text
    )


_FILES: Final = Statement(
    select(*AttachmentRow.__table__.c)
    .where(AttachmentRow.shop_id == bindparam("shop"), AttachmentRow.conversation_id == bindparam("conversation"))
    .order_by(AttachmentRow.created_at.desc(), AttachmentRow.position)
    .limit(bindparam("most")),
    _to_attachment,
)


async def add_attachments(
    session: AsyncSession, shop_id: str, conversation_id: str, message_id: str, files: Sequence[Attachment]
) -> None:
    """Store the files of a message in their order."""
    session.add_all(
        AttachmentRow(
            id=one.id, shop_id=shop_id, conversation_id=conversation_id, message_id=message_id, position=position,
            name=one.name, media_type=one.media_type, size=one.size, text=one.text,
        )
        for position, one in enumerate(files)
    )  # fmt: skip
    await session.flush()


async def attachments(session: AsyncSession, shop_id: str, conversation_id: str, *, limit: int) -> list[Attachment]:
    """The files of the newest messages first, those of one message in their order."""
    return await statements.rows(session, attachments_asked(shop_id, conversation_id, limit=limit))


def attachments_asked(shop_id: str, conversation_id: str, *, limit: int) -> Asked[Attachment]:
    """What `attachments` asks, to be read ahead."""
    return _FILES.of(shop=shop_id, conversation=conversation_id, most=limit)


async def attachment(
    session: AsyncSession, shop_id: str, conversation_id: str, attachment_id: str
) -> Attachment | None:
    """One file of a conversation."""
    row = await session.scalar(
        select(AttachmentRow).where(
            AttachmentRow.id == attachment_id,
            AttachmentRow.shop_id == shop_id,
            AttachmentRow.conversation_id == conversation_id,
        )
    )
    return _to_attachment(row) if row is not None else None
