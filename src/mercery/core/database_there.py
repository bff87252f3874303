"""Waiting for a database that is away: it starts as we do, or is being started again."""

from __future__ import annotations

import time
from typing import Final

import psycopg

from mercery.core.database_address import psycopg_url
from mercery.core.logging import get_logger

log = get_logger(__name__)
_PAUSE_S: Final = 1.0
_TELL_EVERY: Final = 10
_COMES_BACK: Final = ("starting up", "shutting down", "recovery", "too many", "remaining connection slots", "terminat")


def wait_for_database(url: str) -> None:
    """Return as soon as the database answers. For processes that something else starts, which would start them again anyhow;
    what waiting does not mend (a wrong password, a database that does not exist) is raised as psycopg.OperationalError."""
    tries = 0
    while True:
        try:
            psycopg.connect(psycopg_url(url), connect_timeout=10).close()
            return
        except psycopg.OperationalError as error:
            if not _away(error):
                raise
            if tries % _TELL_EVERY == 0:
                log.warning("waits_for_database", error=str(error).splitlines()[0])
            tries += 1
            time.sleep(_PAUSE_S)


def _away(error: psycopg.OperationalError) -> bool:
    """Nobody answers, or a server that says it will. Connecting tells no error codes: libpq gives its words alone."""
    words = str(error)
    return "FATAL" not in words or any(one in words for one in _COMES_BACK)
