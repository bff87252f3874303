"""Findings to take along: CSV and JSON, with the filters of the page."""

from __future__ import annotations

from typing import Annotated, Final, Literal, cast

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from mercery.accounts.web import CurrentShop
from mercery.core.i18n import Lang
from mercery.inspection import repository
from mercery.inspection.console.tabs import HOME, Judge, day
from mercery.inspection.export import csv_text, row
from mercery.inspection.finding import FindingFilter, FindingState
from mercery.inspection.rule import RuleId, Severity
from mercery.inspection.rule_texts import SEVERITY_WORDS
from mercery.web.database import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MOST: Final = 20_000


@router.get("/export.{kind}")
async def export(
    session: Db,
    staff: Judge,
    shop: CurrentShop,
    kind: Literal["csv", "json"],
    rule: str = "",
    agent: Annotated[str, Query(max_length=64)] = "",
    severity: str = "",
    state: str = "all",
    lang_: Annotated[str, Query(alias="in")] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """All findings that fit the filters, at most 20,000, worst first."""
    wanted = FindingFilter(
        rule=RuleId(rule) if rule in set(RuleId) else None,
        agent_id=agent,
        severity=cast("Severity | None", severity if severity in SEVERITY_WORDS else None),
        state=cast("FindingState | None", state if state in ("open", "agreed", "overruled") else None),
        lang=cast("Lang | None", lang_ if lang_ in ("en", "zh") else None),
        since=day(since, shop.timezone),
        until=day(until, shop.timezone, days=1),
    )
    found, _ = await repository.findings(session, shop.id, wanted, limit=MOST)
    headers = {"Content-Disposition": f'attachment; filename="findings.{kind}"'}
    if kind == "json":
        return JSONResponse({"findings": [row(one) for one in found]}, headers=headers)
    return Response(csv_text(found), media_type="text/csv; charset=utf-8", headers=headers)
