"""The conversations a transaction has locked, so that it need not ask for them again while it lasts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import SessionTransaction

from mercery.conversations.tables import ConversationRow

_HELD: Final = "conversations_held"


def keep(session: AsyncSession, row: ConversationRow) -> None:
    """Remember that this transaction, or the savepoint it is in, has locked `row`."""
    transaction = _innermost(session)
    if transaction is not None:
        session.info.setdefault(_HELD, {})[row.id] = (row, transaction)


def row_of(session: AsyncSession, conversation_id: str) -> ConversationRow | None:
    """The row if it is locked now; None as well where it is not known to be. A savepoint that was taken back has let go of
    what was locked in it, and what it changed has to be read again."""
    known: tuple[ConversationRow, SessionTransaction] | None = session.info.get(_HELD, {}).get(conversation_id)
    if known is None:
        return None
    row, transaction = known
    state = inspect(row)
    if not transaction.is_active or state.session is not session.sync_session or state.expired_attributes:
        del session.info[_HELD][conversation_id]
        return None
    return row


def _innermost(session: AsyncSession) -> SessionTransaction | None:
    inner = session.sync_session
    return inner.get_nested_transaction() or inner.get_transaction()
