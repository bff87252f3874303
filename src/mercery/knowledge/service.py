"""Approved answers: recording versions, retiring, and the answers that may be said now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.events import Event, bus
from mercery.core.i18n import LANGS, Lang
from mercery.core.ids import new_id
from mercery.knowledge import repository
from mercery.knowledge.answer import ApprovedAnswer

_KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")
MOST_CHARACTERS: Final = 2000
MOST_PHRASINGS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersChanged(Event):
    """Approved answers were recorded or retired. Whoever answers customers reads them anew."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerVersion:
    """One version with its record."""

    answer: ApprovedAnswer
    recorded_by: str
    reason: str


async def all_answers(session: AsyncSession, shop_id: str) -> list[ApprovedAnswer]:
    """The newest version of every answer, retired ones too."""
    return await repository.newest(session, shop_id)


async def answers_in_force(
    session: AsyncSession, shop_id: str, lang: Lang | None = None, at: datetime | None = None
) -> list[ApprovedAnswer]:
    """The answers that may be said at `at` (now), in `lang` where one is named."""
    moment = at or now()
    held = [answer for answer in await repository.newest(session, shop_id) if answer.holds_at(moment)]
    return [answer for answer in held if lang is None or answer.answer.has(lang)]


async def answers_state(session: AsyncSession, shop_id: str) -> tuple[int, datetime | None]:
    """A value that differs after every change: the key of a cache."""
    return await repository.state(session, shop_id)


async def answer(session: AsyncSession, shop_id: str, key: str) -> ApprovedAnswer:
    """The newest version of the answer called `key`; NotFound."""
    return (await answer_history(session, shop_id, key))[0].answer


async def answer_history(session: AsyncSession, shop_id: str, key: str) -> list[AnswerVersion]:
    """All versions, newest first; NotFound."""
    found = await repository.versions(session, shop_id, key)
    if not found:
        raise NotFound(f"There is no answer '{key}'.")
    return [AnswerVersion(answer=one, recorded_by=by, reason=reason) for one, by, reason in found]


async def record_answer(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    draft: ApprovedAnswer,
    *,
    reason: str,
    after_version: int | None = None,
) -> ApprovedAnswer:
    """Add a version. Conflict when `after_version` (what the writer saw) is no longer the newest."""
    if problems := list(_problems(draft, reason)):
        raise Invalid("The answer cannot be used as it is.", remedy="Mend the fields named.", problems=problems)
    await _one_writer(session, shop_id)
    held = await repository.versions(session, shop_id, draft.key)
    newest = held[0][0] if held else None
    version = newest.version if newest else 0
    if after_version is not None and after_version != version:
        raise Conflict(f"Version {version} was recorded meanwhile.", remedy="Load the page again and repeat.")
    made = replace(draft, id=new_id("ans"), version=version + 1, recorded_at=now())
    repository.add(session, shop_id, made, by=actor.name, reason=reason.strip())
    await session.flush()
    await audit.record(
        session,
        shop_id,
        actor,
        "answer.retire" if made.status == "retired" else "answer.record",
        f"answer:{made.key}",
        before=_noted(newest) if newest else None,
        after=_noted(made),
        reason=reason.strip(),
    )
    await bus.publish(session, AnswersChanged(shop_id=shop_id, keys=(made.key,)))
    return made


async def record_answers(
    session: AsyncSession, shop_id: str, actor: Actor, drafts: Iterable[ApprovedAnswer], *, reason: str
) -> list[ApprovedAnswer]:
    """Record what differs from the newest versions; returns what was recorded. Doing it twice changes nothing."""
    held = {one.key: one for one in await repository.newest(session, shop_id)}
    made: list[ApprovedAnswer] = []
    for draft in drafts:
        if draft.key not in held or _content(held[draft.key]) != _content(draft):
            made.append(await record_answer(session, shop_id, actor, draft, reason=reason))
    return made


async def retire_answer(
    session: AsyncSession, shop_id: str, actor: Actor, key: str, *, reason: str, after_version: int | None = None
) -> ApprovedAnswer:
    """No longer say this answer; its versions stay."""
    held = await answer(session, shop_id, key)
    return await record_answer(
        session, shop_id, actor, replace(held, status="retired"), reason=reason, after_version=after_version
    )


def _problems(draft: ApprovedAnswer, reason: str) -> Iterable[Problem]:
    if not _KEY.match(draft.key):
        yield Problem(field="key", message=f"'{draft.key}' is not a key.", remedy="Use small letters, digits and -.")
    if not any(draft.question.has(lang) and draft.answer.has(lang) for lang in LANGS):
        yield Problem(
            field="question", message="Question and answer are missing.", remedy="Write both in one language at least."
        )
    if max(len(draft.answer.en), len(draft.answer.zh)) > MOST_CHARACTERS:
        yield Problem(field="answer", message=f"Longer than {MOST_CHARACTERS} characters.", remedy="Shorten it.")
    if any(len(texts) > MOST_PHRASINGS for texts in draft.phrasings.values()):
        yield Problem(field="phrasings", message=f"More than {MOST_PHRASINGS} phrasings.", remedy="Keep the best.")
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        yield Problem(field="valid_to", message="It would end before it begins.", remedy="Give a later end.")
    if not reason.strip():
        yield Problem(field="reason", message="Say why the answer changes.")


def _content(one: ApprovedAnswer) -> ApprovedAnswer:
    phrasings = {lang: tuple(one.phrasings.get(lang, ())) for lang in LANGS}
    return replace(one, id="", version=1, recorded_at=None, phrasings=phrasings)


def _noted(one: ApprovedAnswer) -> Json:
    return {
        "version": one.version,
        "status": one.status,
        "question": {"en": one.question.en, "zh": one.question.zh},
        "answer": {"en": one.answer.en, "zh": one.answer.zh},
    }


async def _one_writer(session: AsyncSession, shop_id: str) -> None:
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"answers:{shop_id}"}
    )
