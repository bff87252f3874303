"""Money, dates and numbers as a reader of each language writes them (CLDR patterns, checked by hand)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

from mercery.core.clock import now as present
from mercery.core.i18n import Lang
from mercery.core.money import Money, minor_digits

DateStyle = Literal["short", "medium", "long", "full"]

LOCALES: Final[dict[Lang, str]] = {"en": "en_GB", "zh": "zh_CN"}
_DATE_PATTERNS: Final[dict[Lang, dict[DateStyle, str]]] = {
    "en": {"short": "d MMM", "medium": "d MMM y", "long": "d MMMM y", "full": "EEEE d MMMM y"},
    "zh": {"short": "M 月 d 日", "medium": "y-MM-dd", "long": "y 年 M 月 d 日", "full": "y 年 M 月 d 日，EEEE"},
}
MINUS: Final = "\N{MINUS SIGN}"


def money_text(value: Money, lang: Lang) -> str:
    """With its currency sign, as on a price tag: €1,280, €345.50."""
    return value.text(lang).replace("-", MINUS)


def amount_text(value: Money | int | float | Decimal, lang: Lang, *, sign: bool = False) -> str:
    """As in a ledger: all decimals of the currency, no currency sign, a true minus; `sign` adds a plus."""
    major: Decimal = value.major if isinstance(value, Money) else Decimal(str(value))
    digits = minor_digits(value.currency) if isinstance(value, Money) else 2
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(major), pattern, locale=LOCALES[lang])
    return (MINUS if major < 0 else "+" if sign and major > 0 else "") + text


def number_text(value: float | Decimal, lang: Lang, *, digits: int | None = None, sign: bool = False) -> str:
    """Grouped by thousands; `digits` fixes the decimals, otherwise at most three."""
    pattern = "#,##0.###" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    exact = Decimal(str(value))
    text = format_decimal(abs(exact), pattern, locale=LOCALES[lang])
    return (MINUS if exact < 0 else "+" if sign and exact > 0 else "") + text


def percent_text(share: float | Decimal, lang: Lang, *, digits: int = 1, sign: bool = False) -> str:
    """A share of one as a percentage: 0.88 is 88.0%."""
    return number_text(Decimal(str(share)) * 100, lang, digits=digits, sign=sign) + "%"


def date_text(value: date, lang: Lang, zone: tzinfo, *, style: DateStyle = "medium") -> str:
    """`medium` is 31 Jan 2027 and 2027-01-31; `full` names the weekday."""
    day = value.astimezone(zone).date() if isinstance(value, datetime) else value
    return format_date(day, _DATE_PATTERNS[lang][style], locale=LOCALES[lang])


def last_day_text(end: datetime, lang: Lang, zone: tzinfo) -> str:
    """The last day on which something holds that ends at `end`: what ends at midnight does not hold on the day it begins."""
    return date_text(end - timedelta(seconds=1), lang, zone)


def time_text(value: datetime, lang: Lang, zone: tzinfo) -> str:
    """Hours and minutes on the 24-hour clock."""
    return format_time(value, "HH:mm", tzinfo=zone, locale=LOCALES[lang])


def clock_text(value: datetime, lang: Lang, zone: tzinfo) -> str:
    """With seconds, for a log."""
    return format_time(value, "HH:mm:ss", tzinfo=zone, locale=LOCALES[lang])


def datetime_text(value: datetime, lang: Lang, zone: tzinfo, *, style: DateStyle = "medium") -> str:
    """The date in `style`, then the time."""
    joint = ", " if lang == "en" else " "
    pattern = _DATE_PATTERNS[lang][style] + joint + "HH:mm"
    return format_datetime(value, pattern, tzinfo=zone, locale=LOCALES[lang])


def relative_text(value: datetime, lang: Lang, zone: tzinfo, *, now: datetime | None = None) -> str:
    """now · 4 min ago · 3 h ago · yesterday · the date, and the same for what is to come."""
    moment = now or present()
    gap = moment - value
    ahead, size = gap < timedelta(0), abs(gap)
    if size < timedelta(seconds=45):
        return "now" if lang == "en" else "刚刚"
    if size < timedelta(minutes=60):
        return _span(max(1, round(size.total_seconds() / 60)), "min", "分钟", lang, ahead)
    if size < timedelta(hours=22):
        return _span(max(1, round(size.total_seconds() / 3600)), "h", "小时", lang, ahead)
    days = (moment.astimezone(zone).date() - value.astimezone(zone).date()).days
    if abs(days) == 1:
        return (("yesterday", "昨天") if days > 0 else ("tomorrow", "明天"))[lang == "zh"]
    if 0 < abs(days) < 7:
        return _span(abs(days), "days", "天", lang, ahead)
    return date_text(value, lang, zone)


def _span(count: int, en: str, zh: str, lang: Lang, ahead: bool) -> str:
    if lang == "zh":
        return f"{count} {zh}{'后' if ahead else '前'}"
    return f"in {count} {en}" if ahead else f"{count} {en} ago"


def zone_named(name: str) -> ZoneInfo:
    """The time zone, or UTC where the name is unknown."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError):
        return ZoneInfo("UTC")
