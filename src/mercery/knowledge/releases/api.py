"""Releases and own questions for programs with an API key."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.i18n import Lang
from mercery.knowledge.releases import questions, service
from mercery.knowledge.releases.effects import EffectKind, Outcome
from mercery.knowledge.releases.release import ItemKind, Release, ReleaseState
from mercery.knowledge.releases.service import Check
from mercery.knowledge.releases.shop_question import Expects, ShopQuestion
from mercery.web.database import Db
from mercery.web.exact import Flag

router = APIRouter(prefix="/api/v1/releases", tags=["releases"])
questions_router = APIRouter(prefix="/api/v1/questions", tags=["releases"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ANSWERS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ANSWERS_WRITE))]


class ItemOut(BaseModel):
    """One version of a release."""

    kind: ItemKind
    key: str
    does: str
    after_version: int
    recorded_version: int
    state: str


class CheckOut(BaseModel):
    """What the newest check found. `fresh`: nothing was recorded since."""

    id: str
    state: str
    fresh: bool
    done: int
    total: int
    fails: bool | None = None
    verdict: str = ""
    effects: dict[EffectKind, int] = Field(default_factory=dict)
    own: dict[Outcome, int] = Field(default_factory=dict)
    clashes: int = 0


class ReleaseOut(BaseModel):
    """A release with what it holds."""

    number: int
    state: ReleaseState
    reason: str
    published_at: datetime | None
    items: list[ItemOut]
    check: CheckOut | None = None


class ReleasesOut(BaseModel):
    """The newest releases."""

    items: list[ReleaseOut]


class PublishIn(BaseModel):
    """`check`: id of the check that was looked at; `despite`: why it is right although that finds trouble."""

    model_config = ConfigDict(extra="forbid")
    check: str = Field("", max_length=40)
    despite: str = Field("", max_length=500)


class RollBackIn(BaseModel):
    """`partly`: leave what somebody changed since, take the rest back."""

    model_config = ConfigDict(extra="forbid")
    reason: str = Field(min_length=1, max_length=500)
    partly: Flag = False


class QuestionIn(BaseModel):
    """A question of the shop's own and what counts as right."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(min_length=1, max_length=500)
    language: Lang
    expects: Expects
    key: str = Field("", max_length=80)
    words: list[str] = Field(default_factory=list, max_length=12)
    owner: str = Field("", max_length=200)
    active: Flag = True


class QuestionOut(QuestionIn):
    """The same with its id."""

    id: str


class QuestionsOut(BaseModel):
    """All own questions."""

    items: list[QuestionOut]


@router.get("")
async def list_releases(session: Db, key: Reader) -> ReleasesOut:
    """The fifty newest releases. Scope `answers:read`."""
    return ReleasesOut(items=[_out(one) for one in await service.releases(session, key.shop_id)])


@router.get("/{number:int}")
async def read_release(session: Db, key: Reader, number: int) -> ReleaseOut:
    """One release with its newest check. Scope `answers:read`."""
    return await _with_check(session, key.shop_id, number)


@router.post("/gather")
async def gather(session: Db, key: Writer) -> ReleasesOut:
    """Take the approved drafts that wait into the open release; empty when none waits. Scope `answers:write`."""
    made = await service.take_up(session, key.shop_id, key.actor)
    found = [await service.release(session, key.shop_id, made.number)] if made.number else []
    return ReleasesOut(items=[_out(one) for one in found])


@router.post("/{number:int}/check", status_code=202)
async def check_release(session: Db, key: Writer, number: int) -> ReleaseOut:
    """Have it checked in the background; read the release to see how far it is. Scope `answers:write`."""
    shop = await accounts.shop(session, key.shop_id)
    await service.begin(session, shop, key.actor, number)
    return await _with_check(session, key.shop_id, number)


@router.post("/{number:int}/publish")
async def publish_release(session: Db, key: Writer, number: int, sent: PublishIn) -> ReleaseOut:
    """Record all of it, or nothing. Scope `answers:write`."""
    shop = await accounts.shop(session, key.shop_id)
    made = await service.publish(session, shop, key.actor, number, seen=sent.check, despite=sent.despite)
    return _out(made)


@router.post("/{number:int}/rollback")
async def roll_back_release(session: Db, key: Writer, number: int, sent: RollBackIn) -> ReleaseOut:
    """Record what held before it again. Scope `answers:write`."""
    shop = await accounts.shop(session, key.shop_id)
    return _out(await service.roll_back(session, shop, key.actor, number, reason=sent.reason, partly=sent.partly))


@questions_router.get("")
async def list_questions(session: Db, key: Reader) -> QuestionsOut:
    """Every own question. Scope `answers:read`."""
    return QuestionsOut(items=[_question(one) for one in await questions.questions(session, key.shop_id)])


@questions_router.post("", status_code=201)
async def add_question(session: Db, key: Writer, sent: QuestionIn) -> QuestionOut:
    """Keep a question. Scope `answers:write`."""
    made = ShopQuestion(
        text=sent.question, lang=sent.language, expects=sent.expects, key=sent.key, words=tuple(sent.words),
        owner=sent.owner, active=sent.active,
    )  # fmt: skip
    return _question(await questions.add(session, key.shop_id, key.actor, made))


async def _with_check(session: Db, shop_id: str, number: int) -> ReleaseOut:
    found = await service.release(session, shop_id, number)
    return _out(found, await service.latest(session, shop_id, found))


def _out(one: Release, check: Check | None = None) -> ReleaseOut:
    return ReleaseOut(
        number=one.number,
        state=one.state,
        reason=one.reason,
        published_at=one.published_at,
        items=[
            ItemOut(
                kind=item.kind, key=item.key, does=item.does, after_version=item.after_version,
                recorded_version=item.recorded_version, state=item.state,
            )
            for item in one.inside
        ],
        check=_check(check) if check else None,
    )  # fmt: skip


def _check(check: Check) -> CheckOut:
    out = CheckOut(id=check.id, state=check.state, fresh=check.fresh, done=check.done, total=check.total)
    if check.findings is None:
        return out
    found = check.findings
    return out.model_copy(
        update={
            "fails": found.fails, "verdict": found.verdict.en, "effects": dict(found.counts), "own": dict(found.own),
            "clashes": len(found.clashes),
        }
    )  # fmt: skip


def _question(one: ShopQuestion) -> QuestionOut:
    return QuestionOut(
        id=one.id, question=one.text, language=one.lang, expects=one.expects, key=one.key, words=list(one.words),
        owner=one.owner, active=one.active,
    )  # fmt: skip
