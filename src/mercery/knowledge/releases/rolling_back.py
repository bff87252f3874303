"""Taking a published release back: what held before is recorded again, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, Problem
from mercery.core.events import announce, bus
from mercery.core.logging import get_logger
from mercery.knowledge import repository as answers_repository
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health import sources
from mercery.knowledge.health.holds import hold, holds
from mercery.knowledge.releases import repository
from mercery.knowledge.releases.events import ReleaseRolledBack
from mercery.knowledge.releases.release import Item, ItemState, Release
from mercery.knowledge.review import service as review
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft
from mercery.policies.policy import Policy, in_force

log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One item on its way back."""

    item: Item
    newest: int
    by: str
    """Who recorded the newest version."""
    same: bool
    """Whether that one says what the release recorded: it is the very version, or a later release was taken back."""

    @property
    def blocked(self) -> bool:
        """Whether somebody recorded something else since: it is theirs now."""
        return not self.same


async def ways_back(session: AsyncSession, shop: Shop, release: Release) -> list[Way]:
    """Which items of a published release can be taken back, and which somebody changed since."""
    return [
        await (_answer_way if one.kind == "answer" else _policy_way)(session, shop, one)
        for one in release.inside
        if one.state == "recorded"
    ]


async def _answer_way(session: AsyncSession, shop: Shop, item: Item) -> Way:
    versions = await knowledge.versions(session, shop.id, item.key)
    newest, by, _ = versions[0]
    recorded = next(one for one, _, _ in versions if one.version == item.recorded_version)
    return Way(item=item, newest=newest.version, by=by, same=_said(newest) == _said(recorded))


def _said(answer: ApprovedAnswer) -> ApprovedAnswer:
    return replace(answer, id="", version=0, recorded_at=None)


async def _policy_way(session: AsyncSession, shop: Shop, item: Item) -> Way:
    history = await policies.policy_history(session, shop.id, item.key)
    recorded = next(one for one in history if one.version == item.recorded_version)
    same = history[0] == recorded or _stated(history[0]) == _stated(recorded)
    return Way(item=item, newest=history[0].version, by=history[0].recorded_by, same=same)


def _stated(policy: Policy) -> tuple[object, ...]:
    return policy.statement, dict(policy.values), policy.title, policy.regions, policy.valid_to, policy.withdrawn


async def roll_back(
    session: AsyncSession, shop: Shop, actor: Actor, number: int, *, reason: str, partly: bool = False
) -> Release:
    """Record what held before the release again, as new versions; withdraw what was new.

    Conflict names each item of which somebody recorded a newer version since; with `partly` those stay as they are and the
    rest is taken back.
    """
    if not reason.strip():
        message, zh = "Say why it is taken back.", "请写明撤回的原因。"
        raise Invalid(message, problems=[Problem(field="reason", message=message, zh=zh)], zh=zh)
    await repository.one_at_a_time(session, shop.id)
    row = await repository.locked(session, shop.id, number)
    if row.state != "published":
        raise Conflict(
            f"Release {number} is not published.", remedy="Load the page again.",
            zh=f"第 {number} 次发布并未上线，请刷新页面。",
        )  # fmt: skip
    release = await repository.release(session, shop.id, number)
    for key in sorted(one.key for one in release.inside if one.kind == "answer"):
        await answers_repository.lock(session, shop.id, key)
    ways = await ways_back(session, shop, release)
    free = [one.item for one in ways if not one.blocked]
    _refuse([one for one in ways if one.blocked], free, partly)
    async with session.begin_nested():
        await _restore(session, shop, actor, release, free, reason.strip())
        row.state, row.reason = "rolled_back", reason.strip()
        figures = {"items": len(free), "left": len(ways) - len(free)}
        repository.note_step(session, row, actor, "roll_back", reason=reason.strip(), figures=figures)
        await _tell(session, shop, actor, release, free, reason.strip())
    log.info("release_rolled_back", shop=shop.id, number=number, items=len(free))
    return await repository.release(session, shop.id, number)


def _refuse(blocked: Sequence[Way], free: Sequence[Item], partly: bool) -> None:
    if not blocked or (partly and free):
        return
    problems = [
        Problem(
            field=f"{one.item.kind}:{one.item.key}",
            message=f"“{one.item.title.text('en')}”: {one.by} recorded version {one.newest} since.",
            remedy="It stays as it is.",
            zh=f"“{one.item.title.text('zh')}”：此后 {one.by} 已记录第 {one.newest} 版，保持不变。",
        )
        for one in blocked
    ]
    remedy = "Take the rest back without them." if free else "Change them by hand where they are."
    zh = "未撤回：此后有人更改了所涉内容。" + ("可只撤回其余内容。" if free else "请在原处手动修改。")
    raise Conflict(
        "Nothing is taken back: somebody changed since what it changed.", remedy=remedy, problems=problems, zh=zh
    )


async def _restore(
    session: AsyncSession, shop: Shop, actor: Actor, release: Release, free: Sequence[Item], reason: str
) -> None:
    why = f"Release {release.number} taken back: {reason}"
    rows = {one.id: one for one in (await repository.item_rows(session, [release.id])).get(release.id, [])}
    held = {(one.key, one.version): one.why for one in await holds(session, shop.id)}
    for one in sorted(free, key=lambda item: (item.kind != "policy", item.key)):
        if one.kind == "policy":
            await _policy_back(session, shop, actor, one, why)
            continue
        made = await _answer_back(session, shop, actor, one, why)
        # What was held back before stays held back.
        if (before := held.get((one.key, one.recorded_version - 1))) is not None:
            await hold(session, shop.id, actor, {(one.key, made): before})
    await sources.hold_what_moved(session, shop, {one.key for one in free if one.kind == "answer"})
    for item_id, kept in rows.items():
        state: ItemState = "restored" if any(one.id == item_id for one in free) else "left"
        kept.state = state if kept.state == "recorded" else kept.state
    drafts = sorted({one.draft_id for one in free if one.draft_id})
    if drafts:
        await review.give_back(session, shop.id, actor, drafts, reason=why, again=True)


async def _answer_back(session: AsyncSession, shop: Shop, actor: Actor, item: Item, why: str) -> int:
    versions = {one.version: one for one, _, _ in await knowledge.versions(session, shop.id, item.key)}
    before = versions.get(item.recorded_version - 1)
    content = before or replace(versions[item.recorded_version], status="retired")
    made = await knowledge.record_answer(session, shop.id, actor, content, reason=why, after_version=max(versions))
    return made.version


async def _policy_back(session: AsyncSession, shop: Shop, actor: Actor, item: Item, why: str) -> None:
    """What was in force without the release is in force again, and what was to come later still comes."""
    history = await policies.policy_history(session, shop.id, item.key)
    moment = now()
    earlier = [one for one in history if one.version < item.recorded_version]
    current = next(iter(in_force(earlier, moment)), None)
    if current is None:
        await policies.withdraw_policy(session, shop.id, actor, item.key, reason=why)
    else:
        await policies.record_policy(session, shop.id, actor, _again(current, None), reason=why)
    since = current.version if current else max((one.version for one in earlier if one.valid_from <= moment), default=0)
    for coming in sorted(earlier, key=lambda one: one.version):
        if coming.version > since and coming.valid_from > moment:
            await policies.record_policy(
                session, shop.id, actor, _again(coming, coming.valid_from), reason=why, withdrawn=coming.withdrawn
            )


def _again(policy: Policy, valid_from: datetime | None) -> PolicyDraft:
    return PolicyDraft(
        key=policy.key, topic=policy.topic, title=policy.title, statement=policy.statement, values=policy.values,
        regions=policy.regions, valid_from=valid_from, valid_to=policy.valid_to,
    )  # fmt: skip


async def _tell(
    session: AsyncSession, shop: Shop, actor: Actor, release: Release, free: Sequence[Item], reason: str
) -> None:
    await session.flush()
    answers = tuple(one.key for one in free if one.kind == "answer")
    held = tuple(one.key for one in free if one.kind == "policy")
    await audit.record(
        session, shop.id, actor, "release.roll_back", f"release:{release.number}",
        after={"answers": list(answers), "policies": list(held), "left": len(release.inside) - len(free)}, reason=reason,
    )  # fmt: skip
    await bus.publish(
        session, ReleaseRolledBack(shop_id=shop.id, number=release.number, answers=answers, policies=held)
    )
    await announce(session, f"releases:{shop.id}", {"number": release.number})
