"""Own questions in a file: CSV or JSON, one question a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast

from mercery.core.errors import Invalid
from mercery.core.files.formulas import guarded, unguarded
from mercery.core.files.problems import ProblemLog
from mercery.core.files.rows import rows_of
from mercery.core.files.tabular import Row
from mercery.core.i18n import Lang, lang_from_tag
from mercery.knowledge.releases.shop_question import Expects, ShopQuestion, checked

COLUMNS: Final = ("question", "language", "expects", "key", "words", "owner", "active")
MOST: Final = 2_000
_BETWEEN: Final = re.compile(r"[|\n]")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_NO: Final = frozenset(("no", "false", "0", "否", "停用"))
_SAID_OTHERWISE: Final[dict[str, Expects]] = {
    "a person": "person", "human": "person", "hand over": "person", "真人": "person", "转真人": "person",
    "答复": "answer", "政策": "policy", "包含": "words", "contains": "words", "不作答": "declined", "refused": "declined",
}  # fmt: skip


def read_questions(path: Path, name: str) -> list[ShopQuestion]:
    """The questions of a file; Invalid names line, column, field and remedy of everything that cannot be used."""
    log = ProblemLog(name)
    found: list[ShopQuestion] = []
    for row in rows_of(path, name, log):
        if len(found) >= MOST:
            log.stop(
                f"There are more than {MOST} questions.",
                "Split the file.",
                line=row.line,
                zh=f"问题超过 {MOST} 条，请拆分文件。",
            )
            break
        made = _question(row)
        try:
            found.append(checked(made))
        except Invalid as error:
            for problem in error.problems:
                log.stop(
                    problem.message,
                    problem.remedy,
                    line=row.line,
                    column=_column(problem.field),
                    field=problem.field,
                    zh=problem.zh,
                )
    log.refuse()
    if not found:
        log.stop(
            "There is no question in it.",
            f"Write a column {', '.join(COLUMNS[:4])}.",
            line=1,
            zh=f"文件中没有问题，请写出这些列：{'、'.join(COLUMNS[:4])}。",
        )
        log.refuse()
    return found


def _column(field: str | None) -> str:
    return {"text": "question", "lang": "language"}.get(field or "", field or "")


def _question(row: Row) -> ShopQuestion:
    text = unguarded(row.get("question", "text", "问题"))
    said = row.get("expects", "expected", "期望").strip().lower().replace("_", " ")
    key = row.get("key", "answer", "answer key", "键")
    words = tuple(
        word.strip() for word in _BETWEEN.split(unguarded(row.get("words", "contains", "包含"))) if word.strip()
    )
    given = row.get("language", "lang", "语言")
    lang = lang_from_tag(given) if given else ("zh" if _CHINESE.search(text) else "en")
    return ShopQuestion(
        text=text, lang=lang or cast(Lang, given), expects=_expects(said, key), key=key, words=words,
        owner=unguarded(row.get("owner", "负责人")), active=row.get("active", "启用").lower() not in _NO,
    )  # fmt: skip


def _expects(said: str, key: str) -> Expects:
    if not said:
        return "answer" if key else "words"
    return _SAID_OTHERWISE.get(said, cast(Expects, said))


def write_questions(questions: Iterable[ShopQuestion]) -> str:
    """The same as CSV. Questions may be a customer's own words: no spreadsheet takes them for formulas."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in questions:
        active = "yes" if one.active else "no"
        cells = (one.text, one.lang, one.expects, one.key, "|".join(one.words), one.owner, active)
        table.writerow([guarded(cell) for cell in cells])
    return out.getvalue()
