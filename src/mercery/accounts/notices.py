"""Mails to people about their own account: asked for here, in the transaction of what happened; sent by a job."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.jobs import enqueue

NoticeKind = Literal[
    "password_changed",
    "email_changed",
    "email_taken_back",
    "factor_on",
    "factor_off",
    "codes_new",
    "code_used",
    "new_browser",
    "guessed",
]


async def tell(
    session: AsyncSession, staff_id: str, kind: NoticeKind, *, browser: str = "", place: str = "", to: str = ""
) -> None:
    """Have the person told what happened. `to`: at another address than that of the account."""
    args = {"staff_id": staff_id, "kind": kind, "at": now().isoformat(), "browser": browser, "place": place, "to": to}
    await enqueue(session, "accounts:send_notice", args)
