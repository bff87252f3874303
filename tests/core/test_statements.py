"""Statements past the library: in its transaction, in order with what it executes, and with its errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import column, event, insert, select, table, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import bindparam

from mercery.core import statements
from mercery.core.database import Database, read_as_one
from mercery.core.statements import Statement
from mercery.web.outages import Unavailable, Unstorable, outage

NOTED = table("noted", column("number"), column("about"))
ADD: Statement[None] = Statement(insert(NOTED))
ALL = Statement(select(NOTED.c.number).order_by(NOTED.c.number), lambda row: int(row.number))
ABOVE = Statement(select(NOTED.c.number).where(NOTED.c.number > bindparam("least")), lambda row: int(row.number))
SAID = Statement(text("SELECT number FROM noted WHERE about ->> 'said' = :said"), lambda row: int(row[0]))
BACKEND = Statement(text("SELECT pg_backend_pid()"), lambda row: int(row[0]))


@pytest.fixture
async def noted(database: Database) -> AsyncIterator[Database]:
    async with database.session() as session:
        await session.execute(text("CREATE TABLE noted (number int PRIMARY KEY, about jsonb)"))
    yield database
    async with database.session() as session:
        await session.execute(text("DROP TABLE noted"))


async def kept(database: Database) -> list[int]:
    async with database.reading() as session:
        return await statements.rows(session, ALL.of())


async def add(session: AsyncSession, *numbers: int) -> None:
    await statements.later(session, *(ADD.of(number=number, about={"is": number}) for number in numbers))


async def test_what_waits_is_written_with_the_commit_and_seen_by_whatever_comes_before(noted: Database) -> None:
    async with noted.session() as session:
        await add(session, 1, 2)
        assert await statements.rows(session, ALL.of()) == [1, 2]
        await add(session, 3)
        assert await session.scalar(text("SELECT count(*) FROM noted")) == 3
        assert await session.scalar(text("SELECT about ->> 'is' FROM noted WHERE number = 3")) == "3"
        await add(session, 4)
    assert await kept(noted) == [1, 2, 3, 4]


async def test_what_is_taken_back_was_never_written(noted: Database) -> None:
    with pytest.raises(RuntimeError):
        async with noted.session() as session:
            await add(session, 1)
            raise RuntimeError
    assert await kept(noted) == []
    async with noted.session() as session:
        await add(session, 1)
        with pytest.raises(RuntimeError):
            async with session.begin_nested():
                await add(session, 2)
                raise RuntimeError
        async with session.begin_nested():
            await add(session, 3)
    assert await kept(noted) == [1, 3]


async def test_what_cannot_be_written_fails_the_commit_as_an_error_of_the_library(noted: Database) -> None:
    with pytest.raises(IntegrityError):
        async with noted.session() as session:
            await add(session, 1, 1)
    with pytest.raises(IntegrityError):
        async with noted.session() as session:
            await add(session, 1, 1)
            await statements.rows(session, ALL.of())
    assert await kept(noted) == []


async def test_what_was_read_ahead_is_good_once_and_until_something_is_written(noted: Database) -> None:
    sent: list[str] = []
    async with noted.session() as session:
        await add(session, 1)
        await statements.read_ahead(session, ALL.of(), ABOVE.of(least=0))
        await session.connection()
        assert await statements.rows(session, ABOVE.of(least=0)) == [1]
        await add(session, 2)
        # Read before the second was written, and asked again after that.
        assert await statements.rows(session, ALL.of()) == [1]
        assert await statements.rows(session, ALL.of()) == [1, 2]
        assert await statements.rows(session, ABOVE.of(least=1)) == [2]
        await statements.read_ahead(session, ALL.of())
        event.listen(noted.engine.sync_engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
        await session.execute(insert(NOTED).values(number=3))
        assert await statements.rows(session, ALL.of()) == [1, 2, 3]
    assert len(sent) == 1


async def test_what_begins_a_transaction_begins_it_as_was_asked(noted: Database) -> None:
    level: Statement[str] = Statement(text("SHOW transaction_isolation"), lambda row: str(row[0]))
    async with noted.session() as session:
        assert await statements.rows(session, level.of()) == ["read committed"]
    async with noted.session() as session:
        await read_as_one(session)
        assert await statements.rows(session, level.of()) == ["repeatable read"]
        assert await statements.rows(session, ALL.of()) == []
        async with noted.session() as other:
            await add(other, 1)
        assert await statements.rows(session, ALL.of()) == []
        await add(session, 2)
    assert await kept(noted) == [1, 2]


async def test_of_a_commit_that_fails_nothing_stays_and_the_connection_can_be_used(noted: Database) -> None:
    async with noted.session() as session:
        await add(session, 1)
    for _ in range(3):
        with pytest.raises(IntegrityError):
            async with noted.session() as session:
                await add(session, 2, 1, 3)
    async with noted.session() as session:
        await add(session, 4)
    assert await kept(noted) == [1, 4]


async def test_nothing_waits_where_each_statement_is_by_itself(noted: Database) -> None:
    async with noted.reading() as session:
        await add(session, 1)
        assert await kept(noted) == [1]
        await statements.read_ahead(session, ALL.of(), ABOVE.of(least=0))
        assert await statements.rows(session, ABOVE.of(least=0)) == [1]


async def test_a_connection_that_is_gone_is_learnt_by_the_whole_pool(noted: Database) -> None:
    async with noted.session() as session, noted.session() as other:
        gone = [(await statements.rows(one, BACKEND.of()))[0] for one in (session, other)]
    async with Database(noted.url).session() as session:
        for one in gone:
            await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": one})
    await asyncio.sleep(0.2)
    with pytest.raises(DBAPIError) as failed:
        async with noted.session() as session:
            await statements.rows(session, ALL.of())
    assert isinstance(outage(failed.value), Unavailable)
    async with noted.session() as session, noted.session() as other:
        fresh = [(await statements.rows(one, BACKEND.of()))[0] for one in (session, other)]
    assert not set(gone) & set(fresh)


async def test_who_gives_up_in_the_middle_leaves_a_connection_that_can_be_used(noted: Database) -> None:
    sleep: Statement[object] = Statement(text("SELECT pg_sleep(30)"))

    async def ask() -> None:
        async with noted.session() as session:
            await add(session, 1)
            await statements.read_ahead(session, sleep.of(), ALL.of())

    asking = asyncio.create_task(ask())
    await asyncio.sleep(0.3)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with noted.session() as session:
        await add(session, 2)
    assert await kept(noted) == [2]


async def test_a_statement_is_prepared_once_for_a_connection_and_again_after_all_were_let_go(noted: Database) -> None:
    prepared: Statement[str] = Statement(
        text("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT noted.number%>%'"),
        lambda row: str(row[0]),
    )
    async with noted.session() as session:
        for least in (0, 1, 2):
            await statements.rows(session, ABOVE.of(least=least))
        async with session.begin_nested():
            await statements.read_ahead(session, ABOVE.of(least=3), ABOVE.of(least=4))
        assert len(await statements.rows(session, prepared.of())) == 1
        async with session.begin_nested() as inner:
            await session.connection()
            await inner.rollback()
        assert await statements.rows(session, prepared.of()) == []
        assert await statements.rows(session, ABOVE.of(least=0)) == []
        assert len(await statements.rows(session, prepared.of())) == 1


async def test_what_could_not_be_prepared_is_tried_again(noted: Database) -> None:
    later: Statement[int] = Statement(text("SELECT number FROM noted_later"), lambda row: int(row[0]))
    for _ in range(2):
        with pytest.raises(DBAPIError):
            async with noted.session() as session:
                await statements.read_ahead(session, ALL.of(), later.of(), ABOVE.of(least=0))
    async with noted.session() as session:
        await session.execute(text("CREATE TEMPORARY TABLE noted_later AS SELECT 7 AS number"))
        assert await statements.rows(session, later.of()) == [7]
        assert await statements.rows(session, ABOVE.of(least=0)) == []


@pytest.mark.parametrize("value", [None, "", "50 % of :what $1 %s", "很好 🙂", 3, 2**40, 1.5, True])
async def test_values_come_back_as_they_were_sent(noted: Database, value: object) -> None:
    echo: Statement[object] = Statement(select(bindparam("given", value)), lambda row: row[0])
    async with noted.reading() as session:
        assert await statements.rows(session, echo.of(given=value)) == [value]


async def test_what_begins_anew_sees_what_was_committed_meanwhile_and_is_taken_back_by_itself(noted: Database) -> None:
    level: Statement[str] = Statement(text("SHOW transaction_isolation"), lambda row: str(row[0]))
    async with noted.session() as session:
        await read_as_one(session)
        await statements.read_ahead(session, ALL.of(), ABOVE.of(least=0))
        async with noted.session() as other:
            await add(other, 1)
        assert await statements.rows(session, ALL.of()) == []
        await statements.begin_anew(session)
        assert await statements.rows(session, ABOVE.of(least=0)) == [1]
        assert await statements.rows(session, level.of()) == ["read committed"]
        async with noted.session() as other:
            await add(other, 2)
        assert await statements.rows(session, ALL.of()) == [1, 2]
        await add(session, 3)
    assert await kept(noted) == [1, 2, 3]
    with pytest.raises(RuntimeError):
        async with noted.session() as session:
            await read_as_one(session)
            await statements.rows(session, ALL.of())
            await statements.begin_anew(session)
            await add(session, 4)
            raise RuntimeError
    async with noted.session() as session:
        assert await statements.rows(session, level.of()) == ["read committed"]
        assert await statements.rows(session, ALL.of()) == [1, 2, 3]


async def test_the_library_and_savepoints_find_the_transaction_begun_anew(noted: Database) -> None:
    count = text("SELECT count(*) FROM noted")
    async with noted.session() as session:
        for number in (1, 2):
            await read_as_one(session) if number == 1 else None
            assert await session.scalar(count) == number - 1
            async with noted.session() as other:
                await add(other, number)
            await statements.begin_anew(session)
            async with session.begin_nested():
                assert await session.scalar(count) == number
        await statements.begin_anew(session)
    async with noted.session() as session:
        # Nothing was read before, and nothing is after.
        await read_as_one(session)
        await statements.begin_anew(session)
    assert await kept(noted) == [1, 2]


async def test_in_a_savepoint_nothing_begins_anew(noted: Database) -> None:
    with pytest.raises(RuntimeError):
        async with noted.session() as session:
            await add(session, 1)
            async with session.begin_nested():
                await read_as_one(session)
                await add(session, 2)
                await statements.begin_anew(session)
                assert await statements.rows(session, ALL.of()) == [1, 2]
            raise RuntimeError
    assert await kept(noted) == []


async def test_a_connection_that_is_lost_in_the_middle_is_an_outage_at_once(noted: Database) -> None:
    sleep: Statement[object] = Statement(text("SELECT pg_sleep(30)"))
    asked: list[int] = []

    async def ask() -> None:
        async with noted.session() as session:
            asked.extend(await statements.rows(session, BACKEND.of()))
            await statements.read_ahead(session, ALL.of(), sleep.of(), ABOVE.of(least=0))

    asking = asyncio.create_task(ask())
    await asyncio.sleep(0.3)
    async with Database(noted.url).session() as other:
        await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": asked[0]})
    with pytest.raises(DBAPIError) as failed:
        await asyncio.wait_for(asking, 10)
    assert isinstance(outage(failed.value), Unavailable)
    assert await kept(noted) == []


@pytest.mark.parametrize("spoilt", ["a\x00b", "\ud800"], ids=["nul", "half of a letter"])
@pytest.mark.parametrize("begun", [False, True])
async def test_a_value_that_cannot_be_written_leaves_the_connection_and_what_waits_as_they_were(
    noted: Database, spoilt: str, begun: bool
) -> None:
    async with noted.session() as session:
        before = await statements.rows(session, BACKEND.of()) if begun else []
        await add(session, 1)
        with pytest.raises((DBAPIError, UnicodeEncodeError)) as refused:
            await statements.rows(session, SAID.of(said=spoilt))
        assert isinstance(outage(refused.value), Unstorable)
        assert before in ([], await statements.rows(session, BACKEND.of()))
        await add(session, 2)
    assert await kept(noted) == [1, 2]


async def test_a_value_that_cannot_be_written_later_fails_the_commit_and_spoils_no_connection(noted: Database) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with noted.session() as session:
            await add(session, 1)
            await statements.later(session, ADD.of(number="2\x00", about={}))
    assert isinstance(outage(refused.value), Unstorable)
    assert await kept(noted) == []
