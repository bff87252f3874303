"""What a model may do in a shop, and how that is granted and taken back."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.admission import repository
from mercery.assistant.admission.admission import Admission


async def admitted(session: AsyncSession, shop_id: str, model: str) -> Admission | None:
    """What this model, by the name it gives itself, has earned in the shop; None without an admission in force: then it
    words nothing and reads nothing."""
    row = await repository.in_force(session, shop_id, model)
    return repository.admission_of(row) if row is not None else None
