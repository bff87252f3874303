"""Values read out of titles and descriptions, for programs with an API key."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.claims.values import value_from_json, value_to_json
from mercery.studio.extracting import repository, service
from mercery.studio.extracting.draft import Draft, Run, RunState, State
from mercery.web.database import Db
from mercery.web.exact import Flag, Whole
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/attribute-drafts", tags=["catalog"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_WRITE))]


class WordsAt(BaseModel):
    """The words that say a value, and where they stand."""

    field: Literal["title", "description"]
    lang: Literal["en", "zh"]
    start: int
    stop: int
    text: str


class DraftOut(BaseModel):
    """A value that the words of a product name. `value` has the forms of `docs/reference/values.md`."""

    id: str
    product_id: str
    attribute: str
    label: dict[str, str]
    value: dict[str, Any]
    words: WordsAt
    reader: Literal["rules", "learnt", "model"]
    score: float
    state: State
    version: int
    read_at: datetime
    decided_at: datetime | None
    decided_by: str
    recorded: dict[str, Any] | None = None
    """What is recorded of the attribute already, where that is something."""


class DraftsOut(BaseModel):
    """A page of drafts, product by product."""

    items: list[DraftOut]
    total: int


class DecisionIn(BaseModel):
    """`version` as it was read, so that nobody decides on what another has changed. `value`: another value of the same
    kind. `replace`: even where another value is recorded."""

    model_config = ConfigDict(extra="forbid")
    act: Literal["accept", "refuse"]
    version: Whole
    value: dict[str, Any] | None = None
    replace: Flag = False


class RunIn(BaseModel):
    """What is to be read: products whose words have changed, or every one."""

    model_config = ConfigDict(extra="forbid")
    everything: Flag = False


class RunOut(BaseModel):
    """A reading of the catalogue."""

    id: str
    state: RunState
    total: int
    done: int
    found: int = Field(description="New drafts.")
    started_at: datetime
    ended_at: datetime | None


@router.get("")
async def drafts(
    session: Db, key: Reader, paging: Paging, state: State = "proposed",
    attribute: Annotated[str, Query(max_length=64)] = "", product_id: Annotated[str, Query(max_length=40)] = "",
    least: Annotated[float, Query(ge=0, le=1)] = 0,
) -> DraftsOut:  # fmt: skip
    """Drafts in one state, with what is recorded beside them. Scope `catalog:read`."""
    found = await repository.drafts(
        session, key.shop_id, (state,), attribute=attribute, product_id=product_id, least=least,
        offset=paging.offset, limit=paging.size,
    )  # fmt: skip
    total = await repository.count(
        session, key.shop_id, (state,), attribute=attribute, product_id=product_id, least=least
    )
    beside = {one.draft.id: one.recorded for one in await service.held(session, key.shop_id, found)}
    items = []
    for one in found:
        recorded = beside.get(one.id)
        items.append(_draft(one, value_to_json(recorded.value) if recorded is not None else None))
    return DraftsOut(items=items, total=total)


@router.post("/{draft_id}")
async def decide(session: Db, key: Writer, draft_id: str, sent: DecisionIn) -> DraftOut:
    """Accept a value, as it is or another, or refuse it. 409 when somebody was before you, or when another value is
    recorded and `replace` is not set. Scope `catalog:write`."""
    if sent.act == "refuse":
        return _draft(await service.refuse(session, key.shop_id, key.actor, draft_id, version=sent.version))
    value = value_from_json(sent.value) if sent.value is not None else None
    return _draft(
        await service.accept(
            session, key.shop_id, key.actor, draft_id, version=sent.version, value=value, replace=sent.replace
        )
    )


@router.post("", status_code=202)
async def read(session: Db, key: Writer, sent: RunIn) -> RunOut:
    """Have the catalogue read; 409 while it is. Scope `catalog:write`."""
    return _run(await service.start(session, key.shop_id, key.actor, everything=sent.everything))


@router.get("/run")
async def run(session: Db, key: Reader) -> RunOut | None:
    """The newest reading; null before the first. Scope `catalog:read`."""
    found = await service.running(session, key.shop_id)
    return _run(found) if found is not None else None


def _draft(one: Draft, recorded: dict[str, Any] | None = None) -> DraftOut:
    return DraftOut(
        id=one.id, product_id=one.product_id, attribute=one.attribute, label={"en": one.label.en, "zh": one.label.zh},
        value=value_to_json(one.value),
        words=WordsAt(field=one.field, lang=one.lang, start=one.start, stop=one.stop, text=one.words),
        reader=one.reader, score=one.score, state=one.state, version=one.version, read_at=one.read_at,
        decided_at=one.decided_at, decided_by=one.decided_by, recorded=recorded,
    )  # fmt: skip


def _run(one: Run) -> RunOut:
    return RunOut(
        id=one.id, state=one.state, total=one.total, done=one.done, found=one.found, started_at=one.started_at,
        ended_at=one.ended_at,
    )  # fmt: skip
