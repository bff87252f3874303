"""The database in depth: encoding, tables as declared, room for the connections the settings ask for."""

from __future__ import annotations

import asyncio
from typing import Final

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from mercery.core.database import sqlalchemy_url
from mercery.core.i18n import Words
from mercery.operations.health.check import Check, Found, Looking
from mercery.operations.health.processes import alive, processes

_JOB_QUEUE: Final = 4
"""Connections the job queue keeps in each worker (`core.jobs.job_app`)."""
_LISTENING: Final = 1
_BESIDE: Final = 5
"""For commands, a backup, and whoever looks in."""


async def _encoding(looking: Looking) -> Found:
    query = text(
        "SELECT current_setting('server_encoding'), current_setting('standard_conforming_strings'),"
        " current_setting('max_prepared_transactions'), pg_is_in_recovery()"
    )
    async with looking.database.session() as session:
        encoding, _, _, standby = (await session.execute(query)).one()
    if encoding != "UTF8":
        return Found(
            state="broken",
            words=Words(
                f"The database keeps text as {encoding}; Chinese cannot be stored.",
                f"数据库编码为 {encoding}，无法保存中文。",
            ),
            remedy=Words(
                "Make a database with ENCODING 'UTF8' TEMPLATE template0, and restore a backup into it.",
                "请以 ENCODING 'UTF8' TEMPLATE template0 新建数据库，并把备份恢复进去。",
            ),
        )
    if standby:
        return Found(
            state="broken",
            words=Words("The address leads to a standby, which takes no changes.", "该地址指向只读备库，无法写入。"),
            remedy=Words("Set MERCERY_DATABASE_URL to the primary.", "请将 MERCERY_DATABASE_URL 指向主库。"),
        )
    return Found(
        state="well", words=Words("Text is kept as UTF-8, and changes are taken.", "编码为 UTF-8，可正常写入。")
    )


async def _drift(looking: Looking) -> Found:
    found = await asyncio.to_thread(differences_of, looking.database.direct_url)
    if not found:
        return Found(
            state="well", words=Words("Every table is as this version declares it.", "所有数据表与本版本一致。")
        )
    named = ", ".join(found[:5])
    return Found(
        state="warning",
        figure=float(len(found)),
        words=Words(
            f"{len(found)} things differ from what this version declares: {named}.",
            f"有 {len(found)} 处与本版本不一致：{named}。",
        ),
        remedy=Words(
            "Run `mercery upgrade`. If they stay, somebody changed the tables by hand: take that back, or restore a backup.",
            "请运行 `mercery upgrade`。若仍存在，说明有人手动改过数据表：请撤销改动，或恢复备份。",
        ),
    )


def differences_of(url: str) -> list[str]:
    """What would have to be done to the tables, in short: `AddColumn shops`."""
    from mercery.core.migrating import differences

    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        return [
            f"{type(one).__name__.removesuffix('Op')} {getattr(one, 'table_name', '') or ''}".strip()
            for one in differences(connection)
        ]


async def _budget(looking: Looking) -> Found:
    """What all processes may open together, against what the server gives."""
    async with looking.database.session() as session:
        most = await session.scalar(
            text(
                "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
            )
        )
        found = alive(await processes(session))
    chosen = looking.settings
    pool = chosen.database_pool + chosen.database_pool // 2
    web = max(chosen.web_processes, sum(one.role == "web" for one in found))
    workers = max(1, sum(one.role == "worker" for one in found))
    wanted = web * (pool + _LISTENING) + workers * (pool + _JOB_QUEUE) + (pool if chosen.live else 0) + _BESIDE
    words = Words(
        f"{web} web processes and {workers} workers may open {wanted} connections; the server gives {most}.",
        f"{web} 个 Web 进程与 {workers} 个后台进程最多需要 {wanted} 个连接；服务器提供 {most} 个。",
    )
    if wanted <= (most or 0):
        return Found(state="well", figure=float(wanted), words=words)
    return Found(
        state="warning",
        figure=float(wanted),
        words=words,
        remedy=Words(
            "Raise max_connections, lower MERCERY_DATABASE_POOL, or put a pooler between (docs/guide/scale.md).",
            "请提高 max_connections、调低 MERCERY_DATABASE_POOL，或使用连接池代理（见 docs/guide/scale.md）。",
        ),
    )


ENCODING: Final = Check(id="database_encoding", title=Words("Encoding", "编码"), run=_encoding)
DRIFT: Final = Check(id="schema_drift", title=Words("Tables", "数据表"), run=_drift)
BUDGET: Final = Check(id="connection_budget", title=Words("Connections asked for", "连接需求"), run=_budget)
