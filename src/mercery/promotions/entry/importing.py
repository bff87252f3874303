"""Rules from spreadsheets and JSON, and back.

A spreadsheet has the headings merchants use (`columns.txt`: 活动名称, 门槛, 优惠…) and cells as they write them: `满300减50`,
`8折`, `20% off`, dates of any usual form. Each row is read as plain language (`rows_in_words.py`); what is not understood
there refuses the file with line, column and remedy, and nothing of it is taken. A file in the notation is read by the
notation (`rows_in_notation.py`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mercery.core.errors import Problem
from mercery.core.files.formulas import guarded
from mercery.core.files.problems import ProblemLog
from mercery.core.files.rows import rows_of
from mercery.core.files.twice import Once
from mercery.core.i18n import Lang, Words
from mercery.promotions.entry.heard import Known
from mercery.promotions.entry.rows_in_notation import from_notation, is_notation
from mercery.promotions.entry.rows_in_words import from_words
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.rule import tell_rule

_MOST: Final = 200


@dataclass(frozen=True, kw_only=True)
class Imported:
    """Rules of a file, and what is worth knowing about it."""

    rules: tuple[Rule, ...]
    notes: tuple[Problem, ...]


def read_rules(path: Path, name: str, known: Known) -> Imported:
    """Every rule of the file. FileRefused with each problem's line, column and remedy; then nothing is taken."""
    log = ProblemLog(file=name)
    rules: list[Rule] = []
    once = Once(what=Words("id", "编号"), name="id", column="id", mend="rename")
    unread: set[str] = set()
    _same_currency(path, known.names.currency, log)
    for row in rows_of(path, name, log):
        cells = {key: value for key, value in row.cells.items() if value not in (None, "")}
        if not cells:
            continue
        before = replace(known, taken=known.taken | {one.id for one in rules})
        rule = from_notation(row, cells, log) if "benefit" in cells and is_notation(cells) else from_words(
            row, cells, before, log, unread)  # fmt: skip
        if rule is None:
            continue
        if problem := once.again(rule.id, row.line):
            log.take([problem])
            continue
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
