"""Reading mail boxes: what is new, once, each mail and how far the box was read in one transaction."""

from __future__ import annotations

import asyncio

from mercery.channels import setups
from mercery.channels.mail.reading import read
from mercery.channels.mail.servers import box_address, read_new
from mercery.channels.mail.taking import take
from mercery.conversations.undelivered import reason
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words


async def read_box(database: Database, shop_id: str, channel_id: str) -> int:
    """Take in what is new in the box; how many mails that were. A box that cannot be read says so in the console."""
    async with database.session() as session:
        setup = await setups.setup(session, shop_id, channel_id)
    if not setup.channel.enabled or not setup.get("imap_host"):
        return 0
    validity, uid = int(setup.place.get("validity", 0)), int(setup.place.get("uid", 0))
    try:
        box = await box_address(setup)
        found = await asyncio.to_thread(read_new, box, validity, uid)
    except MerceryError as error:
        await setups.note_problem(database, channel_id, reason(error))
        return 0
    for number, raw in found.mails:
        letter = await asyncio.to_thread(read, raw)
        async with database.session() as session:
            await take(session, setup, letter)
            await setups.note_place(session, channel_id, {"validity": found.validity, "uid": number})
    async with database.session() as session:
        await setups.note_place(session, channel_id, {"validity": found.validity, "uid": found.uid})
        await setups.note_heard(session, channel_id)
    if found.larger:
        problem = Words(
            f"{found.larger} mails are larger than 10 MB and were left in the box.",
            f"有 {found.larger} 封邮件超过 10 MB，未读取，仍在邮箱中。",
        )
        await setups.note_problem(database, channel_id, problem)
    return len(found.mails)
