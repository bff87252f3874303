"""A shop's synonyms in a file: CSV or JSON, one row each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast

from mercery.core.errors import Invalid
from mercery.core.files.amounts import parse_flag
from mercery.core.files.formulas import guarded, unguarded
from mercery.core.files.problems import ProblemLog
from mercery.core.files.rows import rows_of
from mercery.core.files.tabular import Row
from mercery.core.files.twice import Once
from mercery.core.i18n import Lang, Words, lang_from_tag
from mercery.search.desk.own_synonym import MOST_ROWS, OwnSynonym, SynonymKind, checked

COLUMNS: Final = ("kind", "words", "finds", "language", "note", "active")
_BETWEEN: Final = re.compile(r"[|;；、，\n]|,(?!\d)")
_SAID: Final[dict[str, SynonymKind]] = {
    "": "same", "same": "same", "synonym": "same", "two-way": "same", "two way": "same", "both": "same", "同义": "same",
    "finds": "finds", "one-way": "finds", "one way": "finds", "oneway": "finds", "单向": "finds", "也搜索": "finds",
    "apart": "apart", "different": "apart", "不同义": "apart",
}  # fmt: skip


def read_synonyms(path: Path, name: str) -> list[OwnSynonym]:
    """The rows of a file; Invalid names line, column and remedy of everything that cannot be used."""
    log = ProblemLog(name)
    found: list[OwnSynonym] = []
    once = Once(what=Words("row", "内容"), name="words", column="words")
    for row in rows_of(path, name, log):
        if len(found) >= MOST_ROWS:
            log.stop(
                f"There are more than {MOST_ROWS} rows.",
                "Split the file.",
                line=row.line,
                zh=f"超过 {MOST_ROWS} 行，请拆分文件。",
            )
            break
        made = _row(row, log)
        if made is None:
            continue
        if problem := once.again(made.identity, row.line, " | ".join(made.words)):
            log.take([problem])
            continue
        found.append(made)
    log.refuse()
    if not found:
        log.stop(
            "There is no row in it.",
            f"Write the columns {', '.join(COLUMNS)}; words apart by |.",
            line=1,
            zh=f"文件中没有内容。请写出这些列：{'、'.join(COLUMNS)}，词语以 | 分隔。",
        )
        log.refuse()
    return found


def _row(row: Row, log: ProblemLog) -> OwnSynonym | None:
    said = row.get("kind", "type", "类型").strip().casefold()
    tag = row.get("language", "lang", "语言").strip()
    flag = row.get("active", "启用").strip()
    active = parse_flag(flag) if flag else True
    lang = lang_from_tag(tag) if tag else ""
    means = _words(row.get("finds", "means", "finds too", "也搜索"))
    kind = "finds" if not said and means else _SAID.get(said)
    before = log.errors
    if kind is None:
        log.stop(
            f"“{said}” is no kind of row.",
            "Write same, finds or apart.",
            line=row.line,
            column="kind",
            zh=f"“{said}”不是可用的类型，请填写 same、finds 或 apart。",
        )
    if lang is None:
        log.stop(
            f"“{tag}” is no language of the shop.",
            "Write en, zh, or nothing.",
            line=row.line,
            column="language",
            zh=f"“{tag}”不是本店使用的语言，请填写 en、zh，或留空。",
        )
    if active is None:
        log.stop(
            f"“{flag}” says neither yes nor no.",
            "Write yes or no.",
            line=row.line,
            column="active",
            zh=f"“{flag}”无法识别，请填写 yes 或 no。",
        )
    if kind is None or log.errors > before:
        return None
    try:
        return checked(
            OwnSynonym(
                kind=kind,
                words=_words(row.get("words", "synonyms", "terms", "词", "词语")),
                means=means,
                lang=cast(Lang, lang or ""),
                note=unguarded(row.get("note", "备注")),
                active=bool(active),
            )
        )
    except Invalid as error:
        for one in error.problems:
            column = {"means": "finds", "lang": "language"}.get(one.field or "", one.field)
            log.stop(one.message, one.remedy, line=row.line, column=column, field=one.field, zh=one.zh)
        return None


def _words(cell: str) -> tuple[str, ...]:
    return tuple(unguarded(word.strip()) for word in _BETWEEN.split(unguarded(cell)) if word.strip())


def write_synonyms(rows: Iterable[OwnSynonym]) -> str:
    """The same as CSV, which can be imported again."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in rows:
        cells = (one.kind, "|".join(one.words), "|".join(one.means), one.lang, one.note, "yes" if one.active else "no")
        table.writerow([guarded(cell) for cell in cells])
    return out.getvalue()
