"""Publishing a release: every version is recorded, or none."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.events import announce, bus
from mercery.core.logging import get_logger
from mercery.knowledge import repository as answers_repository
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health import sources
from mercery.knowledge.releases import checking, repository
from mercery.knowledge.releases.events import ReleasePublished
from mercery.knowledge.releases.release import Item, Release
from mercery.knowledge.releases.tables import ReleaseRow
from mercery.knowledge.review import service as review
from mercery.policies import service as policies

log = get_logger(__name__)


class CheckNeeded(Conflict):
    """A release was not checked, or something was recorded since its check."""

    code = "check_needed"


class CheckFails(Conflict):
    """The check of a release found trouble, and nobody said why it is published all the same."""

    code = "check_fails"


async def publish(
    session: AsyncSession, shop: Shop, actor: Actor, number: int, *, seen: str = "", despite: str = "", reason: str = ""
) -> Release:
    """Record everything the release holds, in the caller's transaction; live as soon as that is committed.

    `seen`: id of the check that was looked at (the newest when empty); `despite`: why a release is published whose check
    finds trouble. CheckNeeded, CheckFails, or Conflict naming every answer and policy that somebody changed meanwhile:
    then nothing is recorded.
    """
    await repository.one_at_a_time(session, shop.id)
    row = await repository.locked(session, shop.id, number)
    release = await repository.release(session, shop.id, number)
    _publishable(release)
    fails = await _checked(session, shop, release, seen, despite)
    why = reason.strip() or release.note or f"Release {number}"
    # What was written before something fails is taken back, also where the caller goes on.
    async with session.begin_nested():
        await _record(session, shop, actor, release, why)
        row.state, row.reason, row.publish_at = "published", despite.strip() if fails else "", None
        row.published_at, row.published_by = now(), actor.name or actor.id
        figures = {"items": len(release.inside), "despite": int(fails)}
        repository.note_step(session, row, actor, "publish", reason=row.reason or reason.strip(), figures=figures)
        await _tell(session, shop, actor, release, row, fails)
    log.info("release_published", shop=shop.id, number=number, items=len(release.inside))
    return await repository.release(session, shop.id, number)


def _publishable(release: Release) -> None:
    if release.state == "held":
        raise Conflict(
            f"Release {release.number} is held back: {release.reason}", remedy="Let it go on first.",
            zh=f"第 {release.number} 次发布已暂缓：{release.reason}。请先让其继续。",
        )  # fmt: skip
    if release.state != "open":
        raise Conflict(
            f"Release {release.number} is not in preparation any more.", remedy="Load the page again.",
            zh=f"第 {release.number} 次发布已不在准备中，请刷新页面。",
        )  # fmt: skip
    if not release.inside:
        raise Invalid(
            f"Release {release.number} holds nothing.", remedy="Put something in first.",
            zh=f"第 {release.number} 次发布没有内容，请先加入内容。",
        )  # fmt: skip


async def _checked(session: AsyncSession, shop: Shop, release: Release, seen: str, despite: str) -> bool:
    """Whether the check finds trouble that is accepted."""
    check = await checking.latest(session, shop.id, release)
    if check is None or check.findings is None:
        raise CheckNeeded(
            f"Release {release.number} has not been checked.", remedy="Check it first.",
            zh=f"第 {release.number} 次发布尚未检查，请先检查。",
        )  # fmt: skip
    if not check.fresh:
        raise CheckNeeded(
            "Something was recorded since the check.",
            remedy="Check the release again.",
            zh="检查之后内容有变，请重新检查。",
        )
    if seen and seen != check.id:
        raise CheckNeeded(
            "There is a newer check than the one you saw.",
            remedy="Load the page again.",
            zh="已有更新的检查结果，请刷新页面。",
        )
    if check.findings.fails and not despite.strip():
        message = check.findings.verdict.en
        problem = Problem(
            field="despite", message="Say why it is published although the check finds trouble.",
            zh="检查发现问题，仍要发布须写明理由。",
        )  # fmt: skip
        raise CheckFails(
            message,
            remedy="Mend the release, or say why it is published all the same.",
            problems=[problem],
            zh=f"{check.findings.verdict.zh}请修改此次发布，或写明仍要发布的理由。",
        )
    return check.findings.fails


async def _record(session: AsyncSession, shop: Shop, actor: Actor, release: Release, why: str) -> None:
    rows = {one.id: one for one in (await repository.item_rows(session, [release.id])).get(release.id, [])}
    # Always in the same order, so that two who publish wait for each other instead of for ever.
    items = sorted(release.inside, key=lambda one: (one.kind != "policy", one.key))
    for one in items:
        if one.kind == "answer":
            await answers_repository.lock(session, shop.id, one.key)
    await _nobody_meanwhile(session, shop, items)
    for one in items:
        reason = f"{why}; {one.origin}" if one.origin and one.origin != why else why
        rows[one.id].recorded_version = await _recorded(session, shop, actor, one, reason)
        rows[one.id].state = "recorded"
    await sources.hold_what_moved(session, shop, {one.key for one in items if one.kind == "answer"})
    drafts = sorted({one.draft_id for one in items if one.draft_id})
    if drafts:
        await review.mark_published(session, shop.id, actor, drafts, release_id=release.id)


async def _nobody_meanwhile(session: AsyncSession, shop: Shop, items: Sequence[Item]) -> None:
    """Conflict that names each answer and policy somebody recorded a version of since the item was prepared."""
    problems = []
    for one in items:
        newest, by = await newest_version(session, shop, one)
        if newest != one.after_version:
            problems.append(
                Problem(
                    field=f"{one.kind}:{one.key}",
                    message=f"“{one.title.text('en')}”: {by} recorded version {newest} meanwhile; "
                    f"this was prepared against version {one.after_version}.",
                    remedy="Take it out, look at the newest version, and put the change in again.",
                    zh=f"“{one.title.text('zh')}”：其间 {by} 已记录第 {newest} 版，此处依据的是第 {one.after_version} 版。"
                    "请移出此项，查看最新版本后重新加入。",
                )
            )
    if problems:
        raise Conflict(
            "Nothing is published: somebody changed what the release changes.", problems=problems,
            zh="未发布：所涉内容已被他人修改。",
        )  # fmt: skip


async def newest_version(session: AsyncSession, shop: Shop, item: Item) -> tuple[int, str]:
    """The newest version of what the item is about and who recorded it; 0 when there is none."""
    try:
        if item.kind == "answer":
            current, by, _ = (await knowledge.versions(session, shop.id, item.key))[0]
            return current.version, by
        policy = (await policies.policy_history(session, shop.id, item.key))[0]
        return policy.version, policy.recorded_by
    except NotFound:
        return 0, ""


async def _recorded(session: AsyncSession, shop: Shop, actor: Actor, item: Item, reason: str) -> int:
    if isinstance(item.content, ApprovedAnswer):
        made = await knowledge.record_answer(
            session, shop.id, actor, item.content, reason=reason, after_version=item.after_version
        )
        return made.version
    policy = await policies.record_policy(
        session, shop.id, actor, item.content, reason=reason, after_version=item.after_version
    )
    return policy.version


async def _tell(
    session: AsyncSession, shop: Shop, actor: Actor, release: Release, row: ReleaseRow, fails: bool
) -> None:
    await session.flush()
    keys = {kind: tuple(one.key for one in release.inside if one.kind == kind) for kind in ("answer", "policy")}
    await audit.record(
        session, shop.id, actor, "release.publish", f"release:{release.number}",
        after={"answers": list(keys["answer"]), "policies": list(keys["policy"]), "against_check": fails},
        reason=row.reason or None,
    )  # fmt: skip
    await bus.publish(
        session,
        ReleasePublished(shop_id=shop.id, number=release.number, answers=keys["answer"], policies=keys["policy"]),
    )
    await announce(session, f"releases:{shop.id}", {"number": release.number})


__all__ = ["CheckFails", "CheckNeeded", "newest_version", "publish"]
