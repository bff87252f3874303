"""What the inbox shows of inspection: fills `conversations.responder.ThreadFindings`."""

from __future__ import annotations

from typing import Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.conversations.responder import ThreadFinding
from mercery.inspection import repository
from mercery.inspection.finding import FindingFilter, StoredFinding
from mercery.inspection.rulebook import name_of

_TONES: Final[dict[str, Literal["stop", "care", "quiet"]]] = {"critical": "stop", "serious": "care", "minor": "quiet"}


class InspectedThreads:
    """Whoever judges sees all findings that stand, others those about their own words."""

    async def of_thread(
        self, session: AsyncSession, shop: Shop, staff: Staff, conversation_id: str
    ) -> tuple[ThreadFinding, ...]:
        """In order of messages."""
        judges = staff.may(Permission.JUDGE_CONVERSATIONS)
        found, _ = await repository.findings(
            session, shop.id, FindingFilter(state=None, conversation_id=conversation_id), limit=100
        )
        seen = [one for one in found if one.state != "overruled" and (judges or one.agent.id == staff.id)]
        return tuple(_shown(one, judges) for one in sorted(seen, key=lambda one: one.at))


def _shown(one: StoredFinding, judges: bool) -> ThreadFinding:
    return ThreadFinding(
        message_id=one.message_id,
        title=name_of(one.rule),
        text=one.why,
        quote=one.quote,
        tone=_TONES[one.severity],
        settled=one.state == "agreed",
        url=f"/console/inspection?state=all&finding={one.id}" if judges else "",
    )
