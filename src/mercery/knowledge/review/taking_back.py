"""Taking a decision back: each person their own last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid
from mercery.knowledge.review import repository
from mercery.knowledge.review.acts import note, said_of, weigh_anew
from mercery.knowledge.review.queued import Act
from mercery.knowledge.review.repository import Decision
from mercery.knowledge.review.tables import ReviewDecisionRow

_UNDOABLE: Final = timedelta(hours=12)
_ACTS: Final[tuple[Act, ...]] = ("approve", "second", "edit", "mend", "reject", "merge", "return")


async def undo(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str = "") -> str:
    """Take back the person's last act, on this draft or on any, and return the id of the draft; Invalid when there is none or
    it went on meanwhile."""
    decision = await _last_act(session, shop_id, actor, draft_id)
    if decision is None:
        raise Invalid(
            "There is nothing of yours to take back.",
            remedy="What others decided is theirs to take back.",
            zh="没有可撤回的操作；他人的决定须由本人撤回。",
        )
    row = await repository.locked(session, shop_id, decision.draft_id)
    if row.state == "published" or row.release_id:
        raise Conflict(
            "The draft is in a release already.",
            remedy="Give it back from the release.",
            zh="此草稿已进入发布，请先从发布中退回。",
        )
    before = repository.kept(row, await said_of(session, row))
    other: Mapping[str, Any] | None = decision.before.get("joined")
    if other is not None:
        target = await repository.locked(session, shop_id, other["id"])
        if target.version != other["version"]:
            raise Conflict(
                "The other draft went on meanwhile.", remedy="Edit it instead.", zh="另一份草稿已有变动，请改用修改。"
            )
        await repository.put_back(session, target, other["before"])
        target.version += 1
    await repository.put_back(session, row, decision.before)
    # Who has to say yes is judged by the rule as it is now, not as it was then.
    if row.kind != "withdraw":
        await weigh_anew(session, row, repository.DRAFT.validate_python(row.draft))
    await note(session, row, actor, "undo", {**before, "undid": decision.id})
    return row.id


async def _last_act(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str) -> Decision | None:
    """The newest act of the person that was not taken back and is the last that happened to its draft."""
    recent = await repository.decisions(
        session, shop_id, ReviewDecisionRow.at >= now() - _UNDOABLE,
        *([ReviewDecisionRow.draft_id == draft_id] if draft_id else []), limit=120,
    )  # fmt: skip
    undone = {one.before.get("undid") for one in recent if one.act == "undo"}
    passed: set[str] = set()
    for one in recent:
        if one.act == "undo" or one.id in undone:
            continue
        if one.by.id == actor.id and one.act in _ACTS and one.draft_id not in passed:
            return one
        passed.add(one.draft_id)
    return None
