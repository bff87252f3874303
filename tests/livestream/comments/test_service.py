"""Comments in a real database: taken in once, masked, queued, answered, spoken or written, looked at by people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.conversed import ConversedTurns
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.experiments.service import variant_for
from mercery.experiments.tables import CostRow
from mercery.livestream.comments import service
from mercery.livestream.comments.answering import answer
from mercery.livestream.comments.comment import Answered, Comment, Incoming
from mercery.livestream.comments.gaps import AskedOnAir
from mercery.livestream.comments.queue import SAID_LATELY, TOO_LATE
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveCommentRow, LiveTurnRow

CLAIRE = Actor(kind="staff", id="stf_1", name="Claire")
Say = Callable[..., Awaitable[Comment]]


@pytest.fixture
def say(database: Database, shop: Shop, show: Show) -> Say:
    """A viewer writes."""
    numbers = count(1)

    async def write(text: str, name: str = "Anna", author: str = "", **more: object) -> Comment:
        number = next(numbers)
        one = Incoming(text=text, name=name, author=author or f"vis_{number}", source_id=f"c{number}", **more)  # type: ignore[arg-type]
        async with database.session() as session:
            return await service.take_in(session, shop, show, one)

    return write


async def take(database: Database, show: Show, first: str = "") -> Comment | None:
    async with database.session() as session:
        return await service.next_to_answer(session, show.id, first=first)


async def answered(database: Database, shop: Shop, show: Show) -> Answered:
    """The next one's answer, spoken to its end where there is something to speak."""
    taken = await take(database, show)
    assert taken is not None
    made = await answer(database, shop, show, taken)
    if made.lines:
        async with database.session() as session:
            await service.speaking(session, taken.id, now())
            await service.said(session, taken.id, now())
    return made


async def kept(database: Database, shop: Shop, comment: Comment) -> Comment:
    async with database.session() as session:
        return await service.comment(session, shop.id, comment.id)


async def test_a_comment_is_taken_in_once_masked_and_with_the_piece_on_the_counter(
    database: Database, shop: Shop, show: Show, saddle_bag: str
) -> None:
    one = Incoming(text="how heavy? mail lea@example.com", name="Lea K.", author="vis_1", source_id="7")
    async with database.session() as session:
        first = await service.take_in(session, shop, show, one)
        again = await service.take_in(session, shop, show, one)
        other = await service.take_in(
            session, shop, show, Incoming(text="hi", source="douyin", source_id="7", author="o1")
        )
    assert first.id == again.id != other.id
    assert (first.text, first.name, first.state, first.product_id) == (
        "how heavy? mail [e-mail]",
        "Lea",
        "received",
        saddle_bag,
    )
    assert other.visitor_id.startswith("lva_") and "o1" not in other.visitor_id
    assert other.called("en") == "A viewer" and other.called("zh") == "一位观众"


async def test_a_hidden_comment_is_shown_again_by_a_person_on_record(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    hidden = await say("Follow me for fakes")
    assert (hidden.state, hidden.reason) == ("hidden", "fakes") and await take(database, show) is None
    async with database.session() as session:
        assert await service.comments(session, show.id) == []
        assert len(await service.comments(session, show.id, hidden=True)) == 1
        assert (await service.unhide(session, shop, CLAIRE, hidden.id)).state == "received"
        assert (await service.hide(session, shop, CLAIRE, hidden.id)).reason == "person"
        _, actions = await audit.actors_and_actions(session, shop.id)
    assert {"live.comment.show", "live.comment.hide"} <= set(actions)


async def test_the_host_speaks_facts_to_the_viewer_and_never_the_viewers_words(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    await say("Is it real leather?")
    made = await answered(database, shop, show)
    (line,) = made.lines
    assert line.text.startswith("Yes, Anna, the Saddle Bag is made of full-grain calfskin") and line.sentence.fact_ids
    assert (line.kind, line.mood, line.gesture, line.comment_id) == ("answer", "glad", "nod", made.comment.id)
    assert made.written is not None and made.written.body.evidence and made.written.body.sentences[0].fact_ids
    after = await kept(database, shop, made.comment)
    assert after.state == "answered" and after.spoken_at is not None and after.answer == made.written
    await say("能装下 iPad 吗？", name="全场免费")
    made = await answered(database, shop, show)
    assert made.lines[0].lang == "zh" and "27 × 19 × 9" in made.lines[1].text
    assert not any("免费" in line.text or "iPad" in line.text for line in made.lines)
    async with database.session() as session:
        assert await session.scalar(select(func.count(LiveTurnRow.id))) == 2
        assert await session.scalar(select(func.count()).where(CostRow.feature == "live")) == 2


async def test_who_bargains_hears_the_price_and_a_person_sees_it(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    asked = await say("Can you do €1,100?", name="Marc L.")
    made = await answered(database, shop, show)
    assert [line.text for line in made.lines] == [
        "Marc, the Saddle Bag costs €1,480, tax included.", "I cannot go below that.",
    ]  # fmt: skip
    after = await kept(database, shop, asked)
    assert (after.state, after.reason) == ("passed", "haggling") and after.answer is not None
    assert after.answer.text.endswith("I have passed your question to Claire.") and "1,100" not in after.answer.text
    async with database.session() as session:
        assert (await service.settled(session, shop, CLAIRE, asked.id)).state == "written"


async def test_nothing_personal_is_answered_on_air(database: Database, shop: Shop, show: Show, say: Say) -> None:
    for text in (
        "where is my order?",
        "我的快递到哪了",
        "what is the address of Harper Li?",
        "my card 6228480000000000 was charged?",
    ):
        await say(text, name="Tom")
        made = await answered(database, shop, show)
        assert made.outcome == "private" and made.written is not None and made.written.private
        assert not any(sign.isdigit() for line in made.lines for sign in line.text)
        assert bool(made.lines) is (text == "where is my order?"), "what was said a moment ago is only written"


async def test_what_nobody_knows_is_a_gap_and_goes_to_a_person_at_most_twice(
    database: Database, shop: Shop, show: Show, say: Say, saddle_bag: str
) -> None:
    for text in ("does it come with a dust bag?", "is the strap removable?", "is it good for a wedding?"):
        await say(text, author="vis_9")
    states = [(await kept(database, shop, (await answered(database, shop, show)).comment)).state for _ in range(3)]
    assert sorted(states) == ["passed", "passed", "written"]
    async with database.session() as session:
        asked = await AskedOnAir(ConversedTurns()).unanswered(session, shop, now() - timedelta(hours=1))
    assert len(asked) == 3 and all(one.product_ids == (saddle_bag,) and one.at_stake for one in asked)
    assert asked[0].link.startswith(f"/console/live/{show.id}")


async def test_a_viewer_of_the_hold_out_is_passed_to_a_person_whatever_the_facts_know(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    async with database.session() as session:
        held = replace(await accounts.shop(session, shop.id), holdouts={"live": 0.5})
        await accounts.update_shop(session, shop.id, CLAIRE, holdouts={"live": 0.5})
    without = next(name for name in (f"vis_h{n}" for n in range(99)) if variant_for(held, "live", name) == "holdout")
    asked = await say("What is the Saddle Bag made of?", author=without)
    assert await take(database, show) is None
    kept_now = await kept(database, shop, asked)
    assert (kept_now.state, kept_now.reason, kept_now.answer) == ("passed", "holdout", None)


async def test_the_same_question_of_many_has_one_answer_for_all(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    first, second = await say("how much is it?"), await say("what's the price of this one", name="Ben")
    third = await say("how heavy is it", name="Zoe")
    made = await answered(database, shop, show)
    assert made.lines[0].text.startswith("Anna, and all who asked: the Saddle Bag costs €1,480")
    one, other = await kept(database, shop, first), await kept(database, shop, second)
    assert one.state == other.state == "answered" and other.same_as == one.id and other.answer == one.answer
    assert (await answered(database, shop, show)).comment.id == third.id
    await say("how much does it cost", name="Eva")
    late = await answered(database, shop, show)
    assert not late.lines and late.written is not None and late.written.again
    assert late.written.text.startswith("As I said a moment ago: ") and late.comment.state == "written"


async def test_who_buys_comes_before_who_chats_and_nobody_is_taken_twice(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    texts = ("so pretty", "are you a robot?", "what is your return policy", "is it in stock?", "thank you")
    said = {text: await say(text, author=f"vis_{number}") for number, text in enumerate(texts)}
    wanted = said["are you a robot?"]
    assert (await take(database, show, first=wanted.id) or said["so pretty"]).id == wanted.id
    taken = [one.text for one in [await take(database, show), await take(database, show)] if one is not None]
    assert taken == ["is it in stock?", "what is your return policy"] and await take(database, show) is None
    left = [await kept(database, shop, said[text]) for text in ("so pretty", "thank you")]
    assert [(one.state, one.reason) for one in left] == [("left", "chat"), ("left", "courtesy")]


async def test_what_somebody_died_over_waits_again_and_what_is_too_late_is_left(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    mine, old = await say("how heavy is it"), await say("how much is it")
    assert await take(database, show) is not None
    async with database.session() as session:
        row = await session.get(LiveCommentRow, old.id)
        assert row is not None
        row.taken_at, row.state = now() - timedelta(minutes=1), "answering"
    assert {one.id for one in [await take(database, show), await take(database, show)] if one} == {mine.id, old.id}
    async with database.session() as session:
        for row in await session.scalars(select(LiveCommentRow)):
            row.state, row.at = "waiting", now() - TOO_LATE - SAID_LATELY
    assert await take(database, show) is None and (await kept(database, shop, mine)).reason == "late"


async def test_a_comment_whose_answer_fails_each_time_is_left_and_a_reply_to_an_old_one_is_spoken(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    fails, old = await say("how heavy is it"), await say("how much is it")
    async with database.session() as session:
        for row in await session.scalars(select(LiveCommentRow)):
            row.state, row.at, row.taken_at = "answering", now() - TOO_LATE * 2, now() - timedelta(minutes=1)
    async with database.session() as session:
        await service.reply(session, shop, CLAIRE, old.id, "It weighs 690 grams.")
    taken = await take(database, show)
    assert taken is not None and taken.id == old.id
    assert (await kept(database, shop, fails)).reason == "late"


async def test_what_is_hidden_while_its_answer_is_made_is_not_spoken_to(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    asked = await say("how heavy is it")
    taken = await take(database, show)
    async with database.session() as session:
        await service.hide(session, shop, CLAIRE, asked.id)
    assert taken is not None and (await answer(database, shop, show, taken)).lines == ()
    assert (await kept(database, shop, asked)).state == "hidden"


async def test_a_persons_reply_is_the_persons_and_spoken_only_through_the_gate(
    database: Database, shop: Shop, show: Show, say: Say
) -> None:
    asked = await say("does it come with a dust bag?")
    for text, spoken in (("It weighs 780 g.", ["Anna, it weighs 780 g."]), ("It weighs 500 g and is free today.", [])):
        async with database.session() as session:
            await service.reply(session, shop, CLAIRE, asked.id, text)
        made = await answered(database, shop, show)
        assert [line.text for line in made.lines] == spoken and all(line.sentence.fact_ids for line in made.lines)
        after = await kept(database, shop, asked)
        assert after.answer is not None and (after.answer.text, after.answer.by) == (text, "Claire")
        assert after.state == ("answered" if spoken else "written")
