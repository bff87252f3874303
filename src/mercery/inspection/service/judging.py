"""What people say of findings: agree, overrule, add what was missed, note that a conversation was read whole."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Message
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.inspection import kept_rules, repository
from mercery.inspection.agents import answerable
from mercery.inspection.finding import FindingFilter, Judgement, StoredFinding
from mercery.inspection.measures import Measures, measures
from mercery.inspection.resolution import service as resolution
from mercery.inspection.rule import RuleId
from mercery.inspection.talk_at_hand import Found

LONGEST: Final = 500
_GONE: Final = "没有这项结果，可能因会话重新质检而已不存在。"
MEASURED_OVER: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWhole:
    """How many conversations people read whole, and one they might read next."""

    done: int
    next_id: str | None


async def finding(session: AsyncSession, shop_id: str, finding_id: str) -> StoredFinding:
    """A finding; NotFound."""
    row = await repository.finding(session, shop_id, finding_id)
    if row is None:
        raise NotFound(
            "There is no such finding.", remedy="It may have gone when its conversation was inspected again.", zh=_GONE
        )
    return repository.stored_finding(row)


async def judge(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    finding_id: str,
    *,
    agreed: bool,
    reason: str = "",
    blind: bool = False,
) -> StoredFinding:
    """Agree or overrule. Overruling needs a reason. A blind judgement measures agreement and changes nothing else."""
    row = await repository.finding(session, shop_id, finding_id, lock=True)
    if row is None:
        raise NotFound(
            "There is no such finding.", remedy="It may have gone when its conversation was inspected again.", zh=_GONE
        )
    why = _checked(reason, "reason", wanted=not agreed and not blind)
    if blind:
        await _may_judge_blind(session, shop_id, actor, finding_id)
    before = row.state
    repository.add_judgement(
        session,
        shop_id,
        Judgement(
            finding_id=finding_id, staff_id=actor.id, staff_name=actor.name, agreed=agreed, reason=why, blind=blind,
            at=now(),
        ),
    )  # fmt: skip
    if not blind:
        row.state, row.judged_at = "agreed" if agreed else "overruled", now()
        await session.flush()
        await audit.record(
            session, shop_id, actor, "inspection.judge", finding_id, before={"state": before},
            after={"state": row.state, "rule": row.rule, "conversation": row.conversation_id}, reason=why or None,
        )  # fmt: skip
        found = await conversations.conversation(session, shop_id, row.conversation_id)
        await resolution.settle_again(session, shop_id, found)
    await session.flush()
    return repository.stored_finding(row)


async def reopen(session: AsyncSession, shop_id: str, actor: Actor, finding_id: str) -> StoredFinding:
    """Take a verdict back: the finding waits again."""
    row = await repository.finding(session, shop_id, finding_id, lock=True)
    if row is None:
        raise NotFound(
            "There is no such finding.", remedy="It may have gone when its conversation was inspected again.", zh=_GONE
        )
    before, row.state, row.judged_at = row.state, "open", None
    await session.flush()
    await audit.record(
        session, shop_id, actor, "inspection.judge", finding_id, before={"state": before}, after={"state": "open"}
    )
    found = await conversations.conversation(session, shop_id, row.conversation_id)
    await resolution.settle_again(session, shop_id, found)
    return repository.stored_finding(row)


async def _may_judge_blind(session: AsyncSession, shop_id: str, actor: Actor, finding_id: str) -> None:
    said = await repository.judgements(session, shop_id, [finding_id])
    if not said:
        raise Conflict(
            "Nobody has judged this finding yet.",
            remedy="Judge it in the queue.",
            zh="此结果尚无人裁定，请在队列中裁定。",
        )
    if any(one.staff_id == actor.id for one in said):
        raise Conflict(
            "You have judged this finding already.", remedy="A second opinion has to be another person's.",
            zh="您已裁定过此结果，复核须由另一人进行。",
        )  # fmt: skip


async def add_missed(
    session: AsyncSession, shop_id: str, actor: Actor, conversation_id: str, message_id: str, rule: RuleId, *, why: str
) -> StoredFinding:
    """A fault that inspection did not find, on a message of the conversation. Conflict where it is listed already."""
    reason = _checked(why, "why", wanted=True)
    current = await conversations.conversation(session, shop_id, conversation_id)
    said = await conversations.messages(session, shop_id, conversation_id, limit=1000, notes=False)
    spoken = [one for one in said if one.kind == "message" and one.author != "system"]
    place = next((at for at, one in enumerate(spoken) if one.id == message_id), None)
    if place is None:
        raise NotFound("There is no such message in this conversation.", zh="此会话中没有这条消息。")
    listed, _ = await repository.findings(
        session, shop_id, FindingFilter(rule=rule, state=None, conversation_id=conversation_id)
    )
    if any(one.message_id == message_id for one in listed):
        raise Conflict(
            "This fault is listed already.", remedy="Judge the finding that is there.", zh="该问题已列出，请直接裁定。"
        )
    book = await kept_rules.newest_book(session, shop_id)
    found = Found(
        rule=rule, message=spoken[place], agent=answerable(spoken, place), quote=spoken[place].text[:200],
        why=Words(reason, reason), found_by="person",
    )  # fmt: skip
    row = repository.finding_row(new_id("fnd"), shop_id, conversation_id, current.lang, found, book, by=actor.name)
    session.add(row)
    await session.flush()
    await audit.record(
        session, shop_id, actor, "inspection.missed", row.id,
        after={"rule": rule.value, "conversation": conversation_id, "message": message_id}, reason=reason,
    )  # fmt: skip
    await resolution.settle_again(session, shop_id, current)
    return repository.stored_finding(row)


async def read_whole(session: AsyncSession, shop_id: str, actor: Actor, conversation_id: str) -> None:
    """The person has read the conversation from first to last word: what is not listed by now is no fault to them."""
    if not await repository.note_read(session, shop_id, conversation_id, actor.name):
        raise NotFound(
            "This conversation was not inspected yet.", remedy="It is inspected when it has ended.",
            zh="此会话尚未质检，结束后自动进行。",
        )  # fmt: skip
    await audit.record(session, shop_id, actor, "inspection.read_whole", conversation_id)


async def for_reading(session: AsyncSession, shop_id: str) -> ReadWhole:
    """A conversation drawn by chance among those nobody has read whole, so that what inspection misses can be told."""
    since = now() - MEASURED_OVER
    done = len(await repository.read_whole(session, shop_id, since))
    return ReadWhole(done=done, next_id=await repository.drawn_for_reading(session, shop_id, since, f"{shop_id}{done}"))


async def for_second_opinion(session: AsyncSession, shop_id: str, staff_id: str) -> list[StoredFinding]:
    """Findings somebody else has judged and nobody a second time, in an order drawn by chance for this person."""
    judged_by: dict[str, set[str]] = {}
    for one in await repository.judgements(session, shop_id):
        judged_by.setdefault(one.finding_id, set()).add(one.staff_id)
    wanted = [id_ for id_, people in judged_by.items() if len(people) == 1 and staff_id not in people]
    found = await repository.findings_of(session, shop_id, wanted) if wanted else []
    random.Random(staff_id).shuffle(found)  # noqa: S311 - order of work, no secret
    return found


async def measured(session: AsyncSession, shop_id: str) -> Measures:
    """How far inspection can be trusted, over the last half year."""
    since = now() - MEASURED_OVER
    return measures(
        await repository.lines(session, shop_id, since),
        await repository.judgements(session, shop_id),
        await repository.read_whole(session, shop_id, since),
    )


async def talk(session: AsyncSession, shop_id: str, conversation_id: str) -> Sequence[Message]:
    """The spoken messages of a conversation."""
    said = await conversations.messages(session, shop_id, conversation_id, limit=1000, notes=False)
    return [one for one in said if one.kind == "message" and one.author != "system"]


def _checked(text: str, field: str, *, wanted: bool) -> str:
    said = text.strip()
    if wanted and not said:
        message, zh = "Say in a few words why.", "请简要写明原因。"
        problem = Problem(field=field, message=message, zh=zh)
        raise Invalid(message, remedy="It is kept with the finding.", problems=[problem], zh=f"{zh}原因随结果保存。")
    if len(said) > LONGEST:
        message = f"That has {len(said)} characters; at most {LONGEST} are kept."
        zh = f"共 {len(said)} 字，最多 {LONGEST} 字，请缩短。"
        raise Invalid(message, remedy="Shorten it.", problems=[Problem(field=field, message=message, zh=zh)], zh=zh)
    return said
