"""What all pages of inspection share: their tabs, who may see what, days from a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final, Literal

from fastapi import Depends

from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import Require
from mercery.core.i18n import Words
from mercery.ui.formats import zone_named

Judge = Annotated[Staff, Depends(Require(Permission.JUDGE_CONVERSATIONS))]
Coach = Annotated[Staff, Depends(Require(Permission.COACH))]
RulesOwner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
Section = Literal["findings", "coaching", "trends", "solved", "rules"]
HOME: Final = "/console/inspection"
_TABS: Final[tuple[tuple[Section, Words, str, Permission], ...]] = (
    ("findings", Words("Findings", "质检结果"), HOME, Permission.JUDGE_CONVERSATIONS),
    ("coaching", Words("Coaching", "辅导"), f"{HOME}/coaching", Permission.VIEW_CONSOLE),
    ("trends", Words("Trends", "趋势"), f"{HOME}/trends", Permission.JUDGE_CONVERSATIONS),
    ("solved", Words("Solved, verified", "核实解决率"), f"{HOME}/solved", Permission.JUDGE_CONVERSATIONS),
    ("rules", Words("Rules", "规则"), f"{HOME}/rules", Permission.JUDGE_CONVERSATIONS),
)


def tabs_for(staff: Staff, current: Section) -> Sequence[tuple[Words, str, bool]]:
    """The tabs a person may open: label, address, whether it is this one."""
    return [(label, url, key == current) for key, label, url, needed in _TABS if staff.may(needed)]


def day(text: str, timezone: str, *, days: int = 0) -> datetime | None:
    """The beginning of a day in the shop's time, `days` later; None for what is no day."""
    try:
        wanted = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(wanted, time(), tzinfo=zone_named(timezone))
