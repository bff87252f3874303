"""Findings as rows for other programs: CSV that no spreadsheet takes for formulas, and JSON. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from mercery.core.database import Json
from mercery.core.files.formulas import guarded
from mercery.inspection.finding import StoredFinding

COLUMNS: Final = (
    "id", "rule", "severity", "state", "at", "language", "agent", "agent_name", "conversation", "message", "quote", "why_en",
    "why_zh", "expected", "fact", "fact_id", "source_en", "in_force_at", "found_by",
)  # fmt: skip


def row(one: StoredFinding) -> Json:
    """One finding, flat."""
    known = one.known
    return {
        "id": one.id,
        "rule": one.rule.value,
        "severity": one.severity,
        "state": one.state,
        "at": one.at.isoformat(),
        "language": one.lang,
        "agent": one.agent.id,
        "agent_name": one.agent.name,
        "conversation": one.conversation_id,
        "message": one.message_id,
        "quote": one.quote,
        "why_en": one.why.en,
        "why_zh": one.why.zh,
        "expected": one.expected,
        "fact": f"{known.name}: {known.value}" if known and known.name else "",
        "fact_id": known.fact_id if known else "",
        "source_en": known.source.en if known else "",
        "in_force_at": known.at.isoformat() if known else "",
        "found_by": one.found_by,
    }


def csv_text(findings: Iterable[StoredFinding]) -> str:
    """A heading and a line for each finding. With a byte order mark, which spreadsheets need to read Chinese."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in findings:
        values = row(one)
        writer.writerow([guarded(str(values[name])) for name in COLUMNS])
    return out.getvalue()
