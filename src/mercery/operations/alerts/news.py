"""What is told of an alert: that it opened, that it is still so, that it is well again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.operations.alerts.alert import Alert

Event = Literal["opened", "still", "closed", "test"]
LEADS: Final[dict[Event, Words]] = {
    "opened": Words("New", "新告警"),
    "still": Words("Still so", "仍未恢复"),
    "closed": Words("Well again", "已恢复"),
    "test": Words("Test", "测试"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One line of what is told."""

    event: Event
    alert_id: str
    measure: str
    title: Words
    severity: str
    words: Words
    """What is so."""
    remedy: Words
    path: str
    """Where to look, on this installation."""
    opened_at: datetime
    closed_at: datetime | None = None

    def line(self, lang: Lang) -> str:
        """The line in words."""
        colon = "：" if lang == "zh" else ": "
        gap = "" if lang == "zh" else " "
        return f"{LEADS[self.event].text(lang)}{colon}{self.title.text(lang)}{'。' if lang == 'zh' else '.'}{gap}{self.words.text(lang)}"


def opened(alert: Alert) -> News:
    """It has begun."""
    return _news("opened", alert, alert.words)


def told_again(alert: Alert) -> News:
    """It is still so, and nobody has taken it."""
    return _news("still", alert, alert.words)


def closed(alert: Alert) -> News:
    """It is over."""
    return _news("closed", alert, alert.closing)


def a_test(at: datetime) -> News:
    """What the test button sends."""
    return News(
        event="test", alert_id="", measure="test", title=Words("A test", "这是一条测试"), severity="care",
        words=Words("If you can read this, alerts arrive here.", "能看到此消息，说明告警可以送达。"),
        remedy=Words("Nothing has to be done.", "无需处理。"), path="/console/alerts/hooks", opened_at=at,
    )  # fmt: skip


def _news(event: Event, alert: Alert, words: Words) -> News:
    return News(
        event=event, alert_id=alert.id, measure=alert.measure.key, title=alert.title(), severity=alert.severity,
        words=words, remedy=alert.measure.remedy, path=alert.measure.url, opened_at=alert.opened_at,
        closed_at=alert.closed_at,
    )  # fmt: skip
