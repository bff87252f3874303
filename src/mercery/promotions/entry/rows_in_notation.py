"""A row whose cells are a rule in the notation, column by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from mercery.core.files.formulas import unguarded
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row
from mercery.promotions.rules.notation import NotationError, rule_from
from mercery.promotions.rules.rule import Rule

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


def is_notation(cells: Mapping[str, Any]) -> bool:
    """Whether the cells of a row with a benefit hold it as the notation does."""
    benefit = cells["benefit"]
    return isinstance(benefit, dict) or str(benefit).lstrip().startswith("{")


def from_notation(row: Row, cells: Mapping[str, Any], log: ProblemLog) -> Rule | None:
    """The rule; None where the cells are none, which is told in the log."""
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
