"""A door to a shelf above: which policies need a second person, by the shop's rule of two people. `app.py` fills it."""

from __future__ import annotations

from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.policies.draft import PolicyDraft


class TwoPeople(Protocol):
    """The shop's rule, and whether there is anybody else to ask."""

    async def needed(self, session: AsyncSession, shop_id: str, draft: PolicyDraft) -> bool:
        """Whether the policy touches money or law, as the shop sees it, and a second person is there."""
        ...

    async def alone(self, session: AsyncSession, shop_id: str) -> bool:
        """Whether one yes is enough by now, since nobody else is there or the rule was changed."""
        ...


def two_people_of(connection: HTTPConnection) -> TwoPeople | None:
    """What this installation has; None where no rule is known."""
    return cast("TwoPeople | None", getattr(connection.app.state, "policy_two_people", None))
