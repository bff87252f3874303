"""A door to a shelf above: what would be said otherwise if a policy were recorded. `app.py` fills it."""

from __future__ import annotations

from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.policies.draft import PolicyDraft


class PolicyForesight(Protocol):
    """Works past questions out again with a draft in the place of the policy in force."""

    async def of_policy(self, session: AsyncSession, shop: Shop, actor: Actor, draft: PolicyDraft) -> str:
        """Begin in the background; the address of the page with what came of it."""
        ...


def foresight_of(connection: HTTPConnection) -> PolicyForesight | None:
    """What this installation has; None where nobody looks back."""
    return cast("PolicyForesight | None", getattr(connection.app.state, "policy_foresight", None))
