"""Sending a message part by part: what the platform took is noted at once and never sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mercery.channels import repository, setups
from mercery.conversations.carriers import Carried, Parcel
from mercery.conversations.undelivered import reason
from mercery.core.database import Database
from mercery.core.errors import MerceryError

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The platform took a part, under this id; empty where it gives none."""

    outside_id: str = ""


async def send_parts(
    database: Database, parcel: Parcel, parts: Sequence[Part], send: Callable[[Part], Awaitable[Taken | Carried]]
) -> Carried:
    """Send what was not taken yet, in order; the first part that is refused ends the attempt. Between the platform's word and
    our note of it lies one commit: a process that dies just there sends that part twice."""
    async with database.session() as session:
        done = await repository.parts_sent(session, parcel.delivery_id)
    for place, part in enumerate(parts):
        if place in done:
            continue
        try:
            result = await send(part)
        except MerceryError as error:
            result = Carried(outcome="again", problem=reason(error))
        if isinstance(result, Carried):
            await setups.note_problem(database, parcel.channel.id, result.problem)
            return result
        async with database.session() as session:
            await repository.add_sent(
                session, parcel.channel, parcel.conversation.id, parcel.delivery_id, place, result.outside_id
            )
            await setups.note_sent(session, parcel.channel.id)
    return Carried(outcome="delivered", http_status=200)
