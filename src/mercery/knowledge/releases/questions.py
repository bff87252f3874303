"""The shop's own questions: kept, changed, imported, and how they came out. Works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Conflict, NotFound
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.knowledge.releases.effects import Outcome, OwnResult
from mercery.knowledge.releases.rehearsal import PastTurn
from mercery.knowledge.releases.shop_question import Expects, ShopQuestion, checked
from mercery.knowledge.releases.tables import QuestionResultRow, ShopQuestionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an own question came out in one check."""

    question_id: str
    at: datetime
    outcome: Outcome
    why: Words
    said: str
    said_before: str


async def questions(session: AsyncSession, shop_id: str) -> list[ShopQuestion]:
    """All of them, put-aside ones included, by text."""
    rows = await session.scalars(
        select(ShopQuestionRow)
        .where(ShopQuestionRow.shop_id == shop_id)
        .order_by(ShopQuestionRow.text, ShopQuestionRow.id)
    )
    return [_question(row) for row in rows]


async def question(session: AsyncSession, shop_id: str, question_id: str) -> ShopQuestion:
    """The question of this id; NotFound."""
    return _question(await _row(session, shop_id, question_id))


async def add(session: AsyncSession, shop_id: str, actor: Actor, made: ShopQuestion) -> ShopQuestion:
    """Keep a new question; Conflict when the same one is kept already."""
    made = checked(_tidy(made))
    for one in await questions(session, shop_id):
        if _same(one, made):
            raise Conflict(
                f"This question is kept already: “{one.text}”.",
                remedy="Change that one.",
                zh=f"已有这个问题：“{one.text}”，请直接修改该问题。",
            )
    row = ShopQuestionRow(id=new_id("own"), shop_id=shop_id, recorded_at=now(), recorded_by=actor.name or actor.id)
    _write(row, made, actor)
    session.add(row)
    await session.flush()
    await audit.record(session, shop_id, actor, "question.add", row.id, after=_json(made))
    return _question(row)


async def add_all(session: AsyncSession, shop_id: str, actor: Actor, made: Sequence[ShopQuestion]) -> tuple[int, int]:
    """Keep several; what is kept already gets what is expected now. How many are new and how many changed."""
    known = {(one.text.casefold(), one.lang): one for one in await questions(session, shop_id)}
    new = changed = 0
    for one in made:
        one = checked(_tidy(one))
        before = known.get((one.text.casefold(), one.lang))
        if before is None:
            added = await add(session, shop_id, actor, one)
            known[one.text.casefold(), one.lang] = added
            new += 1
        elif _expected(before) != _expected(one):
            await change(session, shop_id, actor, replace(one, id=before.id, source=before.source))
            changed += 1
    return new, changed


async def change(session: AsyncSession, shop_id: str, actor: Actor, made: ShopQuestion) -> ShopQuestion:
    """Change the question `made.id`."""
    row = await _row(session, shop_id, made.id)
    before = _question(row)
    made = checked(_tidy(made))
    for one in await questions(session, shop_id):
        if one.id != made.id and _same(one, made):
            raise Conflict(
                f"This question is kept already: “{one.text}”.",
                remedy="Change that one.",
                zh=f"已有这个问题：“{one.text}”，请直接修改该问题。",
            )
    _write(row, replace(made, source=before.source), actor)
    await session.flush()
    await audit.record(session, shop_id, actor, "question.change", row.id, before=_json(before), after=_json(made))
    return _question(row)


async def remove(session: AsyncSession, shop_id: str, actor: Actor, question_id: str) -> None:
    """Forget a question and how it came out."""
    row = await _row(session, shop_id, question_id)
    await audit.record(session, shop_id, actor, "question.remove", row.id, before=_json(_question(row)))
    await session.delete(row)
    await session.flush()


def of_turn(turn: PastTurn, finding_id: str = "") -> ShopQuestion:
    """An own question that expects what was told in a past turn. `finding_id`: of the finding that a person overruled, who
    thereby said that it was told right."""
    told = turn.told
    source = f"finding:{finding_id}" if finding_id else f"turn:{turn.id}"
    expects: Expects = "words"
    key, words = "", tuple[str, ...]()
    if told.answers:
        expects, key = "answer", told.answers[0]
    elif told.policies:
        expects, key = "policy", told.policies[0]
    elif told.sort == "declined":
        expects = "declined"
    elif told.to_person:
        expects = "person"
    else:
        words = (told.text[:200],)
    return ShopQuestion(text=turn.text, lang=turn.lang, expects=expects, key=key, words=words, source=source)


async def store_results(session: AsyncSession, shop_id: str, check_id: str, results: Iterable[OwnResult]) -> None:
    """Keep how each question came out; what was removed meanwhile is left out."""
    known = {one.id for one in await questions(session, shop_id)}
    for one in results:
        if one.id in known:
            session.add(
                QuestionResultRow(
                    check_id=check_id, question_id=one.id, shop_id=shop_id, at=now(),
                    before=one.outcome in ("passes", "broken"), after=one.outcome in ("passes", "mended"),
                    why={"en": one.why.en, "zh": one.why.zh}, said=one.said, said_before=one.said_before,
                )
            )  # fmt: skip


async def results(session: AsyncSession, shop_id: str, check_id: str) -> list[Result]:
    """How the questions came out in a check."""
    rows = await session.scalars(
        select(QuestionResultRow).where(QuestionResultRow.shop_id == shop_id, QuestionResultRow.check_id == check_id)
    )
    return [
        Result(
            question_id=row.question_id, at=row.at, outcome=_outcome(row.before, row.after),
            why=Words(str(row.why.get("en") or ""), str(row.why.get("zh") or "")), said=row.said,
            said_before=row.said_before,
        )
        for row in rows
    ]  # fmt: skip


def _outcome(before: bool, after: bool) -> Outcome:
    if after:
        return "passes" if before else "mended"
    return "broken" if before else "failing"


async def _row(session: AsyncSession, shop_id: str, question_id: str) -> ShopQuestionRow:
    row = await session.scalar(
        select(ShopQuestionRow)
        .where(ShopQuestionRow.shop_id == shop_id, ShopQuestionRow.id == question_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound(
            "There is no such question.",
            remedy="Go back to the list of questions.",
            zh="没有这个问题，请返回问题列表。",
        )
    return row


def _tidy(made: ShopQuestion) -> ShopQuestion:
    words = tuple(dict.fromkeys(word.strip() for word in made.words if word.strip()))
    key = made.key.strip() if made.expects in ("answer", "policy") else ""
    return replace(made, text=" ".join(made.text.split()), key=key, words=words, owner=made.owner.strip())


def _same(one: ShopQuestion, other: ShopQuestion) -> bool:
    return one.lang == other.lang and one.text.casefold() == other.text.casefold()


def _expected(one: ShopQuestion) -> tuple[object, ...]:
    return one.expects, one.key, one.words, one.owner, one.active


def _write(row: ShopQuestionRow, made: ShopQuestion, actor: Actor) -> None:
    row.text, row.lang, row.expects, row.key = made.text, made.lang, made.expects, made.key
    row.words, row.owner, row.active, row.source = list(made.words), made.owner, made.active, made.source
    row.changed_at, row.changed_by = now(), actor.name or actor.id


def _question(row: ShopQuestionRow) -> ShopQuestion:
    return ShopQuestion(
        id=row.id, text=row.text, lang=cast(Lang, row.lang), expects=cast(Expects, row.expects), key=row.key,
        words=tuple(str(word) for word in row.words), owner=row.owner, active=row.active, source=row.source,
        changed_at=row.changed_at, changed_by=row.changed_by,
    )  # fmt: skip


def _json(one: ShopQuestion) -> Json:
    return {
        "text": one.text, "lang": one.lang, "expects": one.expects, "key": one.key, "words": list(one.words),
        "owner": one.owner, "active": one.active,
    }  # fmt: skip
