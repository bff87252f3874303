"""A row in plain language: its cells are put together to a sentence, which is heard as one that was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from mercery.core.files.amounts import Unreadable, parse_moment
from mercery.core.files.formulas import unguarded
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row
from mercery.core.i18n import Words
from mercery.promotions.entry.cells_in_words import NONE, fields, joined, offer_said, stretches
from mercery.promotions.entry.heard import DOUBT, Heard, Known
from mercery.promotions.entry.words import hear
from mercery.promotions.rules.rule import Rule

_AMBIGUOUS_DAY: Final = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/\d{2,4}")
_SERIAL: Final = re.compile(r"[345]\d{4}(?:\.\d+)?")
"""Days since 1899-12-30, as spreadsheets keep dates: 1982 to 2064."""


def from_words(row: Row, cells: Mapping[str, Any], known: Known, log: ProblemLog, unread: set[str]) -> Rule | None:
    """A row whose cells are put together to a sentence; each stretch of it remembers its column."""
    by_field: dict[str, tuple[str, str]] = {}
    for column, value in cells.items():
        field = fields().get(column)
        if field is None:
            unread.add(column)
        else:
            by_field[field] = (column, unguarded(str(value).strip()))
    if "offer" not in by_field:
        log.stop(
            "The row says no offer.",
            "Fill the column 优惠 / offer, as in 满300减50 or 20% off.",
            line=row.line,
            field="offer",
            zh="此行没有优惠，请填写“优惠”列，例如：满300减50、8折。",
        )
        return None
    problems = log.errors
    offer = offer_said(by_field)
    if offer is None:
        column, text = by_field["offer"]
        remedy = "Write 8折, 20%, 50 off or 一口价199, or add a column 类型 / type."
        log.stop(
            f"“{text}” can be a rate, an amount or a price.",
            remedy,
            line=row.line,
            column=column,
            field="offer",
            zh=f"“{text}”可能是折扣率、金额或价格。请写成 8折、20%、减50 或一口价199，或添加“类型”列。",
        )
        return None
    text, places = joined(stretches(by_field, offer))
    heard = hear(text, known)
    _ask(heard, places, row, log)
    starts, ends = (_moment(by_field, field, row, known, log) for field in ("starts", "ends"))
    if log.errors > problems:
        return None
    if len(heard.rules) != 1:
        log.stop(
            f"The row says {len(heard.rules)} offers.",
            "Put one offer on a line.",
            line=row.line,
            field="offer",
            zh=f"此行有 {len(heard.rules)} 项优惠，请每行只写一项。",
        )
        return None
    return _finished(heard.rules[0], by_field, starts, ends)


def _ask(heard: Heard, places: Sequence[tuple[int, str, str]], row: Row, log: ProblemLog) -> None:
    """Each stretch nobody understood and each open question, at the column it was written in."""
    told = (
        (
            one.start,
            f"“{one.text}” is not understood.",
            "Say it in other words.",
            f"“{one.text}”未能识别，请换一种说法。",
        )
        for one in heard.unheard
    )
    asked = (
        (one.start, one.words.en, _remedy(one.choices), f"{one.words.zh}{_remedy_zh(one.choices)}")
        for one in heard.questions
        if not one.id.startswith(DOUBT)
    )
    for start, message, remedy, zh in (*told, *asked):
        column, field = next(((col, name) for low, col, name in reversed(places) if low <= start), ("", ""))
        log.stop(message, remedy, line=row.line, column=column, field=field, zh=zh)


def _finished(
    rule: Rule, by_field: Mapping[str, tuple[str, str]], starts: datetime | None, ends: datetime | None
) -> Rule:
    named = by_field.get("name", ("", ""))[1]
    own = by_field.get("id", ("", ""))[1]
    return replace(
        rule,
        id=own or rule.id,
        name=Words(named, named) if named else rule.name,
        starts=starts or rule.starts,
        ends=ends or rule.ends,
    )


def _remedy(choices: Sequence[Words]) -> str:
    return "Say which: " + "; ".join(choice.en for choice in choices) + "." if choices else "Write it out."


def _remedy_zh(choices: Sequence[Words]) -> str:
    return f"请写明：{'；'.join(choice.zh for choice in choices)}。" if choices else "请写完整。"


def _moment(
    by_field: Mapping[str, tuple[str, str]], field: str, row: Row, known: Known, log: ProblemLog
) -> datetime | None:
    column, text = by_field.get(field, ("", ""))
    if not text or text.casefold() in NONE:
        return None
    if _AMBIGUOUS_DAY.match(text):
        log.stop(
            f"“{text}” can be two days.",
            "Write the year first: 2026-11-27.",
            line=row.line,
            column=column,
            field=field,
            zh=f"“{text}”可能指两个日期，请先写年份，例如 2026-11-27。",
        )
        return None
    try:
        return _read_moment(text, known, ending=field == "ends")
    except (Unreadable, OverflowError, ValueError):
        log.stop(
            f"“{text}” is no date.",
            "Write it as 2026-11-27 20:00.",
            line=row.line,
            column=column,
            field=field,
            zh=f"“{text}”不是日期，请写成 2026-11-27 20:00。",
        )
        return None


def _read_moment(text: str, known: Known, *, ending: bool) -> datetime:
    """In the shop's zone where none is written. A day without an hour ends when it is over."""
    zone = known.names.zone
    if _SERIAL.fullmatch(text):
        whole = datetime(1899, 12, 30) + timedelta(seconds=round(float(text) * 86400))  # noqa: DTZ001 - a day of the shop
        day_only = "." not in text or float(text).is_integer()
        moment = whole.replace(tzinfo=zone)
    elif late := re.fullmatch(r"(.+?)[ T]?24:00(?::00)?", text):
        return datetime.combine(parse_moment(late[1]).date() + timedelta(days=1), time(), zone)
    else:
        read = parse_moment(text)
        zoned = bool(re.search(r"(?:Z|UTC|[+-]\d{2}:?\d{2})$", text)) and ":" in text
        moment = read if zoned else read.replace(tzinfo=zone)
        day_only = ":" not in text
    return moment + timedelta(days=1) if ending and day_only else moment
