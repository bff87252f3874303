"""Reading without a transaction: each statement by itself, and the connection is as before for whoever has it next."""

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from mercery.core.database import Database

HELD = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
)
MADE = text("CREATE TABLE made (number int)")


async def test_nothing_is_held_between_two_reads(database: Database) -> None:
    async with database.reading() as first, database.reading() as second:
        assert await first.scalar(text("SELECT 1")) == 1
        assert await second.scalar(HELD) == 0
    async with database.session() as first, database.reading() as second:
        assert await first.scalar(text("SELECT 1")) == 1
        assert await second.scalar(HELD) == 1


async def test_the_next_one_has_a_transaction_again(database: Database) -> None:
    used: list[object] = []
    event.listen(database.engine.sync_engine, "checkout", lambda connection, *_: used.append(connection))
    async with database.reading() as session:
        await session.scalar(text("SELECT 1"))
    try:
        async with database.session() as session:
            await session.execute(MADE)
            await session.execute(text("SELECT 1 / 0"))
    except DBAPIError:
        pass
    async with database.session() as session:
        assert await session.scalar(text("SELECT to_regclass('made')")) is None
    assert len(set(map(id, used))) == 1
