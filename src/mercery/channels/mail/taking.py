"""A mail becomes an arrival: into its thread, to a person, or not at all."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict
from datetime import timedelta
from typing import Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.channels import repository, setups
from mercery.channels.arrivals import arrive_by_job
from mercery.channels.arrived import Arrived, Media, MediaKind
from mercery.channels.mail.marks import own_message, tagged_conversation
from mercery.channels.mail.quoting import own_words
from mercery.channels.mail.reading import Bounce, Letter
from mercery.channels.mail.trust import Proof, proof, why_not_answered
from mercery.channels.setups import Setup
from mercery.conversations import service
from mercery.conversations.delivery import note_stage
from mercery.conversations.service.messages import message_of
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.i18n import Words

Became = Literal["arrived", "known", "bounced", "passed_over"]
_MOST_AN_HOUR: Final = 12
"""Mails of ours to one address; from then on only a person answers, since two robots would go on for ever."""
_EVIDENCE: Final = 200_000
_SHOWN: Final = ("from", "to", "cc", "date", "subject", "message-id", "in-reply-to", "authentication-results")


async def take(session: AsyncSession, setup: Setup, letter: Letter) -> Became:
    """Take a mail in. What nobody should answer is passed over; a bounce is told to whoever sent the message."""
    await setups.note_heard(session, setup.channel.id)
    if letter.bounce is not None:
        await _bounced(session, setup, letter.bounce)
        return "bounced"
    if why_not_answered(letter, [setup.get("address")]):
        return "passed_over"
    found = proof(letter, setup.get("trusted_server"))
    thread = await _thread(session, setup, letter)
    many = await repository.sent_to(session, setup.channel.id, letter.sender, now() - timedelta(hours=1))
    # A mail whose domain says it is not its own is looked at by a person: an answer would go to somebody else.
    by_person = many >= _MOST_AN_HOUR or found.dmarc == "fail"
    fresh = await arrive_by_job(session, setup.channel, _arrived(letter, found, thread, by_person=by_person))
    return "arrived" if fresh else "known"


async def _thread(session: AsyncSession, setup: Setup, letter: Letter) -> str:
    """The name of the conversation's thread: of the one it answers, if its customer writes, else a new one."""
    found = tagged_conversation(letter.to)
    if found is None and (own := own_message(letter.references)) is not None:
        try:
            found = (await message_of(session, setup.channel.shop_id, own)).conversation_id
        except NotFound:
            found = None
    if found is None:
        found = await repository.conversation_of_outside_ids(session, setup.channel.id, letter.references)
    row = await repository.thread_of(session, found) if found is not None else None
    if row is not None and row.channel_id == setup.channel.id and row.address == letter.sender:
        return (await service.conversation(session, setup.channel.shop_id, row.conversation_id)).thread
    return f"mail:{hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]}"


def _arrived(letter: Letter, found: Proof, thread: str, *, by_person: bool) -> Arrived:
    words = own_words(letter.text) if letter.text else ""
    first = not letter.references
    text = words or letter.subject
    if first and words and letter.subject and letter.subject.casefold() not in words.casefold() and len(words) < 40:
        # "Question" / "see above": the subject says what it is about.
        text = f"{letter.subject}\n{words}"
    media = [Media(kind="mail", name="mail.txt", media_type="text/plain", text=_evidence(letter))]
    for one in letter.files:
        kind: MediaKind = "image" if one.media_type.startswith("image/") else "file"
        packed = base64.b64encode(one.content).decode()
        media.append(Media(kind=kind, name=one.name, media_type=one.media_type, base64=packed))
    return Arrived(
        outside_id=letter.message_id,
        address=letter.sender,
        at=letter.at,
        kind="wordless" if by_person or not text else "words",
        text=text,
        wordless="mail" if by_person else "" if text else "file",
        name=letter.sender_name,
        thread=thread,
        media=tuple(media),
        details={
            "subject": letter.subject,
            "message_id": letter.message_id,
            "references": [*letter.references, letter.message_id][-20:],
            "proof": asdict(found),
        },
    )


def _evidence(letter: Letter) -> str:
    """The whole mail as it was, for whoever wants to look."""
    lines = [f"{name.title()}: {value}" for name, value in letter.headers if name in _SHOWN]
    return "\n".join([*lines, "", letter.text])[:_EVIDENCE]


async def _bounced(session: AsyncSession, setup: Setup, bounce: Bounce) -> None:
    """Told to whoever sent it. Only a bounce that names a mail of ours stops an address: others can be made up."""
    own = own_message([bounce.original_id]) if bounce.original_id else None
    sent = await repository.sent_by_outside_id(session, setup.channel.id, bounce.original_id) if own else None
    if own is None or sent is None or not bounce.final:
        return
    said = f": {bounce.reason}" if bounce.reason else ""
    problem = Words(
        f"The mail could not be delivered ({bounce.status or 'failed'}){said}",
        f"邮件被退回 ({bounce.status or 'failed'}){said}",
    )
    await note_stage(session, setup.channel.shop_id, sent.delivery_id, "failed", problem)
    conversation_id = (await message_of(session, setup.channel.shop_id, own)).conversation_id
    row = await repository.thread_of(session, conversation_id)
    if row is not None and bounce.status.startswith("5.1"):
        # 5.1.x (RFC 3463): the address itself is wrong.
        await repository.stop_address(session, setup.channel, row.address, "bounced")
