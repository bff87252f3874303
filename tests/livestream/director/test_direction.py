"""A show is directed: what is said, in which order, and what is kept of it."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select, update
from tests.livestream.director.quiet_engine import QuietEngines
from tests.livestream.director.standing_in import ME, Script, comment, directed, line, show_on_air

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.livestream import repository
from mercery.livestream.command import CommandKind, ask
from mercery.livestream.comments.queue import tell
from mercery.livestream.director import lease
from mercery.livestream.director.obeying import LATE
from mercery.livestream.engine.protocol import Still
from mercery.livestream.tables import LiveCommandRow, LiveSaidRow, LiveStatusRow

ANNA = Actor(kind="staff", id="stf_anna", name="Anna")


async def asked(on_air: Any, kind: CommandKind, **details: Any) -> int:
    async with on_air.database.session() as session:
        return await ask(session, on_air.shop.id, on_air.show.id, kind, ANNA, details)


async def outcome(on_air: Any, number: int) -> str:
    for _ in range(300):
        async with on_air.database.session() as session:
            row = await session.get(LiveCommandRow, number)
            if row is not None and row.done_at is not None:
                return str(row.outcome)
        await asyncio.sleep(0.02)
    raise AssertionError("it was not done")


async def test_lines_are_said_one_after_the_other_none_twice_and_kept_with_their_moments(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 8)
    assert len(set(on_air.said)) == len(on_air.said)
    async with database.session() as session:
        kept = list(await session.scalars(select(LiveSaidRow).order_by(LiveSaidRow.id)))
    assert [one.text for one in kept] == on_air.said[: len(kept)]
    assert len(kept) >= 7
    assert all(a.ended_at is not None and a.ended_at <= b.began_at for a, b in pairwise(kept))


async def test_what_no_longer_holds_is_taken_back_and_the_change_is_said_next(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 2)
        on_air.script.false = {f"Sentence {n} about prd_bag." for n in range(1, 12)}
        on_air.script.moved = {"prd_bag"}
        on_air.direction._minding.look_at_shelf()
        before = len(on_air.said)
        await on_air.until(lambda: "It is sold out now." in on_air.said)
        # At most the sentence that was being said, or was due within the same moment, comes before it.
        assert on_air.said.index("It is sold out now.") <= before + 1
        at = len(on_air.said)
        await on_air.until(lambda: len(on_air.said) >= at + 3)
        assert not set(on_air.said[at:]) & on_air.script.false


async def test_an_answer_is_said_at_the_next_sentence_end_before_the_script(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 2)
        on_air.comments.waiting.append(comment(on_air.show, 1))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: on_air.comments.states.get("lcm_1") == "answered")
        at = on_air.said.index("To lcm_1: yes.")
        assert on_air.said[at + 1] == "To lcm_1: and more."


async def test_a_comment_that_was_waited_for_while_the_host_was_silent_is_answered_aloud(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 2)
        air = on_air.direction.air
        on_air.comments.ready.clear()
        air.taken = True
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: on_air.comments.waited_for > 0)
        air.taken = False
        on_air.comments.waiting.append(comment(on_air.show, 1))
        on_air.comments.ready.set()
        await on_air.until(lambda: on_air.comments.states.get("lcm_1") == "answered")
        assert "To lcm_1: yes." in on_air.said


async def test_a_long_answer_gives_way_to_another_and_is_brought_to_its_end_when_nobody_waits(
    database: Database, home: object
) -> None:
    long = "To lcm_1: it is lined with suede from end to end, and its hardware is of brass."
    async with directed(database, *await show_on_air(database), engines=QuietEngines(4.0)) as on_air:
        on_air.comments.long["lcm_1"] = long
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.comments.waiting.append(comment(on_air.show, 1))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: long in on_air.said)
        on_air.comments.waiting.append(comment(on_air.show, 2))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: on_air.comments.states.get("lcm_1") == "answered", 10)
    at = on_air.said.index(long)
    assert on_air.said[at + 1 : at + 3] == ["To lcm_2: yes.", "To lcm_2: and more."]
    assert on_air.said[at + 3] == f"Back to the question before: {long}"
    async with database.session() as session:
        kept = {one.text: one.cut for one in await session.scalars(select(LiveSaidRow).order_by(LiveSaidRow.id))}
    assert kept["To lcm_1: it is lined with suede from end to end,"], "of what was left no more is kept than was heard"
    assert kept[f"Back to the question before: {long}"] is False


async def test_a_long_answer_others_wait_behind_is_pointed_at_and_one_nobody_waits_behind_is_said(
    database: Database, home: object
) -> None:
    long = (
        "{}: it has so much to be said of it that nobody who waits behind it would ever come to hear a word of theirs."
    )
    async with directed(database, *await show_on_air(database), engines=QuietEngines(4.0)) as on_air:
        on_air.comments.long |= {f"lcm_{number}": long.format(number) for number in (1, 2, 3)}
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.comments.waiting += [comment(on_air.show, number) for number in (1, 2, 3)]
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: list(on_air.comments.states.values()).count("answered") == 2, 20)
    answers = [text for text in on_air.said if text[0].isdigit() or text.startswith("lcm_")]
    assert answers == ["lcm_1, the answer stands under your comment.", long.format(3)]
    assert on_air.comments.states["lcm_2"] == "written", "two are not pointed at in a row"


async def test_what_is_left_of_an_answer_waits_for_one_that_is_being_worked_out(
    database: Database, home: object
) -> None:
    long = "To lcm_1: it is lined with suede from end to end, and its hardware is of brass."
    async with directed(database, *await show_on_air(database), engines=QuietEngines(4.0)) as on_air:
        on_air.comments.long["lcm_1"] = long
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.comments.waiting.append(comment(on_air.show, 1))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: long in on_air.said)
        on_air.comments.waiting.append(comment(on_air.show, 2))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: "To lcm_2: yes." in on_air.said, 10)
        on_air.comments.thought_out.clear()
        on_air.comments.waiting.append(comment(on_air.show, 3))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: on_air.direction.air.spoken() is None, 10)
        await asyncio.sleep(0.3)
        assert not any(text.startswith("Back to") for text in on_air.said)
        on_air.comments.thought_out.set()
        await on_air.until(lambda: on_air.comments.states.get("lcm_1") == "answered", 10)
    at = on_air.said.index("To lcm_3: yes.")
    assert on_air.said[at + 2] == f"Back to the question before: {long}"


async def test_that_a_question_went_to_a_person_is_not_said_twice_within_a_minute(
    database: Database, home: object
) -> None:
    passed = "I have passed your question to a colleague."
    async with directed(database, *await show_on_air(database)) as on_air:
        on_air.comments.long |= {"lcm_1": passed, "lcm_2": f"Ben, {passed}"}
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.comments.waiting += [comment(on_air.show, number) for number in (1, 2, 3)]
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: set(on_air.comments.states.values()) == {"answered", "written"}, 10)
        await on_air.until(lambda: on_air.comments.states.get("lcm_3") == "answered", 10)
    assert [text for text in on_air.said if text.endswith(passed)] == [passed]
    assert on_air.comments.states == {"lcm_1": "answered", "lcm_2": "written", "lcm_3": "answered"}


@pytest.mark.slow
async def test_when_many_ask_some_are_answered_in_writing_and_the_show_goes_on(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.comments.waiting += [comment(on_air.show, number) for number in range(60)]
        on_air.direction.air.asked = 60
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: list(on_air.comments.states.values()).count("answered") >= 6)
        assert len(on_air.direction.air.waiting.answers) <= 8


@pytest.mark.slow
async def test_without_facts_nothing_is_said_and_with_them_the_show_goes_on(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 2)
        on_air.script.away = True
        await asyncio.sleep(0.6)
        quiet = len(on_air.said)
        await asyncio.sleep(0.8)
        assert len(on_air.said) == quiet
        on_air.script.away = False
        await on_air.until(lambda: len(on_air.said) > quiet + 1)


@pytest.mark.slow
async def test_a_voice_that_fails_says_the_same_line_once_it_is_back(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        on_air.voice.fails = 2
        await on_air.until(lambda: len(on_air.said) >= 3)
        assert on_air.said[0] == "Sentence 1 about prd_bag."


async def test_the_kill_switch_silences_within_half_a_second_until_somebody_lets_go(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        began = asyncio.get_running_loop().time()
        number = await asked(on_air, "kill")
        await on_air.until(lambda: on_air.engine.still is not None)
        # On a machine that is shared, as much longer as others have it to do.
        share = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert asyncio.get_running_loop().time() - began < 0.5 * share
        assert await outcome(on_air, number) == ""
        quiet = len(on_air.said)
        await asyncio.sleep(0.7)
        assert len(on_air.said) == quiet
        await asked(on_air, "revive")
        await on_air.until(lambda: len(on_air.said) > quiet)


async def test_what_was_asked_before_the_show_began_is_not_done(database: Database, home: object) -> None:
    shop, show = await show_on_air(database)
    async with database.session() as session:
        number = await ask(session, shop.id, show.id, "end", ANNA)
        await session.execute(update(LiveCommandRow).values(at=now() - timedelta(minutes=5)))
    async with directed(database, shop, show) as on_air:
        assert await outcome(on_air, number) == LATE
        await on_air.until(lambda: len(on_air.said) >= 1)


async def test_a_new_engine_is_told_first_how_the_switch_stands(database: Database, home: object) -> None:
    shop, show = await show_on_air(database)
    async with database.session() as session:
        await ask(session, shop.id, show.id, "kill", ANNA)
    async with directed(database, shop, show) as on_air:
        await on_air.until(lambda: on_air.engines.engines and on_air.engine.still is not None)
        assert isinstance(on_air.engine.got[0], Still)
        assert on_air.said == []


async def test_an_engine_found_stopped_goes_on_where_the_switch_was_let_go_meanwhile(
    database: Database, home: object
) -> None:
    shop, show = await show_on_air(database)
    async with directed(database, shop, show) as on_air:
        await on_air.until(lambda: on_air.engines.engines and len(on_air.said) >= 1)
        await outcome(on_air, await asked(on_air, "kill"))
        engine, engines = on_air.engine, on_air.engines
    assert engine.still is not None
    engines.adopt = engine
    while not engine._out.empty():
        engine._out.get_nowait()
    async with database.session() as session:
        await ask(session, shop.id, show.id, "revive", ANNA)
        # The command itself was done by a director that is gone.
        await session.execute(update(LiveCommandRow).values(done_at=func.now()))
    async with directed(database, shop, show, engines=engines) as second:
        await second.until(lambda: engine.still is None)
        assert second.engines.engines == [engine]


async def test_nothing_is_said_to_a_comment_somebody_hid_meanwhile(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        await outcome(on_air, await asked(on_air, "hold"))
        waiting = on_air.direction.air.waiting
        waiting.answers.extend(
            line(f"To {name}: yes.", kind="answer", comment_id=name) for name in ("lcm_hidden", "lcm_other")
        )
        async with database.session() as session:
            await tell(session, on_air.show.id, "lcm_hidden", "hidden")
        await on_air.until(lambda: all(one.comment_id != "lcm_hidden" for one in waiting.answers))
        await asked(on_air, "release")
        await on_air.until(lambda: "To lcm_other: yes." in on_air.said)
    assert "To lcm_hidden: yes." not in on_air.said


async def test_an_answer_of_which_one_sentence_no_longer_holds_stays_written_as_a_whole(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.script.false = {"To lcm_1: yes."}
        on_air.comments.waiting.append(comment(on_air.show, 1))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: on_air.comments.states.get("lcm_1") == "written")
        at = len(on_air.said)
        await on_air.until(lambda: len(on_air.said) >= at + 2)
    assert not [one for one in on_air.said if one.startswith("To lcm_1")]


async def test_an_answer_that_waits_long_to_be_spoken_is_not_spoken_twice(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        await outcome(on_air, await asked(on_air, "hold"))
        words = "Yes, it is lined, and the lining is of the same leather as the outside, from one and the same hide."
        on_air.direction.air.waiting.answers.append(line(words, kind="answer", comment_id="lcm_1"))
        # It has waited so long that it is handed out once more.
        on_air.comments.waiting.append(comment(on_air.show, 1))
        await asked(on_air, "release")
        await on_air.until(lambda: not on_air.comments.waiting and words in on_air.said)
        at = len(on_air.said)
        await on_air.until(lambda: len(on_air.said) >= at + 2)
    assert "To lcm_1: yes." not in on_air.said


async def test_a_price_that_ends_while_it_would_be_said_is_not_said(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        words = "It is eighty euros less than it was, as long as the clock has not struck."
        ends = now() + timedelta(seconds=2)
        on_air.direction.air.waiting.urgent.append(line(words, kind="reaction", holds_until=ends))
        on_air.direction.air.nudge()
        await on_air.until(lambda: not on_air.direction.air.waiting.urgent)
        at = len(on_air.said)
        await on_air.until(lambda: len(on_air.said) >= at + 2)
    assert words not in on_air.said


@pytest.mark.slow
async def test_hold_skip_and_go(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        await outcome(on_air, await asked(on_air, "hold"))
        await asyncio.sleep(0.4)
        quiet = len(on_air.said)
        await asyncio.sleep(0.5)
        assert len(on_air.said) == quiet
        await asked(on_air, "skip")
        await asked(on_air, "release")
        await on_air.until(lambda: len(on_air.said) > quiet)
        assert "prd_tote" in on_air.said[quiet]
        assert await outcome(on_air, await asked(on_air, "go", item_id="itm_nowhere")) == "no such entry"


async def test_a_persons_words_are_said_when_they_are_proved_and_refused_with_the_reason(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        assert await outcome(on_air, await asked(on_air, "say", text="Anna is at the desk.")) == ""
        await on_air.until(lambda: "Anna is at the desk." in on_air.said)
        assert "cannot be proved" in await outcome(on_air, await asked(on_air, "say", text="The best bag."))


async def test_a_person_takes_the_air_and_gives_it_back_with_a_sentence(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        assert await outcome(on_air, await asked(on_air, "take")) == "no stream is ready"
        on_air.engine.person = "ready"
        await on_air.until(
            lambda: on_air.direction.air.beat is not None and on_air.direction.air.beat.person == "ready"
        )
        assert await outcome(on_air, await asked(on_air, "take")) == ""
        assert on_air.engine.presenter == "person"
        quiet = len(on_air.said)
        on_air.comments.waiting.append(comment(on_air.show, 7))
        on_air.direction._answering.wake.set()
        await on_air.until(lambda: on_air.comments.states.get("lcm_7") == "written")
        assert len(on_air.said) == quiet
        await asked(on_air, "give_back")
        await on_air.until(lambda: len(on_air.said) > quiet)
        assert on_air.said[quiet] == "I go on where we were."


@pytest.mark.slow
async def test_a_person_whose_stream_is_lost_is_followed_by_the_host(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        on_air.engine.person = "ready"
        await on_air.until(
            lambda: on_air.direction.air.beat is not None and on_air.direction.air.beat.person == "ready"
        )
        await outcome(on_air, await asked(on_air, "take"))
        quiet = len(on_air.said)
        on_air.engine.lose_person()
        await on_air.until(lambda: len(on_air.said) > quiet + 1)
        assert on_air.said[quiet] == "I go on where we were."


@pytest.mark.slow
async def test_an_engine_that_hangs_is_replaced_and_what_it_had_not_begun_is_said_by_the_next(
    database: Database, home: object
) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 2)
        on_air.engine.hangs = True
        waiting = [one.text for one in on_air.direction.air.unbegun()]
        began = asyncio.get_running_loop().time()
        await on_air.until(lambda: len(on_air.engines.engines) == 2 and len(on_air.engine.said) >= 1, 6)
        assert asyncio.get_running_loop().time() - began < 5
        assert len(set(on_air.said)) == len(on_air.said)
        assert all(text in on_air.said for text in waiting[:1])


async def test_the_next_director_finds_the_engine_and_says_nothing_twice(database: Database, home: object) -> None:
    shop, show = await show_on_air(database)
    async with directed(database, shop, show) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 3)
        engine, engines = on_air.engine, on_air.engines
        assert on_air.direction.air.place.item is not None
    engines.adopt = engine
    while not engine._out.empty():
        engine._out.get_nowait()
    script = Script()
    script._count = on_air.script._count
    async with directed(database, shop, show, engines=engines, script=script) as second:
        before = len(second.said)
        await second.until(lambda: len(second.said) >= before + 4)
        assert len(second.engines.engines) == 1
        assert len(set(second.said)) == len(second.said)
    async with database.session() as session:
        kept = [one.text for one in await session.scalars(select(LiveSaidRow).order_by(LiveSaidRow.id))]
    assert len(set(kept)) == len(kept)


async def test_a_show_belongs_to_one_director_until_its_lease_is_old(database: Database, home: object) -> None:
    shop, show = await show_on_air(database)
    async with database.session() as session:
        assert await lease.take(session, shop.id, show.id, ME)
        assert not await lease.take(session, shop.id, show.id, "other:2")
        row = await session.get(LiveStatusRow, show.id)
        assert row is not None
        row.seen_at -= timedelta(days=365)
        await session.flush()
        assert await lease.take(session, shop.id, show.id, "other:2")


@pytest.mark.slow
async def test_a_director_whose_lease_was_taken_stops(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        async with database.session() as session:
            row = await session.get(LiveStatusRow, on_air.show.id)
            assert row is not None
            row.director = "other:2"
        assert await asyncio.wait_for(on_air.task, 4) == "lost"
        assert not on_air.engine.gone


@pytest.mark.slow
async def test_end_closes_the_show(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 1)
        await asked(on_air, "end")
        assert await asyncio.wait_for(on_air.task, 6) == "ended"
        assert on_air.engine.gone


@pytest.mark.slow
async def test_the_status_tells_what_comes_next(database: Database, home: object) -> None:
    async with directed(database, *await show_on_air(database)) as on_air:
        await on_air.until(lambda: len(on_air.said) >= 2)
        await asyncio.sleep(1.1)
        async with database.session() as session:
            row = await session.get(LiveStatusRow, on_air.show.id)
            assert row is not None
            show = await repository.show(session, on_air.shop.id, on_air.show.id)
    assert row.director == ME
    assert row.item_id in ("itm_bag", "itm_tote")
    assert row.next_lines
    assert set(row.next_lines[0]) >= {"id", "text", "kind", "spans"}
    assert show.state == "on_air"
