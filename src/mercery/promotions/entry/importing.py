"""Rules from spreadsheets and JSON, and back.

A spreadsheet has the headings merchants use (`columns.txt`: 活动名称, 门槛, 优惠…) and cells as they write them: `满300减50`,
`8折`, `20% off`, dates of any usual form. Each row is read as plain language by `words.py`; what is not understood there
refuses the file with line, column and remedy, and nothing of it is taken. A file in the notation is read by the notation.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from mercery.core.errors import Problem
from mercery.core.files.amounts import Unreadable, parse_flag, parse_moment
from mercery.core.files.formulas import guarded, unguarded
from mercery.core.files.problems import ProblemLog
from mercery.core.files.rows import rows_of
from mercery.core.files.tabular import Row, heading
from mercery.core.i18n import Lang, Words
from mercery.promotions.entry.heard import DOUBT, Known
from mercery.promotions.entry.words import hear
from mercery.promotions.rules.notation import NotationError, rule_from
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.rule import tell_rule

_MOST: Final = 200
_NUMBER: Final = re.compile(r"[€£$¥]?\s?\d[\d.,]*\s?(?:元|块)?")
_RATE: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?\s?%")
"""A rate alone says nothing of its direction; in a column of discounts it is what is taken off."""
_AMBIGUOUS_DAY: Final = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/\d{2,4}")
_SERIAL: Final = re.compile(r"[345]\d{4}(?:\.\d+)?")
"""Days since 1899-12-30, as spreadsheets keep dates: 1982 to 2064."""
_EVERYBODY: Final = frozenset(
    ["all", "everybody", "everyone", "any", "all customers", "所有人", "全部", "不限", "所有用户", "全体用户"]
)
_NONE: Final = frozenset(["", "-", "—", "/", "none", "no", "无", "没有", "不限", "无门槛", "n/a"])
_RATES: Final = frozenset(["percent", "percentage", "%", "rate", "percent off", "百分比", "百分比折扣"])
_LEFT: Final = frozenset(["折扣", "打折", "折"])
_AMOUNTS: Final = frozenset(
    ["amount", "fixed", "fixed amount", "amount off", "满减", "立减", "直降", "减", "金额", "优惠券", "券"]
)
_PRICES: Final = frozenset(["price", "fixed price", "flash price", "special price", "一口价", "限时价", "秒杀", "特价"])
_EVERY: Final = frozenset(["every", "每满减", "跨店满减"])
_NOTATION_TEXTS: Final = frozenset(
    [
        "id",
        "code",
        "group",
        "name",
        "starts",
        "ends",
        "start",
        "end",
        "level",
        "basis",
        "need_basis",
        "refund",
        "round_at",
    ]
)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """Rules of a file, and what is worth knowing about it."""

    rules: tuple[Rule, ...]
    notes: tuple[Problem, ...]


def read_rules(path: Path, name: str, known: Known) -> Imported:
    """Every rule of the file. FileRefused with each problem's line, column and remedy; then nothing is taken."""
    log = ProblemLog(file=name)
    rules: list[Rule] = []
    taken: set[str] = set()
    unread: set[str] = set()
    _same_currency(path, known.names.currency, log)
    for row in rows_of(path, name, log):
        cells = {key: value for key, value in row.cells.items() if value not in (None, "")}
        if not cells:
            continue
        before = replace(known, taken=known.taken | taken)
        rule = _from_notation(row, cells, log) if "benefit" in cells and _is_notation(cells) else _from_words(
            row, cells, before, log, unread)  # fmt: skip
        if rule is None:
            continue
        if rule.id in taken:
            log.stop(
                f"The id {rule.id} is there already.",
                "Give each rule an id of its own.",
                line=row.line,
                column="id",
                field="id",
                zh=f"编号 {rule.id} 已经存在，请为每条规则使用不同的编号。",
            )
            continue
        taken.add(rule.id)
        rules.append(rule)
    if len(rules) > _MOST:
        log.stop(f"There are more than {_MOST} rules.", "Split the file.", zh=f"规则超过 {_MOST} 条，请拆分文件。")
    for column in sorted(unread):
        log.note(
            f"The column {column} is not read.",
            "Rename it, or leave it.",
            column=column,
            zh=f"“{column}”列未读取，如有需要请更改列名。",
        )
    if not rules and not log.errors:
        log.stop(
            "There is no rule in the file.",
            "Put one rule on each line below the headings.",
            line=1,
            zh="文件中没有规则，请在表头下每行写一条。",
        )
    log.refuse()
    return Imported(rules=tuple(rules), notes=tuple(log.kept))


def _same_currency(path: Path, currency: str, log: ProblemLog) -> None:
    """A document in the notation names the currency of its minor units."""
    said = re.match(r'\s*\{\s*"currency"\s*:\s*"(\w+)"', path.read_bytes()[:400].decode("utf-8", "ignore"))
    if said and said[1] != currency:
        log.stop(
            f"The amounts are in {said[1]}, not in {currency}.", f"Write them in {currency}.", line=1, column="currency",
            field="currency", zh=f"文件中的金额以 {said[1]} 计，而非 {currency}，请改用 {currency}。",
        )  # fmt: skip


def rules_as_csv(rules: Sequence[Rule], names: Names, lang: Lang) -> str:
    """A spreadsheet of rules in words, which `read_rules` reads back."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["编号", "活动名称", "优惠", "开始", "结束"] if lang == "zh" else ["id", "name", "offer", "starts", "ends"]
    )
    for rule in rules:
        said = tell_rule(replace(rule, starts=None, ends=None), lang, names)
        period = [one.astimezone(names.zone).isoformat() if one else "" for one in (rule.starts, rule.ends)]
        writer.writerow([guarded(rule.id), guarded(rule.name.text(lang)), guarded(said), *period])
    return out.getvalue()


def _is_notation(cells: Mapping[str, Any]) -> bool:
    benefit = cells["benefit"]
    return isinstance(benefit, dict) or str(benefit).lstrip().startswith("{")


def _from_notation(row: Row, cells: Mapping[str, Any], log: ProblemLog) -> Rule | None:
    data: dict[str, Any] = {}
    for key, value in cells.items():
        field = key.replace(" ", "_")
        try:
            data[field] = _notation_value(field, value)
        except json.JSONDecodeError as error:
            log.stop(
                f"This is no JSON: {error.msg}.",
                "Mend the cell.",
                line=row.line,
                column=field,
                field=field,
                zh=f"JSON 格式有误（{error.msg}），请修改此单元格。",
            )
            return None
    try:
        return rule_from(data)
    except NotationError as error:
        for one in error.problems:
            log.stop(one.message, one.remedy, line=row.line, column=one.column or one.field, field=one.field, zh=one.zh)
        return None


def _notation_value(field: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = unguarded(value.strip())
    if text[:1] in ("{", "["):
        return json.loads(text)
    if field in _NOTATION_TEXTS:
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return int(text) if text.lstrip("-").isdigit() else text


def _from_words(row: Row, cells: Mapping[str, Any], known: Known, log: ProblemLog, unread: set[str]) -> Rule | None:
    """A row whose cells are put together to a sentence; each stretch of it remembers its column."""
    by_field: dict[str, tuple[str, str]] = {}
    for column, value in cells.items():
        field = _fields().get(column)
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
    offer = _offer(by_field)
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
    text, places = _joined(_stretches(by_field, offer))
    heard = hear(text, known)
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


Stretch = tuple[str, str, str]
"""Column, field and words."""


def _offer(by_field: Mapping[str, tuple[str, str]]) -> str | None:
    """The offer in words; None for a bare number of which no column says what it is."""
    offer = by_field["offer"][1]
    if _RATE.fullmatch(offer) and "discount" in by_field["offer"][0].lower():
        return f"{offer} off"
    if not _NUMBER.fullmatch(offer):
        return offer
    return _with_kind(offer, _kind(by_field), by_field.get("threshold", ("", ""))[1])


def _kind(by_field: Mapping[str, tuple[str, str]]) -> str:
    return by_field.get("kind", ("", ""))[1].casefold()


def _stretches(by_field: Mapping[str, tuple[str, str]], offer: str) -> list[Stretch]:
    found = [(by_field["offer"][0], "offer", offer)]
    for field, make in _SAID.items():
        column, text = by_field.get(field, ("", ""))
        said = make(text) if text and not (field == "threshold" and _kind(by_field) in _EVERY) else ""
        if said:
            found.append((column, field, said))
    return found


def _with_kind(number: str, kind: str, threshold: str) -> str | None:
    """A bare number by what another column says it is."""
    if kind in _LEFT:
        return f"{number}折"
    if kind in _RATES:
        return f"{number}% off"
    if kind in _EVERY:
        return f"every {threshold} minus {number}"
    if kind in _PRICES:
        return f"一口价{number}"
    if kind in _AMOUNTS:
        return f"{number} off" if threshold and threshold.casefold() not in _NONE else f"{number} off the order"
    return None


def _threshold(text: str) -> str:
    if text.casefold() in _NONE or text in ("0", "0.00"):
        return ""
    return f"满{text}" if _NUMBER.fullmatch(text) or re.fullmatch(r"\d+\s?[件个]", text) else text


def _stacking(text: str) -> str:
    flag = parse_flag(text)
    if flag is None:
        return text
    return "" if flag else "not with any other offer"


def _counted(words: str) -> Callable[[str], str]:
    """A bare number in words; other words as they stand."""

    def said(text: str) -> str:
        bare = text.removesuffix(".0")
        if text.casefold() in _NONE:
            return ""
        return words.format(bare) if bare.isdigit() else text

    return said


_SAID: Final[Mapping[str, Callable[[str], str]]] = {
    "threshold": _threshold,
    "goods": lambda text: text,
    "who": lambda text: "" if text.casefold() in _EVERYBODY else text,
    "code": lambda text: f"code {text}",
    "per_user": _counted("{} times per customer"),
    "total": _counted("{} uses in all"),
    "cap": lambda text: f"at most {text} off an order" if _NUMBER.fullmatch(text) else text,
    "stacking": _stacking,
    "funding": lambda text: f"the platform pays {text}" if text.endswith("%") else text,
}


def _joined(stretches: Sequence[Stretch]) -> tuple[str, list[tuple[int, str, str]]]:
    text, places = "", []
    for column, field, words in stretches:
        text += ", " if text else ""
        places.append((len(text), column, field))
        text += words
    return text, places


def _moment(
    by_field: Mapping[str, tuple[str, str]], field: str, row: Row, known: Known, log: ProblemLog
) -> datetime | None:
    column, text = by_field.get(field, ("", ""))
    if not text or text.casefold() in _NONE:
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


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, str]:
    """Headings as compared, to fields."""
    return {heading(name): field for field, names in _lines() for name in names}


def _lines() -> Iterator[tuple[str, list[str]]]:
    for line in files(__package__).joinpath("columns.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            field, _, names = line.partition(" = ")
            yield field, [name.strip() for name in names.split(",")]
