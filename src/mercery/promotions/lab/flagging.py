"""What looks like a slip of the hand in a rule, with what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.promotions.lab.pages import FlagView
from mercery.promotions.rules.rule import Rule


async def flags_of(session: AsyncSession, shop: Shop, rule: Rule, others: Sequence[Rule]) -> list[FlagView]:
    """Flags of a rule beside the others of its set and those in force."""
    return []
