"""What inspection found, for programs with an API key."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.i18n import Lang, Words
from mercery.inspection import repository
from mercery.inspection.finding import FindingFilter, FindingState, StoredFinding
from mercery.inspection.rule import RuleId, Severity
from mercery.web.database import Db
from mercery.web.exact import Moment
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/inspection", tags=["inspection"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.INSPECTION_READ))]


class WordsOut(BaseModel):
    """A text in both languages."""

    en: str
    zh: str


class KnownOut(BaseModel):
    """The fact a finding rests on, as it stood at `in_force_at`."""

    name: str
    value: str
    fact_id: str
    source: WordsOut
    in_force_at: datetime


class FindingOut(BaseModel):
    """A fault in a message of a conversation. `found_by`: rules, gate or person."""

    id: str
    conversation_id: str
    message_id: str
    rule: RuleId
    severity: Severity
    state: FindingState
    lang: Lang
    at: datetime
    agent: str
    agent_name: str
    agent_kind: Literal["assistant", "person"]
    quote: str
    why: WordsOut
    expected: str
    known: KnownOut | None
    found_by: str


class FindingsOut(BaseModel):
    """One page of findings, worst first."""

    items: list[FindingOut]
    total: int


@router.get("/findings")
async def list_findings(
    session: Db,
    key: Reader,
    paging: Paging,
    rule: RuleId | None = None,
    severity: Severity | None = None,
    state: FindingState | None = None,
    agent: str = "",
    conversation: str = "",
    since: Moment | None = None,
    until: Moment | None = None,
) -> FindingsOut:
    """Findings, worst first; without `state` also those judged. Times without a zone are UTC. Scope `inspection:read`."""
    wanted = FindingFilter(
        rule=rule,
        severity=severity,
        state=state,
        agent_id=agent,
        conversation_id=conversation,
        since=since,
        until=until,
    )
    found, total = await repository.findings(session, key.shop_id, wanted, offset=paging.offset, limit=paging.size)
    return FindingsOut(items=[_out(one) for one in found], total=total)


def _out(one: StoredFinding) -> FindingOut:
    known = one.known
    return FindingOut(
        id=one.id,
        conversation_id=one.conversation_id,
        message_id=one.message_id,
        rule=one.rule,
        severity=one.severity,
        state=one.state,
        lang=one.lang,
        at=one.at,
        agent=one.agent.id,
        agent_name=one.agent.name,
        agent_kind=one.agent.kind,
        quote=one.quote,
        why=_words(one.why),
        expected=one.expected,
        known=KnownOut(
            name=known.name, value=known.value, fact_id=known.fact_id, source=_words(known.source), in_force_at=known.at
        )
        if known
        else None,
        found_by=one.found_by,
    )


def _words(words: Words) -> WordsOut:
    return WordsOut(en=words.text("en"), zh=words.text("zh"))
