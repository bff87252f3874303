"""Messengers after a restore: nobody reads a mail box by itself because a backup says so."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.channels.setups import mail_boxes
from mercery.conversations import channels
from mercery.core.after_restore import Settled


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Switch off channels whose mail box is fetched. A copy that is only tried would answer customers beside the shop, and what
    came in since the backup was answered then: read again from where the backup was, it would be answered once more."""
    reading = await mail_boxes(session)
    for one in reading:
        await channels.set_enabled(session, one.channel.shop_id, SYSTEM, one.channel.id, False)
    return (
        Settled(
            count=len(reading),
            what="channels that read a mail box switched off",
            remedy="Switch them on in the console once this is the shop that answers. Mails since the backup come in again then.",
        ),
    )
