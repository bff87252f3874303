"""Approved answers for programs with an API key."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang, Words
from mercery.knowledge import service
from mercery.knowledge.answer import AnswerStatus, ApprovedAnswer
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.review.by_hand import write
from mercery.web.database import Db
from mercery.web.exact import AwareMoment, Whole

router = APIRouter(prefix="/api/v1/answers", tags=["answers"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ANSWERS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ANSWERS_WRITE))]


class WordsIn(BaseModel):
    """A text in one or both languages."""

    model_config = ConfigDict(extra="forbid")
    en: str = Field("", max_length=5000)
    zh: str = Field("", max_length=5000)

    @property
    def words(self) -> Words:
        """As the rest of the code takes it."""
        return Words(self.en.strip(), self.zh.strip())


class AnswerIn(BaseModel):
    """The next version of an answer. `after_version`: the version you read, so that nobody's change is lost."""

    model_config = ConfigDict(extra="forbid")
    question: WordsIn
    answer: WordsIn
    phrasings: dict[Lang, list[str]] = Field(default_factory=dict)
    category: str = Field("", max_length=100)
    links: list[str] = Field(default_factory=list, max_length=50)
    owner: str = Field("", max_length=200)
    valid_from: AwareMoment | None = None
    valid_to: AwareMoment | None = None
    after_version: Whole | None = None
    reason: str = Field(min_length=1, max_length=300)


class AnswerOut(BaseModel):
    """An answer at its newest version."""

    key: str
    review: str = ""
    """Of what was sent and touches money or law: the draft that waits for two people to say yes. Nothing is live of it yet,
    and `version` is the one before."""
    version: int
    status: AnswerStatus
    question: WordsIn
    answer: WordsIn
    phrasings: dict[Lang, list[str]]
    category: str
    links: list[str]
    owner: str
    valid_from: datetime | None
    valid_to: datetime | None


class AnswersOut(BaseModel):
    """All answers of the shop."""

    items: list[AnswerOut]


@router.get("")
async def list_answers(session: Db, key: Reader) -> AnswersOut:
    """Every answer at its newest version, withdrawn ones included. Scope `answers:read`."""
    return AnswersOut(items=[_out(one) for one in await service.answers(session, key.shop_id)])


@router.get("/{name}")
async def read_answer(session: Db, key: Reader, name: str) -> AnswerOut:
    """One answer by its key. Scope `answers:read`."""
    return _out(await service.answer(session, key.shop_id, name))


@router.put("/{name}")
async def put_answer(session: Db, key: Writer, name: str, sent: AnswerIn, response: Response) -> AnswerOut:
    """Record the next version of an answer; it is live at once, and stands on the passages of the version before it. One that
    touches money or law waits for two people of the shop where the shop has them (202, with `review`). Scope
    `answers:write`."""
    answer_key = service.key_for(Words(name))
    draft = ApprovedAnswer(
        key=answer_key,
        sources=await _sources(session, key.shop_id, answer_key),
        question=sent.question.words,
        answer=sent.answer.words,
        phrasings={lang: tuple(texts) for lang, texts in sent.phrasings.items()},
        category=sent.category,
        links=tuple(sent.links),
        owner=sent.owner,
        valid_from=sent.valid_from,
        valid_to=sent.valid_to,
    )
    written = await write(session, key.shop_id, key.actor, draft, reason=sent.reason, after_version=sent.after_version)
    if written.answer is not None:
        return _out(written.answer)
    assert written.draft is not None
    response.status_code = 202
    return _out(replace(draft, version=written.draft.after_version)).model_copy(update={"review": written.draft.id})


@router.delete("/{name}")
async def retire_answer(session: Db, key: Writer, name: str, reason: str = "Withdrawn by a program.") -> AnswerOut:
    """Withdraw an answer: it is not said any more, its versions stay. Scope `answers:write`."""
    return _out(await service.retire_answer(session, key.shop_id, key.actor, name, reason=reason))


async def _sources(session: Db, shop_id: str, answer_key: str) -> tuple[SourceRef, ...]:
    """What the version before it stands on: an answer that loses its passages is no longer held against them."""
    try:
        return (await service.answer(session, shop_id, answer_key)).sources
    except NotFound:
        return ()


def _out(one: ApprovedAnswer) -> AnswerOut:
    return AnswerOut(
        key=one.key,
        version=one.version,
        status=one.status,
        question=WordsIn(en=one.question.en, zh=one.question.zh),
        answer=WordsIn(en=one.answer.en, zh=one.answer.zh),
        phrasings={lang: list(texts) for lang, texts in one.phrasings.items()},
        category=one.category,
        links=list(one.links),
        owner=one.owner,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )
