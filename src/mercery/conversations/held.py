"""The conversations a transaction has locked, so that it need not ask for them again while it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import SessionTransaction, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from mercery.conversations.tables import ConversationRow

_HELD: Final = "conversations_held"


def keep(session: AsyncSession, values: Mapping[str, object]) -> ConversationRow:
    """The row of these values, which this transaction, or the savepoint it is in, has just locked: as an object of the
    session, and remembered. One that the session had already now has these values, whatever it had."""
    row = session.sync_session.identity_map.get(identity_key(ConversationRow, values["id"]))
    if row is None:
        row = ConversationRow()
        inspect(row).dict.update(values)
        make_transient_to_detached(row)
        session.add(row)
    else:
        for name, value in values.items():
            set_committed_value(row, name, value)
    transaction = _innermost(session)
    if transaction is not None:
        session.info.setdefault(_HELD, {})[row.id] = (row, transaction)
    return row


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
