"""Beginning, pausing, deciding and reopening experiments.

What is decided takes effect at once: it is the share in `shop.holdouts`, which every page asks. Keep: everybody has it, or a
small hold-out stays. Stop: nobody has it. Each act has its record (who, when, why) and can be taken back by `reopen`, which
begins counting anew: what was counted before a decision does not tell how it is afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem, wrong_field
from mercery.core.i18n import Words
from mercery.experiments.running import repository
from mercery.experiments.running.experiment import (
    EVERYBODY,
    METRICS,
    NOBODY,
    Act,
    Decision,
    Draft,
    Experiment,
)
from mercery.experiments.running.features import FEATURES, as_experiment, share_in_force

MOST_WITHOUT: Final = 0.5
_KEY: Final = re.compile(r"[a-z][a-z0-9-]{1,47}\Z")
_LONGEST: Final = 400
_TAKEN: Final = ("new", "costs", "ledger", "warehouse")
"""Pages beside those of experiments."""


class NoSuchExperiment(NotFound):
    """The shop has no experiment of that key."""

    code = "experiment_unknown"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"There is no experiment '{key}'.",
            remedy="The experiments page names them all.",
            zh=f"没有“{key}”这项实验，实验页列出了全部。",
        )


class NotNow(Conflict):
    """The experiment is in a state in which that cannot be done."""

    code = "experiment_state"


async def every(session: AsyncSession, shop: Shop) -> list[Experiment]:
    """The shop's own experiments, the latest first, then the features."""
    kept = {one.key: _as_in_force(shop, one) for one in await repository.kept(session, shop.id)}
    own = [one for one in kept.values() if not one.feature]
    return [*reversed(own), *(kept.get(key) or as_experiment(shop, key) for key in FEATURES)]


async def one_of(session: AsyncSession, shop: Shop, key: str, *, lock: bool = False) -> Experiment:
    """The experiment of that key; NoSuchExperiment."""
    found = await repository.find(session, shop.id, key, lock=lock)
    if found is not None:
        return _as_in_force(shop, found)
    if key in FEATURES:
        return as_experiment(shop, key)
    raise NoSuchExperiment(key)


def _as_in_force(shop: Shop, one: Experiment) -> Experiment:
    """A running feature has the share of the shop's settings, where it may have been changed since."""
    return replace(one, share=share_in_force(shop, one.key)) if one.feature and one.state == "running" else one


async def create(session: AsyncSession, shop: Shop, actor: Actor, draft: Draft) -> Experiment:
    """A new experiment, which nobody has until it starts. Invalid names each wrong field; Conflict where the key is taken."""
    _check(draft)
    if draft.key in FEATURES or await repository.find(session, shop.id, draft.key) is not None:
        raise Conflict(
            f"There is an experiment '{draft.key}' already.",
            remedy="Choose another key.",
            zh="该代号已被使用，请换一个。",
        )
    made = Experiment(
        key=draft.key, name=draft.name, place=draft.place, share=draft.share, metric=draft.metric,
        worth_above=draft.worth_above, state="draft", version=1,
    )  # fmt: skip
    await repository.save(session, shop.id, made)
    await _let_have(session, shop, actor, made, NOBODY, "")
    await _record(session, shop, actor, made, "created", "", {"after": _told(made)})
    return made


async def change(
    session: AsyncSession, shop: Shop, actor: Actor, key: str, draft: Draft, *, after_version: int | None = None
) -> Experiment:
    """Change what it is called, what it is judged by, how many are without it. Where metric or share of a running one
    change, counting begins anew. Conflict when somebody else saved after `after_version`."""
    before = await _locked(session, shop, key, after_version)
    _check(replace(draft, key=key), feature=before.feature)
    anew = before.state != "draft" and (draft.metric != before.metric or draft.share != before.share)
    if anew and before.state == "ended":
        raise NotNow("This experiment has ended.", remedy="Reopen it first.", zh="实验已结束，如需继续请重新开始。")
    after = replace(
        before, share=draft.share, metric=draft.metric, worth_above=draft.worth_above,
        name=before.name if before.feature else draft.name, place=before.place if before.feature else draft.place,
        phase=before.phase + anew, since=now() if anew else before.since, version=before.version + 1,
    )  # fmt: skip
    await repository.save(session, shop.id, after)
    if after.state == "running":
        await _let_have(session, shop, actor, after, after.share, "")
    await _record(session, shop, actor, after, "changed", "", {"before": _told(before), "after": _told(after)})
    return after


async def start(session: AsyncSession, shop: Shop, actor: Actor, key: str) -> Experiment:
    """Begin, or go on after a pause."""
    before = await _locked(session, shop, key)
    if before.state not in ("draft", "paused"):
        raise NotNow(
            "This experiment is running or has ended.",
            remedy="One that has ended can be reopened.",
            zh="实验已结束，如需继续请重新开始。",
        )
    act: Act = "started" if before.state == "draft" else "resumed"
    after = replace(before, state="running", since=before.since or now(), version=before.version + 1)
    return await _kept(session, shop, actor, after, act, after.share, "")


async def pause(session: AsyncSession, shop: Shop, actor: Actor, key: str, reason: str) -> Experiment:
    """Nobody has it until it goes on. Who met it before stays counted, which makes its effect look smaller, never larger."""
    before = await _locked(session, shop, key)
    if before.state != "running":
        raise NotNow("This experiment is not running.", zh="实验未在进行。")
    after = replace(before, state="paused", version=before.version + 1)
    return await _kept(session, shop, actor, after, "paused", NOBODY, _reason(reason))


async def decide(
    session: AsyncSession, shop: Shop, actor: Actor, key: str, decision: Decision, reason: str, *,
    still_without: float = 0.0, verdict: Mapping[str, object] | None = None,
) -> Experiment:  # fmt: skip
    """Keep it for everybody (`still_without`: a share stays without it) or stop it for everybody; with a reason, which goes
    on record beside the verdict as it was read then. Takes effect at once."""
    before = await _locked(session, shop, key)
    if before.state == "draft":
        raise NotNow("This experiment has not begun.", remedy="Start it, or remove it.", zh="实验尚未开始。")
    if not 0 <= still_without <= MOST_WITHOUT:
        raise _wrong(
            "still_without", "A hold-out that stays is a share from 0 to 0.5.", "保留的对照组比例为 0 至 50%。"
        )
    why = _reason(reason)
    after = replace(before, state="ended", decision=decision, until=now(), version=before.version + 1)
    in_force = NOBODY if decision == "stop" else still_without or EVERYBODY
    act: Act = "kept" if decision == "keep" else "stopped"
    return await _kept(session, shop, actor, after, act, in_force, why, verdict)


async def reopen(session: AsyncSession, shop: Shop, actor: Actor, key: str, reason: str, *, share: float) -> Experiment:
    """Take a decision back: the experiment runs again with this share, and counting begins anew."""
    before = await _locked(session, shop, key)
    if before.state != "ended":
        raise NotNow("Only an experiment that has ended can be reopened.", zh="实验已结束，如需继续请重新开始。")
    if not 0 < share <= MOST_WITHOUT:
        raise _wrong("share", "A share from 0.01 to 0.5 is kept without it.", "对照组比例为 1% 至 50%。")
    after = replace(
        before, state="running", share=share, decision=None, since=now(), until=None, phase=before.phase + 1,
        version=before.version + 1,
    )  # fmt: skip
    return await _kept(session, shop, actor, after, "reopened", share, _reason(reason))


async def remove(session: AsyncSession, shop: Shop, actor: Actor, key: str) -> None:
    """Take away a draft."""
    before = await _locked(session, shop, key)
    if before.state != "draft":
        raise NotNow(
            "What has begun stays on record.", remedy="Stop it instead.", zh="已开始的实验须保留记录，请改为停用。"
        )
    await repository.remove(session, shop.id, key)
    held = {name: share for name, share in (await accounts.shop(session, shop.id)).holdouts.items() if name != key}
    await accounts.update_shop(session, shop.id, actor, holdouts=held)
    await _record(session, shop, actor, before, "removed", "", {"before": _told(before)})


async def _kept(
    session: AsyncSession, shop: Shop, actor: Actor, after: Experiment, act: Act, in_force: float, reason: str,
    verdict: Mapping[str, object] | None = None,
) -> Experiment:  # fmt: skip
    """Write it, let it take effect, and put it on record."""
    before = share_in_force(shop, after.key)
    await repository.save(session, shop.id, after)
    await _let_have(session, shop, actor, after, in_force, reason)
    details = {"without_before": before, "without_after": in_force, **({"reading": dict(verdict)} if verdict else {})}
    await _record(session, shop, actor, after, act, reason, details)
    return after


async def _let_have(
    session: AsyncSession, shop: Shop, actor: Actor, one: Experiment, share: float, reason: str
) -> None:
    """From now on this share is without it."""
    held = dict((await accounts.shop(session, shop.id)).holdouts)
    if held.get(one.key) == share:
        return
    held[one.key] = share
    await accounts.update_shop(session, shop.id, actor, reason=reason or None, holdouts=held)


async def _record(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    one: Experiment,
    act: Act,
    reason: str,
    details: Mapping[str, object],
) -> None:
    await repository.note(session, shop.id, one, act, actor, reason, details)
    await audit.record(
        session, shop.id, actor, f"experiment.{act}", one.key, after=dict(details), reason=reason or None
    )


async def _locked(session: AsyncSession, shop: Shop, key: str, after_version: int | None = None) -> Experiment:
    found = await one_of(session, shop, key, lock=True)
    if after_version is not None and after_version != found.version:
        raise NotNow(
            "Somebody else changed this experiment meanwhile.",
            remedy="Load the page again.",
            zh="此间已有人改动，请刷新后重试。",
        )
    return found


def _check(draft: Draft, *, feature: bool = False) -> None:
    problems = list(_unusable(draft, feature=feature))
    if problems:
        raise Invalid(
            "The experiment cannot be set up as it is.",
            problems=problems,
            zh="尚不能保存，请修改标出的各项。",
        )


def _unusable(draft: Draft, *, feature: bool) -> Iterator[Problem]:
    """Each field that cannot be used. `feature`: its key and name are the program's own."""
    if not feature and not _KEY.match(draft.key):
        yield Problem(
            field="key",
            message="A key has small letters, digits and hyphens, and begins with a letter.",
            remedy="As in live-countdown.",
            zh="代号由小写字母、数字与连字符组成，以字母开头，例如 live-countdown。",
        )
    if draft.key in _TAKEN:
        yield Problem(
            field="key",
            message=f"'{draft.key}' already names a page.",
            remedy="Choose another key.",
            zh=f"代号“{draft.key}”已被页面占用，请换一个。",
        )
    if not feature and not (draft.name.en or draft.name.zh).strip():
        yield Problem(
            field="name",
            message="The experiment needs a name.",
            remedy="As in: Countdown beside the price.",
            zh="请填写名称，例如：价格旁的倒计时。",
        )
    if not 0 < draft.share <= MOST_WITHOUT:
        yield Problem(
            field="share",
            message="A share from 1 to 50 % is kept without it.",
            remedy="With half the answer comes soonest.",
            zh="对照组比例为 1% 至 50%；各占一半最快得出结论。",
        )
    if draft.metric not in METRICS:
        yield Problem(
            field="metric",
            message=f"'{draft.metric}' is nothing that is counted.",
            remedy=f"Use one of {', '.join(METRICS)}.",
            zh="请选择一项指标。",
        )
    if not isfinite(draft.worth_above) or draft.worth_above < 0:
        yield Problem(
            field="worth_above",
            message="What it has to bring is 0 or more.",
            remedy="0: any effect is worth it.",
            zh="门槛为 0 或以上的数字；0 表示任何效果都值得。",
        )


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise _wrong("reason", "Say why: it stays on record.", "请写明原因，原因将留存备查。")
    return said[:_LONGEST]


def _wrong(field: str, message: str, zh: str) -> Invalid:
    return wrong_field(field, message, zh=zh)


def _told(one: Experiment) -> dict[str, object]:
    return {
        "name": one.name.en or one.name.zh, "share": one.share, "metric": one.metric, "worth_above": one.worth_above,
        "phase": one.phase,
    }  # fmt: skip


ACT_NAMES: Final[Mapping[Act, Words]] = {
    "created": Words("Set up", "建立"),
    "changed": Words("Changed", "修改"),
    "started": Words("Started", "开始"),
    "paused": Words("Paused", "暂停"),
    "resumed": Words("Resumed", "继续"),
    "kept": Words("Kept for everyone", "全面启用"),
    "stopped": Words("Stopped for everyone", "全面停用"),
    "reopened": Words("Reopened", "重新开始"),
    "removed": Words("Removed", "删除"),
}
