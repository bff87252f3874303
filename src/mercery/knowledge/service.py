"""What a shop can do with its approved answers. Every function works inside the caller's transaction."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Lang, Words
from mercery.core.statements import Asked
from mercery.knowledge import repository
from mercery.knowledge.agreement import Disagreement, disagreeing
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.book import AnswerBook, LaterIndex, no_vector
from mercery.knowledge.health.holds import holds_in_force, stay_held
from mercery.knowledge.meaning import Vector
from mercery.knowledge.retrieval import AnswerIndex, texts_of
from mercery.knowledge.semantics import Semantics, semantics_in_use
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force

_KEY = re.compile(r"[^a-z0-9]+")
_Mark = tuple[int, str]
_SUPPOSED: Final = 2_000_000_000
"""A version that no writer ever reaches."""
_answers: dict[str, tuple[_Mark, list[ApprovedAnswer], frozenset[tuple[str, int]]]] = {}
_disagreements: dict[str, tuple[int, list[Disagreement]]] = {}
_indexes: dict[str, tuple[_Mark, LaterIndex, LaterIndex]] = {}
_by_meaning: dict[str, tuple[_Mark, Mapping[Lang, AnswerIndex]]] = {}
_building: dict[str, asyncio.Task[None]] = {}


async def answers(session: AsyncSession, shop_id: str) -> list[ApprovedAnswer]:
    """The newest version of every answer, withdrawn ones included."""
    return await repository.newest(session, shop_id)


async def answers_in_force(
    session: AsyncSession, shop_id: str, lang: Lang | None = None, at: datetime | None = None
) -> list[ApprovedAnswer]:
    """What may be said at `at` (now when None), written in `lang` when one is named."""
    moment = at or now()
    _, newest, _ = await _newest(session, shop_id)
    return [one for one in newest if one.holds_at(moment) and (lang is None or one.answer.has(lang))]


async def answer(session: AsyncSession, shop_id: str, key: str) -> ApprovedAnswer:
    """The newest version of the answer `key`; NotFound."""
    return (await versions(session, shop_id, key))[0][0]


async def versions(session: AsyncSession, shop_id: str, key: str) -> list[tuple[ApprovedAnswer, str, str]]:
    """All versions of an answer, newest first, with who recorded each and why; NotFound."""
    found = await repository.versions(session, shop_id, key)
    if not found:
        raise NotFound(f"There is no answer '{key}'.", zh="没有这条答复，请返回答复列表。")
    return found


async def record_answers(
    session: AsyncSession, shop_id: str, actor: Actor, drafts: Sequence[ApprovedAnswer], *, reason: str
) -> list[ApprovedAnswer]:
    """Record several answers at once, each as the next version of its key."""
    known = {one.key: one.version for one in await repository.newest(session, shop_id)}
    made = [checked(replace(one, id="", version=known.get(one.key, 0) + 1, recorded_at=now())) for one in drafts]
    repository.add(session, shop_id, made, by=actor.name or actor.id, reason=reason)
    await session.flush()
    keys = [one.key for one in made]
    await record(session, shop_id, actor, "answer.record", f"{len(made)} answers", after={"keys": keys}, reason=reason)
    return made


async def record_answer(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    draft: ApprovedAnswer,
    *,
    reason: str,
    after_version: int | None = None,
) -> ApprovedAnswer:
    """Record the next version of one answer; Conflict when somebody recorded one after `after_version`."""
    draft = checked(replace(draft, key=draft.key or key_for(draft.question)))
    await repository.lock(session, shop_id, draft.key)
    found = await repository.versions(session, shop_id, draft.key)
    before = found[0][0] if found else None
    if after_version is not None and (before.version if before else 0) != after_version:
        raise Conflict(
            "Somebody changed this answer meanwhile.",
            remedy="Reload the page and look at the newest version.",
            zh="此答复刚被他人更改，请刷新页面查看最新版本。",
        )
    made = replace(draft, id="", version=(before.version if before else 0) + 1, recorded_at=now())
    repository.add(session, shop_id, [made], by=actor.name or actor.id, reason=reason)
    await session.flush()
    action = "answer.retire" if made.status == "retired" else "answer.record"
    await record(
        session,
        shop_id,
        actor,
        action,
        made.key,
        before=_json(before) if before else None,
        after=_json(made),
        reason=reason,
    )
    if before is not None and (made.answer, made.sources) == (before.answer, before.sources):
        await stay_held(session, shop_id, actor, made.key, since=before.version, version=made.version)
    return made


async def suppose(session: AsyncSession, shop_id: str, draft: ApprovedAnswer) -> None:
    """Let `draft` be the newest version of its key from now on, in a transaction that the caller takes back: to see what
    would be said if it were recorded. Nothing is noted, nobody is told, no writer waits."""
    draft = checked(replace(draft, key=draft.key or key_for(draft.question)))
    made = replace(draft, id="", version=_SUPPOSED, valid_from=None, recorded_at=now())
    repository.add(session, shop_id, [made], by="", reason="")
    await session.flush()


async def retire_answer(session: AsyncSession, shop_id: str, actor: Actor, key: str, *, reason: str) -> ApprovedAnswer:
    """Withdraw an answer: from now on it is not said."""
    current = await answer(session, shop_id, key)
    return await record_answer(session, shop_id, actor, replace(current, status="retired"), reason=reason)


def checked(draft: ApprovedAnswer) -> ApprovedAnswer:
    """The draft, if it can be kept; Invalid names what is missing."""
    if not draft.key:
        raise Invalid(
            "An answer needs a key.",
            remedy="Give it a short name such as gift-wrapping.",
            zh="答复需要名称，请起一个简短的英文名称，例如 gift-wrapping。",
        )
    if not (draft.question.en or draft.question.zh):
        raise Invalid(
            f"Answer '{draft.key}' has no question.",
            remedy="Write the question in at least one language.",
            zh="此答复没有问题，请至少用一种语言填写。",
        )
    if draft.status == "approved" and not (draft.answer.en or draft.answer.zh):
        raise Invalid(
            f"Answer '{draft.key}' has no text.",
            remedy="Write the answer in at least one language.",
            zh="此答复没有内容，请至少用一种语言填写。",
        )
    return draft


def key_for(question: Words) -> str:
    """A key made of the question's words; Chinese-only questions get a dated one."""
    plain = _KEY.sub("-", question.en.lower()).strip("-")[:60].strip("-")
    return plain or f"answer-{now():%Y%m%d%H%M%S%f}"


async def disagreements(session: AsyncSession, shop_id: str, at: datetime | None = None) -> list[Disagreement]:
    """Answers in force that contradict the policies they are linked to: they are not said until mended."""
    policies = await policies_in_force(session, shop_id, at)
    return _disagreeing(shop_id, await answers_in_force(session, shop_id, at=at), policies)


def _disagreeing(shop_id: str, said: Sequence[ApprovedAnswer], policies: Sequence[Policy]) -> list[Disagreement]:
    """`disagreeing`, worked out anew only when an answer or a policy is another: every message asks for it."""
    # Ids too: what is only supposed always has the same version.
    mark = hash((tuple((one.key, one.id) for one in said), tuple((one.key, one.id) for one in policies)))
    known = _disagreements.get(shop_id)
    if known is None or known[0] != mark:
        known = (mark, disagreeing(said, {policy.key: policy.statement for policy in policies}))
        _disagreements[shop_id] = known
    return known[1]


async def answers_to_say(
    session: AsyncSession, shop_id: str, lang: Lang, at: datetime | None = None
) -> list[ApprovedAnswer]:
    """The answers in force that are written in `lang` and contradict no policy: what a page may show."""
    _, newest, holds = await _newest(session, shop_id)
    in_force = [one for one in newest if one.holds_at(at or now())]
    policies = await policies_in_force(session, shop_id, at)
    withheld = {one.key for one in _disagreeing(shop_id, in_force, policies)} | _held(newest, holds)
    return [one for one in in_force if one.answer.has(lang) and one.key not in withheld]


async def answer_book(
    session: AsyncSession, shop_id: str, at: datetime | None = None, *, policies: Sequence[Policy] | None = None
) -> AnswerBook:
    """The answers in force with their index, which is built anew only when an answer was recorded.

    Meaning is added by a task of its own, so that no message waits for a model: until it is there, words decide.
    `policies`: those in force at `at`, where the caller has read them.
    """
    stamp, newest, holds = await _newest(session, shop_id)
    mark, in_force = _mark_of(stamp, newest, at or now())
    known = _indexes.get(shop_id)
    if known is None or known[0] != mark:
        before = known[1:] if known is not None else ()
        known = (mark, LaterIndex(in_force, "en"), LaterIndex(in_force, "zh"))
        # What is asked here was asked before: built beside the loop, so that no other customer waits for it.
        await _build([new for new, old in zip(known[1:], before, strict=False) if old.built])
        _indexes[shop_id] = known
    await _build([one for one in known[1:] if one.building])
    if policies is None:
        policies = await policies_in_force(session, shop_id, at)
    disagree = _disagreeing(shop_id, in_force, policies)
    withheld = frozenset(one.key for one in disagree) | _held(newest, holds)
    semantics = semantics_in_use()
    meant = _by_meaning.get(shop_id)
    deep: Mapping[Lang, AnswerIndex] = {}
    vector_of: Callable[[str, Lang], Vector | None] = no_vector
    if meant is not None and meant[0] == mark and semantics is not None:
        deep, vector_of = meant[1], semantics.of_message
    elif semantics is not None and semantics.ready and at is None:
        _start_building(shop_id, mark, in_force, semantics)
    return AnswerBook({one.key: one for one in in_force}, withheld, known[1], known[2], deep, vector_of)


def answers_asked(shop_id: str) -> Asked[tuple[int, str]]:
    """What `answer_book` asks first, to be read ahead."""
    return repository.stamp_asked(shop_id)


async def learn_meaning(database: Database, shop_id: str) -> None:
    """Have the answers in force known by meaning before the first message, where a command can wait for that."""
    semantics = semantics_in_use()
    if semantics is None:
        return
    async with database.session() as session:
        mark, in_force = await _marked(session, shop_id, None)
    await _learn(shop_id, mark, in_force, semantics)


async def learn_meaning_within(session: AsyncSession, shop_id: str) -> None:
    """`learn_meaning` of what this transaction sees, supposed answers too."""
    semantics = semantics_in_use()
    if semantics is not None:
        await _learn(shop_id, *await _marked(session, shop_id, None), semantics)


async def warm(database: Database, shop_id: str) -> None:
    """Have everything built that the first messages would wait for. Beside the loop: nobody else waits either."""
    async with database.session() as session:
        await answer_book(session, shop_id)
    await _build(_indexes[shop_id][1:])
    await learn_meaning(database, shop_id)


async def _build(indexes: Sequence[LaterIndex]) -> None:
    for index in indexes:
        await asyncio.to_thread(index.build)


async def prepare(texts: Sequence[str]) -> None:
    """Have the vectors of a message and its parts asked for where that takes a call: before any transaction."""
    semantics = semantics_in_use()
    if semantics is not None:
        await semantics.prepare(texts)


async def _marked(session: AsyncSession, shop_id: str, at: datetime | None) -> tuple[_Mark, list[ApprovedAnswer]]:
    """The answers in force, and what changes when any of them does."""
    stamp, newest, _ = await _newest(session, shop_id)
    return _mark_of(stamp, newest, at or now())


def _mark_of(stamp: _Mark, newest: Sequence[ApprovedAnswer], moment: datetime) -> tuple[_Mark, list[ApprovedAnswer]]:
    in_force = [one for one in newest if one.listens_at(moment)]
    keys = "|".join(f"{one.key}@{one.version}" for one in in_force)
    return (stamp[0], f"{stamp[1]}:{hash(keys)}"), in_force


def _held(newest: Sequence[ApprovedAnswer], holds: Collection[tuple[str, int]]) -> frozenset[str]:
    return frozenset(one.key for one in newest if (one.key, one.version) in holds)


async def held(session: AsyncSession, shop_id: str) -> frozenset[str]:
    """Keys of the answers whose newest version is held back, because its source says otherwise by now. What is withdrawn
    waits for nobody."""
    _, newest, holds = await _newest(session, shop_id)
    return frozenset(one.key for one in newest if one.status != "retired" and (one.key, one.version) in holds)


async def _newest(
    session: AsyncSession, shop_id: str
) -> tuple[_Mark, list[ApprovedAnswer], frozenset[tuple[str, int]]]:
    """The newest version of every answer, and the versions held back, with their stamp: read anew only when one changes."""
    stamp = await repository.stamp(session, shop_id)
    known = _answers.get(shop_id)
    if known is None or known[0] != stamp:
        known = (stamp, await repository.newest(session, shop_id), await holds_in_force(session, shop_id))
        _answers[shop_id] = known
    return known


def _start_building(shop_id: str, mark: _Mark, in_force: Sequence[ApprovedAnswer], semantics: Semantics) -> None:
    running = _building.get(shop_id)
    if running is None or running.done():
        _building[shop_id] = asyncio.create_task(_learn(shop_id, mark, in_force, semantics))


async def _learn(shop_id: str, mark: _Mark, in_force: Sequence[ApprovedAnswer], semantics: Semantics) -> None:
    if found := await asyncio.to_thread(indexes_by_meaning, in_force, semantics):
        _by_meaning[shop_id] = (mark, found)


def indexes_by_meaning(answers: Sequence[ApprovedAnswer], semantics: Semantics) -> dict[Lang, AnswerIndex]:
    """An index for each language whose meaning the model knows; none where the model fails."""
    found: dict[Lang, AnswerIndex] = {}
    for lang in semantics.langs:
        own = semantics.knowing(lang)
        # A shop that answers in one language alone does not have the other's model loaded.
        if own is None or not any(answer.asked_as(lang) for answer in answers):
            continue
        if own is not semantics and not own.ready:
            own.warm()
        vectors = own.of_texts(texts_of(answers, lang))
        if vectors is not None:
            found[lang] = AnswerIndex(answers, lang, vectors, own.ranking)
    return found


def _json(one: ApprovedAnswer) -> Json:
    return {
        "version": one.version,
        "status": one.status,
        "question": repository.words_json(one.question),
        "answer": repository.words_json(one.answer),
        "phrasings": {lang: list(texts) for lang, texts in one.phrasings.items()},
    }
