"""What a load left in the database: every message with exactly one answer, or with a person, and nothing twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping
from typing import Final

import psycopg
from psycopg.rows import TupleRow

_OWED: Final = """
SELECT count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id
WHERE m.author = 'customer' AND m.kind = 'message' AND c.status = 'assistant'
  AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.reply_to = m.id)
  AND NOT EXISTS (SELECT 1 FROM messages s WHERE s.conversation_id = m.conversation_id AND s.seq > m.seq AND s.kind = 'status')
"""
_ANSWERS: Final = """
SELECT count(*) FILTER (WHERE answers = 1), count(*) FILTER (WHERE answers > 1), count(*) FILTER (WHERE answers = 0)
FROM (SELECT m.id, (SELECT count(*) FROM messages a WHERE a.reply_to = m.id) AS answers
      FROM messages m WHERE m.author = 'customer' AND m.kind = 'message' AND m.client_key LIKE 'load%') AS counted
"""
# With a person: handed over before the message, or after it, and not given back since.
_HANDED: Final = """
SELECT count(*) FROM messages m
WHERE m.author = 'customer' AND m.kind = 'message' AND m.client_key LIKE 'load%'
  AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.reply_to = m.id)
  AND EXISTS (SELECT 1 FROM messages s WHERE s.conversation_id = m.conversation_id AND s.kind = 'status'
              AND s.body->>'status' IN ('waiting', 'person'))
"""
_HANDED_TWICE: Final = """
SELECT count(*) FROM (
  SELECT body->>'status' AS now, lag(body->>'status') OVER (PARTITION BY conversation_id ORDER BY seq) AS before
  FROM messages WHERE kind = 'status') AS changes WHERE now = 'waiting' AND before = 'waiting'
"""
_TURNS_TWICE: Final = "SELECT count(*) FROM (SELECT question_id FROM assistant_turns WHERE answer_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1) AS twice"
_KEYS: Final = "SELECT client_key FROM messages WHERE client_key LIKE 'load%'"
_NUMBERS: Final = "SELECT conversation_id, array_agg(seq ORDER BY seq) FROM messages WHERE kind <> 'note' GROUP BY 1"
_TABLES: Final = """
SELECT relname, pg_total_relation_size(c.oid), greatest(reltuples, 0)::bigint FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
ORDER BY 2 DESC LIMIT 12
"""


def _one(connection: psycopg.Connection[TupleRow], query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(int(one) for one in row)


async def answered_by(url: str, seconds: float) -> float:
    """Wait until the assistant owes nobody an answer, at most so long; returns how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if await asyncio.to_thread(_owed, url) == 0:
            break
        await asyncio.sleep(1)
    return time.monotonic() - began


def _owed(url: str) -> int:
    with psycopg.connect(url) as connection:
        return _one(connection, _OWED)[0]


def account_of(url: str, accepted: Collection[str]) -> dict[str, object]:
    """The whole account. `lost`: messages a customer was told are taken, and that are not there. `unanswered`: neither
    answered nor with a person. `answered_twice`, `handed_over_twice`: more than once."""
    with psycopg.connect(url) as connection:
        once, twice, none = _one(connection, _ANSWERS)
        handed = _one(connection, _HANDED)[0]
        stored = {str(key) for (key,) in connection.execute(_KEYS)}
        return {
            "accepted": len(accepted),
            "lost": len(set(accepted) - stored),
            "stored": len(stored),
            "stored_unknown_to_their_customer": len(stored - set(accepted)),
            "answered_once": once,
            "answered_twice": twice,
            "handed_over": handed,
            "unanswered": none - handed,
            "handed_over_twice": _one(connection, _HANDED_TWICE)[0],
            "turns_recorded_twice": _one(connection, _TURNS_TWICE)[0],
        }


def numbers_of(url: str) -> dict[str, list[int]]:
    """The numbers of the messages of each conversation that its customer may see."""
    with psycopg.connect(url) as connection:
        return {str(name): [int(one) for one in numbers] for name, numbers in connection.execute(_NUMBERS)}


def counters_of(url: str) -> dict[str, int]:
    """What the database has written to its journal (bytes) and committed so far."""
    with psycopg.connect(url) as connection:
        journal, commits = _one(
            connection,
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint, xact_commit FROM pg_stat_database"
            " WHERE datname = current_database()",
        )
    return {"journal_bytes": journal, "commits": commits}


def per_turn(before: Mapping[str, int], after: Mapping[str, int], turns: int) -> dict[str, float | None]:
    """What one message costs the database, pages and streams beside included. None where a crash set a counter back."""
    told: dict[str, float | None] = {}
    for name, value in after.items():
        grown = value - before[name]
        told[f"{name}_per_turn"] = round(grown / turns, 1) if turns and grown >= 0 else None
    return told


def sizes_of(url: str) -> Mapping[str, object]:
    """How large the database is, and its largest tables with what a row of each takes, indexes included."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        whole = _one(connection, "SELECT pg_database_size(current_database())")[0]
        rows = connection.execute(_TABLES).fetchall()
    tables = {
        str(name): {"mb": round(size / 1e6, 1), "rows": count, "bytes_per_row": round(size / count) if count else None}
        for name, size, count in rows
    }
    return {"database_mb": round(whole / 1e6, 1), "tables": tables}
