"""Checks of the database: reachable, of this version, with room for connections, and keeping its clock."""

from __future__ import annotations

import asyncio
import time
from functools import cache
from typing import Final

from sqlalchemy import text

from mercery.core.i18n import Words
from mercery.core.schema import current_revision, newest_revision, revisions
from mercery.operations.health.check import Check, Found, Looking
from mercery.operations.health.processes import alive, processes

_SLOW: Final = 0.25
_ALMOST_FULL, _FULL = 0.8, 0.95
_AHEAD, _FAR_AHEAD = 2.0, 30.0
_OLDEST_SERVER: Final = 150_000
_SERVER: Final = text("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
_CONNECTIONS: Final = text(
    "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
    " current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
)


async def _database(looking: Looking) -> Found:
    began = time.perf_counter()
    try:
        async with looking.database.session() as session:
            await session.connection()
            # Of a connection that stands: making one takes longer, and is done seldom.
            began = time.perf_counter()
            number, version = (await session.execute(_SERVER)).one()
    except Exception as error:
        return Found(
            state="broken",
            words=Words(
                f"The database does not answer ({type(error).__name__}).", f"数据库无响应（{type(error).__name__}）。"
            ),
            remedy=Words(
                "See whether PostgreSQL runs and MERCERY_DATABASE_URL leads to it. What was accepted is kept; pages come "
                "back by themselves once it answers.",
                "请确认 PostgreSQL 正在运行，且 MERCERY_DATABASE_URL 指向正确。已接收的内容不会丢失，恢复后页面会自行可用。",
            ),
        )
    seconds = time.perf_counter() - began
    if number < _OLDEST_SERVER:
        return Found(
            state="broken",
            figure=seconds,
            words=Words(f"PostgreSQL {version} is too old.", f"PostgreSQL {version} 版本过旧。"),
            remedy=Words("Use PostgreSQL 15 or newer.", "请使用 PostgreSQL 15 或更新版本。"),
        )
    words = Words(
        f"PostgreSQL {version} answers in {seconds * 1000:.0f} ms.",
        f"PostgreSQL {version}，响应 {seconds * 1000:.0f} 毫秒。",
    )
    if seconds > _SLOW:
        remedy = Words(
            "Slow for a plain question: look at its load, and at the way between the machines.",
            "简单查询已偏慢：请查看数据库负载，以及机器之间的网络。",
        )
        return Found(state="warning", figure=seconds, words=words, remedy=remedy)
    return Found(state="well", figure=seconds, words=words)


@cache
def wanted_revision() -> str:
    """The revision the program in memory needs. Asked once: files beside it may be replaced by those of an update."""
    return newest_revision()


async def _schema(looking: Looking) -> Found:
    found = await asyncio.to_thread(current_revision, looking.database.direct_url)
    wanted = wanted_revision()
    if found == wanted:
        return Found(
            state="well", words=Words(f"Schema {found}, as this version needs.", f"数据结构 {found}，与本版本一致。")
        )
    if found is not None and found not in revisions():
        return Found(
            state="broken",
            words=Words(
                f"The database was written by a newer Mercery: schema {found}, this version knows {wanted}.",
                f"数据库由更新版本写入：其结构为 {found}，本版本为 {wanted}。",
            ),
            remedy=Words("Start the newer version on every machine.", "请在所有机器上启动较新版本。"),
        )
    return Found(
        state="broken",
        words=Words(
            f"The schema is {found or 'empty'}; this version needs {wanted}.",
            f"数据结构为 {found or '空'}，本版本需要 {wanted}。",
        ),
        remedy=Words(
            "Run `mercery database upgrade`, then start again.", "请运行 `mercery database upgrade`，然后重新启动。"
        ),
    )


async def _connections(looking: Looking) -> Found:
    async with looking.database.session() as session:
        used, most = (await session.execute(_CONNECTIONS)).one()
    share = used / most if most else 1.0
    words = Words(f"{used} of {most} connections are in use.", f"数据库连接已用 {used} / {most}。")
    if share < _ALMOST_FULL:
        return Found(state="well", figure=share, words=words)
    return Found(
        state="broken" if share >= _FULL else "warning",
        figure=share,
        words=words,
        remedy=Words(
            "Raise max_connections, lower MERCERY_DATABASE_POOL or run fewer processes; beyond the limit pages fail.",
            "请提高 max_connections、调低 MERCERY_DATABASE_POOL，或减少进程数；达到上限后页面会出错。",
        ),
    )


async def _clocks(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = alive(await processes(session))
    if not found:
        return Found(state="unknown", words=Words("No process has told its time yet.", "尚无进程上报时间。"))
    furthest = max(found, key=lambda one: abs(one.ahead))
    seconds = abs(furthest.ahead)
    if seconds <= _AHEAD:
        return Found(
            state="well",
            figure=seconds,
            words=Words(
                f"All clocks agree with the database’s within {max(seconds, 0.1):.1f} s.",
                f"各机器时钟与数据库相差不超过 {max(seconds, 0.1):.1f} 秒。",
            ),
        )
    behind = furthest.ahead < 0
    return Found(
        state="broken" if seconds > _FAR_AHEAD else "warning",
        figure=seconds,
        words=Words(
            f"The clock of {furthest.host} is {seconds:.1f} s {'behind' if behind else 'ahead of'} the database’s.",
            f"{furthest.host} 的时钟比数据库{'慢' if behind else '快'} {seconds:.1f} 秒。",
        ),
        remedy=Words(
            "Keep the time by NTP on every machine; one-time codes and validities of prices go by it.",
            "请在每台机器上启用 NTP 校时；验证码与价格有效期都依赖时钟。",
        ),
    )


DATABASE: Final = Check(
    id="database", title=Words("Database", "数据库"), run=_database, unit="seconds", fresh_seconds=2
)
SCHEMA: Final = Check(id="schema", title=Words("Schema of the database", "数据结构"), run=_schema)
CONNECTIONS: Final = Check(
    id="connections", title=Words("Connections to the database", "数据库连接"), run=_connections, unit="share"
)
CLOCKS: Final = Check(id="clocks", title=Words("Clocks", "时钟"), run=_clocks, unit="seconds")
