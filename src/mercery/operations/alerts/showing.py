"""What the pages of alerts show. Pure views over what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.console.problems import FormErrors
from mercery.accounts.page import ROLE_NAMES
from mercery.accounts.permissions import Role
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.as_json import read
from mercery.core.i18n import Words
from mercery.core.mail import Way
from mercery.operations.alerts.alert import Alert
from mercery.operations.alerts.formats import FORMATS, Format
from mercery.operations.alerts.hooks import Delivery, Hook, HookDraft
from mercery.operations.alerts.measure import SEVERITIES, UNITS, Rule, Severity, Unit
from mercery.operations.alerts.tables import AlertRoundRow
from mercery.operations.notifying.choice import Choice
from mercery.operations.notifying.log import AnswerMails, Sent
from mercery.operations.notifying.settings import NoticeSettings

NO_ERRORS: Final = FormErrors()
NO_DRAFT: Final = HookDraft(name="", format="mercery", url="")
State = Literal["bad", "between", "well", "few", "unread", "off", "new"]
"""`few`: too little to judge. `unread`: does not apply here, or could not be read. `new`: not looked at yet."""
STATES: Final[Mapping[State, tuple[Words, str]]] = {
    "bad": (Words("over", "超出"), "stop"),
    "between": (Words("near", "临近"), "care"),
    "well": (Words("well", "正常"), "good"),
    "few": (Words("not judged", "暂不判断"), "quiet"),
    "unread": (Words("not read here", "不适用"), "quiet"),
    "off": (Words("off", "已关闭"), "quiet"),
    "new": (Words("not read yet", "尚未读取"), "quiet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A measure with what was read last."""

    rule: Rule
    state: State
    words: Words

    @property
    def badge(self) -> tuple[Words, str]:
        """The state as a word with its tone."""
        return STATES[self.state]

    @property
    def limit(self) -> Words:
        """From where on it is bad, in words."""
        values, unit = self.rule.values, UNITS[self.rule.measure.unit]
        number = f"{values.threshold:g}"
        gap = "" if unit.en == "%" else " "
        match self.rule.measure.kind:
            case "share_falls":
                return Words(f"{number} {unit.en} below the usual", f"低于通常 {number} {unit.zh}")
            case "share_rises":
                return Words(f"{number} {unit.en} above the usual", f"高于通常 {number} {unit.zh}")
            case "count_falls":
                return Words(f"{number}% below the usual", f"低于通常 {number}%")
            case "under":
                return Words(f"below {number}{gap}{unit.en}", f"低于 {number}{gap}{unit.zh}")
            case _:
                if not values.threshold:
                    return Words("from the first on", "有即告警")
                return Words(f"above {number}{gap}{unit.en}", f"高于 {number}{gap}{unit.zh}")


async def last_look(
    session: AsyncSession, shop: Shop, held: Sequence[Rule]
) -> tuple[tuple[Line, ...], datetime | None]:
    """Every measure with what was read of it last, and when that was."""
    row = await session.get(AlertRoundRow, shop.id)
    readings: Mapping[str, Any] = row.readings if row is not None else {}
    return tuple(_line(rule, readings.get(rule.measure.key)) for rule in held), row.at if row is not None else None


def _line(rule: Rule, data: Mapping[str, Any] | None) -> Line:
    if not rule.values.on:
        return Line(rule=rule, state="off", words=Words(""))
    if data is None or data["state"] == "off":
        return Line(rule=rule, state="new", words=Words(""))
    words = read(Words, data["words"]) if data.get("words") else Words("")
    return Line(rule=rule, state=cast(State, data["state"]), words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class NowPage:
    """What is open, and every measure with its rule."""

    open: tuple[Alert, ...]
    lines: tuple[Line, ...]
    looked_at: datetime | None
    may_change: bool
    may_take: bool
    closed_lately: int
    """Alerts of the last week that have closed."""
    edited: str = ""
    """The measure whose form was refused."""
    errors: FormErrors = NO_ERRORS
    severities: Mapping[Severity, Words] = field(default_factory=lambda: SEVERITIES)
    units: Mapping[Unit, Words] = field(default_factory=lambda: UNITS)

    @property
    def urgent(self) -> int:
        """How many of them are urgent."""
        return sum(one.severity == "urgent" for one in self.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """What was, the latest first."""

    alerts: tuple[Alert, ...]
    total: int
    page: int
    last: int
    severities: Mapping[Severity, Words] = field(default_factory=lambda: SEVERITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Who is told what, and what holds for the mails of the shop."""

    people: tuple[tuple[Staff, Choice], ...]
    sent: tuple[Sent, ...]
    customers: AnswerMails
    settings: NoticeSettings
    way: Way
    may_change: bool
    me: str
    errors: FormErrors = NO_ERRORS
    roles: Mapping[Role, Words] = field(default_factory=lambda: ROLE_NAMES)

    def name_of(self, staff_id: str) -> str:
        """Who that is; who has left has no name any more."""
        return next((one.name for one, _ in self.people if one.id == staff_id), "")

    @staticmethod
    def clock(minute: int | None) -> str:
        """A minute of the day."""
        return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HooksPage:
    """Addresses that are told, and how that went."""

    hooks: tuple[Hook, ...]
    deliveries: tuple[Delivery, ...]
    may_change: bool
    shown: Hook | None = None
    """The one whose secret is shown, this once."""
    draft: HookDraft = NO_DRAFT
    errors: FormErrors = NO_ERRORS
    formats: Mapping[Format, Words] = field(default_factory=lambda: FORMATS)

    def name_of(self, hook_id: str) -> str:
        """How it is called."""
        return next((one.name for one in self.hooks if one.id == hook_id), "")
