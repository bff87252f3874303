"""Everything the doctor asks, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.operations.backing_up.checks import LAST_BACKUP, RESTORES
from mercery.operations.doctor import (
    database_checks,
    machine_checks,
    online_checks,
    secrets_checks,
    settings_checks,
    shop_checks,
)
from mercery.operations.health.checks import CHECKS as HEALTH
from mercery.operations.health.checks import Check, Found, Looked, State, worst

OWN: Final[tuple[Check, ...]] = (
    machine_checks.PYTHON,
    settings_checks.SETTINGS,
    machine_checks.HOME,
    machine_checks.MEMORY,
    machine_checks.DRAWING,
    machine_checks.LEFT,
    settings_checks.PORT,
    database_checks.ENCODING,
    database_checks.DRIFT,
    database_checks.BUDGET,
    secrets_checks.SEALED,
    shop_checks.SHOPS,
    shop_checks.PICTURES,
    shop_checks.ORPHANS,
    LAST_BACKUP,
    RESTORES,
)
ONLINE: Final[tuple[Check, ...]] = (online_checks.PUBLIC, online_checks.MAIL, online_checks.MODELS)
_SIGNS: Final = {"well": "ok     ", "warning": "look   ", "broken": "BROKEN ", "unknown": "unknown"}
_EXIT: Final[dict[State, int]] = {"well": 0, "unknown": 1, "warning": 1, "broken": 2}


def checks(*, online: bool) -> tuple[Check, ...]:
    """All of them: the health page's, what only a command need ask, and those that call others where that is wanted."""
    known = {one.id: one for one in (*OWN, *HEALTH, *(ONLINE if online else ()))}
    return tuple(known.values())


def exit_code(found: Sequence[Looked]) -> int:
    """0: all is well. 1: something should be looked at, or could not be found out. 2: something does not work."""
    return _EXIT[worst(found)]


def in_lines(found: Sequence[Looked], lang: Lang) -> list[str]:
    """For people, the worst first."""
    order: Sequence[State] = ("broken", "warning", "unknown", "well")
    lines = []
    for one in sorted(found, key=lambda one: order.index(one.found.state)):
        lines.append(f"{_SIGNS[one.found.state]}  {one.check.title.text(lang)}: {one.found.words.text(lang)}")
        if one.found.remedy is not None and one.found.state != "well":
            lines.append(f"           {one.found.remedy.text(lang)}")
    return lines


def as_data(found: Sequence[Looked], lang: Lang) -> dict[str, object]:
    """For programs."""
    return {
        "state": worst(found),
        "checks": [
            {
                "id": one.check.id, "state": one.found.state, "title": one.check.title.text(lang),
                "words": one.found.words.text(lang), "remedy": one.found.remedy.text(lang) if one.found.remedy else "",
                "figure": one.found.figure, "unit": one.check.unit, "ms": one.milliseconds,
            }
            for one in found
        ],
    }  # fmt: skip


__all__ = ["Found", "as_data", "checks", "exit_code", "in_lines"]
