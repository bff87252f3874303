"""The page *Health*: what is well in a line, what is not with its remedy, and the processes that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from fastapi import APIRouter
from starlette.responses import Response

from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.operations.health.asking import Owner
from mercery.operations.health.check import Looked, State
from mercery.operations.health.checks import worst
from mercery.operations.health.processes import Process, processes
from mercery.operations.health.watching import watch_of
from mercery.web.html import page_response

router = APIRouter(prefix="/console/system", include_in_schema=False)
Tone = Literal["good", "care", "stop", "quiet"]
TONES: Final[Mapping[State, Tone]] = {"well": "good", "warning": "care", "broken": "stop", "unknown": "quiet"}
STATES: Final[Mapping[State, Words]] = {
    "well": Words("well", "正常"),
    "warning": Words("look at it", "需留意"),
    "broken": Words("broken", "异常"),
    "unknown": Words("not known", "未知"),
}
ROLES: Final[Mapping[str, Words]] = {
    "web": Words("Web", "Web 服务"),
    "worker": Words("Worker", "后台任务"),
    "live": Words("Director", "导播"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    """What the page shows."""

    whole: bool
    """Whether the reader's shop looks after the installation; else nothing of it is shown."""
    looked: Sequence[Looked] = ()
    processes: Sequence[Process] = ()
    at: datetime
    states: Mapping[State, Words]
    tones: Mapping[State, Tone]
    roles: Mapping[str, Words]

    @property
    def wrong(self) -> list[Looked]:
        """What somebody has to look at, the worst first."""
        found = [one for one in self.looked if one.found.state in ("broken", "warning")]
        return sorted(found, key=lambda one: one.found.state != "broken")

    @property
    def unknown(self) -> list[Looked]:
        """What could not be found out."""
        return [one for one in self.looked if one.found.state == "unknown"]

    @property
    def well(self) -> list[Looked]:
        """What is as it should be."""
        return [one for one in self.looked if one.found.state == "well"]

    @property
    def state(self) -> State:
        """Of the whole."""
        return worst(self.looked)

    @property
    def hosts(self) -> list[tuple[str, list[Process]]]:
        """Processes by machine."""
        names = dict.fromkeys(one.host for one in self.processes)
        return [(name, [one for one in self.processes if one.host == name]) for name in names]

    @property
    def versions(self) -> int:
        """How many versions run beside each other."""
        return len({one.version for one in self.processes if one.alive})


@router.get("")
async def health_page(asking: Owner) -> Response:
    """How the installation stands now; the page asks again by itself."""
    looks = watch_of(asking.request).looks
    page = HealthPage(
        whole=asking.whole,
        looked=await looks.look() if asking.whole else (),
        processes=await processes(asking.session) if asking.whole else (),
        at=now(),
        states=STATES,
        tones=TONES,
        roles=ROLES,
    )
    return page_response("operations/health.html", page, context=asking.context)
