"""Synonyms, merchandising rules and what was searched, for programs with an API key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.standing import Standing
from mercery.search.desk import naming_rules, report, service
from mercery.search.desk.conflicts import ConflictKind, conflicts
from mercery.search.desk.own_synonym import OwnSynonym, SynonymKind
from mercery.search.desk.report import QueryLine, Show, Span
from mercery.search.desk.rule import Act, Rule, ScopeKind, Target, TargetKind
from mercery.search.desk.rule import Scope as RuleScope
from mercery.web.database import Db
from mercery.web.exact import Flag, Moment, Whole
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/search", tags=["search"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.SEARCH_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.SEARCH_WRITE))]
_LONGEST: Final = 400
"""Days searches are kept."""


class SynonymIn(BaseModel):
    """`same`: all `words` mean each other. `finds`: who types one of `words` finds what is called by `finds` too.
    `apart`: the words are different although a common list joins them. `lang`: empty for both languages."""

    model_config = ConfigDict(extra="forbid")
    kind: SynonymKind = "same"
    words: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1, max_length=20)
    finds: list[str] = Field(default_factory=list, max_length=20)
    lang: Literal["", "en", "zh"] = ""
    note: str = Field("", max_length=300)
    active: Flag = True


class SynonymOut(SynonymIn):
    """A row with who changed it last."""

    id: str
    changed_at: datetime | None
    changed_by: str


class SynonymsOut(BaseModel):
    """All rows of the shop."""

    items: list[SynonymOut]


class TargetIn(BaseModel):
    """`product`: `value` is its id. Else all products with that value of a facet; `name` is the attribute's."""

    model_config = ConfigDict(extra="forbid")
    kind: TargetKind
    value: str = Field(max_length=200)
    name: str = Field("", max_length=80)


class WhereIn(BaseModel):
    """Certain searches, the page of a category by its handle, or every list."""

    model_config = ConfigDict(extra="forbid")
    kind: ScopeKind
    queries: list[str] = Field(default_factory=list, max_length=50)
    category: str = Field("", max_length=200)


class RuleIn(BaseModel):
    """A rule. `ends_at` has to be given: a time with its zone, or null for a rule that has no end on purpose."""

    model_config = ConfigDict(extra="forbid")
    act: Act
    target: TargetIn
    where: WhereIn
    place: Whole | None = None
    """Of a pin, from 1."""
    strength: Literal[1, 2, 3] = 2
    starts_at: Moment | None = None
    """Null: now."""
    ends_at: Moment | None
    reason: str = Field(max_length=500)
    active: Flag = True


class ConflictOut(BaseModel):
    """Another rule that wants something else of the same list; `wins` is the id of the one that has its way."""

    kind: ConflictKind
    other: str
    wins: str


class RuleOut(RuleIn):
    """A rule with how it stands and what gets in its way."""

    id: str
    standing: Standing
    changed_at: datetime
    changed_by: str
    conflicts: list[ConflictOut] = Field(default_factory=list)


class RulesOut(BaseModel):
    """All rules of the shop, the newest first."""

    items: list[RuleOut]


class QueryOut(BaseModel):
    """One query: numbers of visitors."""

    text: str
    lang: str
    visitors: int
    found: int
    """Pieces found the last time."""
    left_out: list[str]
    found_nothing: int
    opened: int
    into_bag: int
    bought: int
    said_otherwise: int


class QueriesOut(BaseModel):
    """Queries, those of most visitors first."""

    items: list[QueryOut]
    total: int


@router.get("/queries")
async def queries(
    session: Db,
    key: Reader,
    paging: Paging,
    show: Show = "frequent",
    days: Annotated[int, Query(ge=1, le=_LONGEST)] = 30,
) -> QueriesOut:
    """What visitors searched for: all, what found nothing, or what nobody opened anything from. Scope `search:read`."""
    span = Span(shop_id=key.shop_id, since=now() - timedelta(days=days), until=now())
    found, total = await report.lines(session, span, show, offset=paging.offset, limit=paging.size)
    return QueriesOut(items=[_query(line) for line in found], total=total)


@router.get("/synonyms")
async def synonyms(session: Db, key: Reader) -> SynonymsOut:
    """The shop's own rows. Scope `search:read`."""
    return SynonymsOut(items=[_synonym(one) for one in await service.synonyms(session, key.shop_id)])


@router.post("/synonyms", status_code=201)
async def add_synonym(session: Db, key: Writer, sent: SynonymIn) -> SynonymOut:
    """Add a row; searches follow at once. Scope `search:write`."""
    return _synonym(await service.save_synonym(session, key.shop_id, key.actor, _own(sent)))


@router.put("/synonyms/{synonym_id}")
async def change_synonym(session: Db, key: Writer, synonym_id: str, sent: SynonymIn) -> SynonymOut:
    """Change a row. Scope `search:write`."""
    return _synonym(await service.save_synonym(session, key.shop_id, key.actor, _own(sent, synonym_id)))


@router.delete("/synonyms/{synonym_id}", status_code=204)
async def remove_synonym(session: Db, key: Writer, synonym_id: str) -> None:
    """Remove a row; the record keeps what it said. Scope `search:write`."""
    await service.remove_synonym(session, key.shop_id, key.actor, synonym_id)


@router.get("/rules")
async def rules(session: Db, key: Reader) -> RulesOut:
    """Every merchandising rule, also those that ended. Scope `search:read`."""
    return RulesOut(items=[_rule(one) for one in await service.rules(session, key.shop_id)])


@router.post("/rules", status_code=201)
async def add_rule(session: Db, key: Writer, sent: RuleIn) -> RuleOut:
    """Add a rule; the answer names the rules it is in conflict with. Scope `search:write`."""
    return await _save(session, key, sent, "")


@router.put("/rules/{rule_id}")
async def change_rule(session: Db, key: Writer, rule_id: str, sent: RuleIn) -> RuleOut:
    """Change a rule. Scope `search:write`."""
    return await _save(session, key, sent, rule_id)


async def _save(session: Db, key: ApiKey, sent: RuleIn, rule_id: str) -> RuleOut:
    if any(moment is not None and moment.tzinfo is None for moment in (sent.starts_at, sent.ends_at)):
        raise Invalid(
            "A time has no zone.",
            remedy="Write it as 2026-12-24T18:00:00+01:00.",
            zh="时间没有注明时区，请写成 2026-12-24T18:00:00+01:00。",
        )
    moment = now()
    made = Rule(
        id=rule_id,
        act=sent.act,
        target=Target(kind=sent.target.kind, value=sent.target.value, name=sent.target.name),
        scope=RuleScope(kind=sent.where.kind, queries=tuple(sent.where.queries), category=sent.where.category),
        place=sent.place,
        strength=sent.strength,
        starts_at=sent.starts_at or moment,
        ends_at=sent.ends_at,
        reason=sent.reason,
        active=sent.active,
        made_at=moment,
        changed_at=moment,
    )
    kept = await service.save_rule(session, key.shop_id, key.actor, made)
    others = [one for one in await service.rules(session, key.shop_id) if one.standing(moment) != "ended"]
    shop = await accounts.shop(session, key.shop_id)
    clashes = conflicts(kept, others, await naming_rules.values(session, shop, others))
    found = [ConflictOut(kind=one.kind, other=one.other.id, wins=one.wins) for one in clashes]
    return _rule(kept).model_copy(update={"conflicts": found})


def _own(sent: SynonymIn, synonym_id: str = "") -> OwnSynonym:
    return OwnSynonym(
        id=synonym_id, kind=sent.kind, words=tuple(sent.words), means=tuple(sent.finds), lang=sent.lang,
        note=sent.note, active=sent.active,
    )  # fmt: skip


def _synonym(one: OwnSynonym) -> SynonymOut:
    return SynonymOut(
        id=one.id, kind=one.kind, words=list(one.words), finds=list(one.means), lang=one.lang, note=one.note,
        active=one.active, changed_at=one.changed_at, changed_by=one.changed_by,
    )  # fmt: skip


def _rule(one: Rule) -> RuleOut:
    return RuleOut(
        id=one.id,
        act=one.act,
        target=TargetIn(kind=one.target.kind, value=one.target.value, name=one.target.name),
        where=WhereIn(kind=one.scope.kind, queries=list(one.scope.queries), category=one.scope.category),
        place=one.place,
        strength=3 if one.strength == 3 else 1 if one.strength == 1 else 2,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        reason=one.reason,
        active=one.active,
        standing=one.standing(now()),
        changed_at=one.changed_at,
        changed_by=one.changed_by,
    )


def _query(line: QueryLine) -> QueryOut:
    return QueryOut(
        text=line.text, lang=line.lang, visitors=line.visitors, found=line.found, left_out=list(line.relaxed),
        found_nothing=line.nothing, opened=line.clicked, into_bag=line.carted, bought=line.bought,
        said_otherwise=line.turned,
    )  # fmt: skip
