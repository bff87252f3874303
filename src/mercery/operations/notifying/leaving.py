"""Customers who left before they had an answer: where they are told of it, whether that address is theirs, and the mail.

An address is known when the customer was signed in (the one on the account, which the shop answers for), or when they left
it for this purpose. One that was left is confirmed once its link is opened in the very browser the conversation was begun
in: before that a mail says nothing, and its link opens nothing in any other browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.events import Spoken
from mercery.core import statements
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.mail import Mail, Mailer, read_address
from mercery.core.statements import Asked, Statement
from mercery.customers.service import find_customer
from mercery.operations.notifying.letter import Answer, Around, answer_mail
from mercery.operations.notifying.links import VALID, answer_token, digest_of, stop_token
from mercery.operations.notifying.sending import carry
from mercery.operations.notifying.settings import NoticeSettings, notice_settings
from mercery.operations.notifying.tables import AnswerAddressRow, AnswerMailRow, StoppedAddressRow

ATTEMPTS: Final = 6
"""Within about half an hour, each wait four times the one before."""
PLACES: Final = frozenset({"storefront", "widget"})
"""Channels whose customers read on a page that can be closed. A messenger delivers by itself."""
_MOST_TEXT: Final = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a customer is told."""

    address: str
    confirmed: bool


async def leave_address(session: AsyncSession, shop_id: str, conversation_id: str, address: str) -> None:
    """Keep where the customer wants to be told of answers; another one takes its place. Invalid where it is none."""
    read = read_address(address.strip())
    if read is None or read.name:
        raise Invalid(
            "This is not an e-mail address.",
            problems=[Problem(field="email", message="This is not an e-mail address.", zh="邮箱地址有误，请检查。")],
            zh="邮箱地址有误，请检查。",
        )
    known = await session.get(AnswerAddressRow, conversation_id, with_for_update=True)
    if known is not None and known.shop_id == shop_id and known.address.lower() == read.address.lower():
        return
    values = {
        "address": read.address, "source": "left", "left_at": now(), "confirmed_at": None, "mailed_at": None,
        "told_seq": 0,
    }  # fmt: skip
    statement = insert(AnswerAddressRow).values(conversation_id=conversation_id, shop_id=shop_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["conversation_id"], set_=values))


async def confirm(session: AsyncSession, shop_id: str, conversation_id: str, digest: str) -> None:
    """The address was shown to be the customer's own."""
    row = await session.get(AnswerAddressRow, conversation_id, with_for_update=True)
    if row is not None and row.shop_id == shop_id and digest_of(shop_id, row.address) == digest:
        row.confirmed_at = row.confirmed_at or now()


async def stop(session: AsyncSession, shop_id: str, digest: str) -> None:
    """No more such mails of this shop to that address."""
    values = {"shop_id": shop_id, "digest": digest, "at": now()}
    await session.execute(insert(StoppedAddressRow).values(**values).on_conflict_do_nothing())


_ADDRESS: Final[Statement[Any]] = Statement(
    select(AnswerAddressRow.source, AnswerAddressRow.address, AnswerAddressRow.confirmed_at).where(
        AnswerAddressRow.conversation_id == bindparam("conversation")
    )
)


def address_asked(conversation_id: str) -> Asked[Any]:
    """What `on_spoken` asks first, to be read ahead."""
    return _ADDRESS.of(conversation=conversation_id)


async def reach_of(session: AsyncSession, shop_id: str, conversation: Conversation) -> Reach | None:
    """Where the customer can be told; None where nothing is known, or they want no such mails. Who was signed in is told at
    the account's address, whatever was typed."""
    found: Reach | None = None
    row = await statements.first(session, address_asked(conversation.id))
    if row is not None and row.source == "left":
        found = Reach(address=row.address, confirmed=row.confirmed_at is not None)
    if conversation.customer_id is not None:
        customer = await find_customer(session, shop_id, conversation.customer_id)
        if customer is not None and customer.email:
            found = Reach(address=customer.email, confirmed=True)
    if found is None:
        return None
    stopped = await session.get(StoppedAddressRow, (shop_id, digest_of(shop_id, found.address)))
    return found if stopped is None else None


async def on_spoken(session: AsyncSession, event: Spoken) -> None:
    """Somebody of the shop has spoken: see a little later whether the customer has read it, where they can be told."""
    if event.author not in ("staff", "assistant"):
        return
    conversation = await conversations.conversation(session, event.shop_id, event.conversation_id)
    if conversation.channel not in PLACES:
        return
    # Hardly anybody can be told, so that is asked first.
    if await reach_of(session, event.shop_id, conversation) is None:
        return
    chosen = await notice_settings(session, event.shop_id)
    if not chosen.to_customers:
        return
    await _look_at(session, event.shop_id, conversation.id, now() + timedelta(minutes=chosen.away_minutes))


async def _look_at(session: AsyncSession, shop_id: str, conversation_id: str, at: datetime) -> None:
    arguments = {"shop_id": shop_id, "conversation_id": conversation_id}
    await enqueue(session, "notifying:answer", arguments, once=f"notifying:answer:{conversation_id}", at=at)


async def tell_answer(session: AsyncSession, shop_id: str, conversation_id: str) -> str | None:
    """Put a mail into the queue where there is an answer its customer has not read; returns the mail's id. Where one went
    only just now, looks again when the next may go."""
    chosen = await notice_settings(session, shop_id)
    conversation = await conversations.conversation(session, shop_id, conversation_id)
    if not chosen.to_customers or not conversation.unread_customer:
        return None
    reach = await reach_of(session, shop_id, conversation)
    if reach is None:
        return None
    row = await _row(session, shop_id, conversation, reach)
    if conversation.last_seq <= row.told_seq:
        return None
    free = (row.mailed_at + timedelta(minutes=chosen.gap_minutes)) if row.mailed_at else None
    if free is not None and free > now():
        await _look_at(session, shop_id, conversation_id, free)
        return None
    row.mailed_at, row.told_seq = now(), conversation.last_seq
    mail = AnswerMailRow(
        id=new_id("anm"), shop_id=shop_id, conversation_id=conversation_id, seq=conversation.last_seq, status="waiting",
        attempts=0, problem="", created_at=now(),
    )  # fmt: skip
    session.add(mail)
    await session.flush()
    await enqueue(session, "notifying:send_answer", {"mail_id": mail.id})
    return mail.id


async def _row(session: AsyncSession, shop_id: str, conversation: Conversation, reach: Reach) -> AnswerAddressRow:
    """What is kept of the conversation's mails, locked."""
    confirmed_at = now() if reach.confirmed else None
    values = {
        "address": reach.address, "source": "account" if conversation.customer_id else "left", "left_at": now(),
        "confirmed_at": confirmed_at,
    }  # fmt: skip
    statement = insert(AnswerAddressRow).values(conversation_id=conversation.id, shop_id=shop_id, told_seq=0, **values)
    await session.execute(statement.on_conflict_do_nothing())
    row = (
        await session.scalars(
            select(AnswerAddressRow)
            .where(AnswerAddressRow.conversation_id == conversation.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()
    row.address, row.confirmed_at = reach.address, row.confirmed_at or confirmed_at
    return row


async def send_answer(database: Database, mail_id: str, attempt: int, *, mailer: Mailer | None = None) -> bool:
    """Send it unless it was, or was read meanwhile; whether it went out. MailNotSent asks for another attempt."""
    async with database.session() as session:
        mail = await _prepare(session, mail_id)
    if mail is None:
        return False
    return await carry(mail, partial(_note, database, mail_id), mailer, last=attempt >= ATTEMPTS)


async def _prepare(session: AsyncSession, mail_id: str) -> Mail | None:
    row = await session.get(AnswerMailRow, mail_id)
    if row is None or row.status != "waiting":
        return None
    conversation = await conversations.conversation(session, row.shop_id, row.conversation_id)
    reach = await reach_of(session, row.shop_id, conversation)
    if reach is None or not conversation.unread_customer:
        row.status, row.ended_at = "dropped", now()
        return None
    shop = await accounts.shop(session, row.shop_id)
    chosen, base, lang = await notice_settings(session, shop.id), settings().base_url, conversation.lang
    token = answer_token(shop.id, conversation.id, reach.address, now())
    answer = Answer(
        link=f"{base}/{lang}/answers/{token}",
        stop=f"{base}/mail/stop/{stop_token(shop.id, reach.address)}",
        confirmed=reach.confirmed,
        text=await _text(session, conversation, chosen, reach),
        days=VALID.days,
    )
    around = Around(to=reach.address, shop_id=shop.id, shop=shop.name.text(lang), base=base, lang=lang)
    return answer_mail(around, answer)


async def _text(session: AsyncSession, conversation: Conversation, chosen: NoticeSettings, reach: Reach) -> str:
    """The newest answer, where the shop wants it in the mail and the address is the customer's own."""
    if not (chosen.answer_in_mail and reach.confirmed):
        return ""
    said = await conversations.messages(
        session, conversation.shop_id, conversation.id, newest=True, limit=20, notes=False
    )
    spoken = [one for one in said if one.kind == "message" and one.author in ("staff", "assistant")]
    return spoken[-1].text[:_MOST_TEXT] if spoken else ""


async def _note(database: Database, mail_id: str, *, status: str, problem: Words | None = None) -> None:
    async with database.session() as session:
        row = await session.get(AnswerMailRow, mail_id)
        if row is not None:
            row.attempts += 1
            row.status, row.problem = status, problem.en[:300] if problem else ""
            row.ended_at = now() if status != "waiting" else None
