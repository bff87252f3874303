"""The upgrade itself: a backup, the migrations under limits of time, a look whether all is there, and the way back in words."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from mercery.core.database import sqlalchemy_url
from mercery.core.errors import Conflict, MerceryError
from mercery.core.schema import current_revision, newest_revision, upgrade
from mercery.operations.backing_up.making import Made
from mercery.operations.upgrading.planning import Plan

Say = Callable[[str], None]
_TRIES: Final = 5
_PAUSE_SECONDS: Final = 3.0
_LOCK_NOT_AVAILABLE: Final = "55P03"
_QUERY_CANCELED: Final = "57014"


class StillOld(Conflict):
    """Processes of the earlier version run."""

    code = "upgrade_while_running"


class UpgradeStopped(MerceryError):
    """A migration could not be run to its end. Those before it stay; it is itself taken back."""

    code = "upgrade_stopped"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """For how long others may be kept waiting."""

    lock_seconds: float = 5.0
    """Until a lock is given up; it is tried again a few times, so that whoever queues behind it gets on in between."""
    statement_seconds: float = 3600.0

    def as_settings(self) -> dict[str, str]:
        """As PostgreSQL takes them."""
        return {
            "lock_timeout": f"{int(self.lock_seconds * 1000)}ms",
            "statement_timeout": f"{int(self.statement_seconds * 1000)}ms",
        }


def refuse_while_old_runs(plan: Plan, *, told: bool) -> None:
    """StillOld where somebody uses the database and nobody said that this is meant."""
    if plan.running and not told:
        who = "; ".join(one.words for one in plan.running[:5])
        remedy = (
            "Stop them, then upgrade. All of this upgrade can be done while they run: --while-running."
            if plan.online
            else "Stop them, then upgrade: this upgrade would keep them waiting, or they would fail on it."
        )
        raise StillOld(
            f"Mercery runs on this database: {who}. Nothing was changed.",
            remedy=remedy,
            zh=f"Mercery 仍在使用此数据库（{who}），未作任何改动。请先停止。",
        )


def migrate_within(url: str, limits: Limits, say: Say, *, pause: float = _PAUSE_SECONDS) -> None:
    """Run what is pending. A lock that is not had is tried again; UpgradeStopped says where it ended and what that means."""
    for tries in range(1, _TRIES + 1):
        try:
            upgrade(url, limits.as_settings())
            return
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            if state == _LOCK_NOT_AVAILABLE and tries < _TRIES:
                say(f"A table is in use; trying again ({tries} of {_TRIES - 1}).")
                time.sleep(pause)
                continue
            raise _stopped(url, state) from error


def _stopped(url: str, state: str | None) -> UpgradeStopped:
    at = current_revision(url)
    why = {
        _LOCK_NOT_AVAILABLE: "a table was in use all the time",
        _QUERY_CANCELED: "a statement took longer than its limit",
    }.get(state or "", "PostgreSQL refused a statement")
    return UpgradeStopped(
        f"The upgrade stopped at schema {at}: {why}. What was done so far is whole; the step that failed was taken back.",
        remedy="Stop every process of Mercery and run `mercery upgrade` again, with --lock-seconds or --statement-seconds "
        "larger if need be. It goes on where it stopped.",
        zh=f"升级停在结构 {at}：{why}。已完成的部分完整，失败的一步已撤回。请停止所有 Mercery 进程后再次运行 mercery upgrade，必要时调大 --lock-seconds 或 --statement-seconds。",
    )


def verify(url: str) -> list[str]:
    """What is not as this version needs it, in words; empty when all is well."""
    from mercery.core.migrating import differences

    found = current_revision(url)
    problems = [] if found == newest_revision() else [f"the schema is {found}, not {newest_revision()}"]
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        problems += [type(one).__name__.removesuffix("Op") for one in differences(connection)]
    return problems


def way_back(plan: Plan, made: Made | None, old_version: str) -> list[str]:
    """What to do if the new version turns out badly, as commands."""
    if made is None:
        return [
            "There is no way back to the earlier version but a backup of your own: it refuses the new schema.",
            "  mercery restore FILE --replace        (with the earlier version installed)",
        ]
    return [
        f"If the new version turns out badly, go back to schema {plan.found} as of {made.manifest.made_at:%Y-%m-%d %H:%M} UTC."
        " What was written since is lost with it:",
        "  mercery stop",
        f"  (install the version from before{f', {old_version}' if old_version else ''})",
        f"  mercery restore {shlex.quote(str(made.path))} --replace",
        "  mercery run",
    ]
