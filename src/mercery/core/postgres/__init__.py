"""The embedded PostgreSQL: one server per Mercery home, supervised by us, reached by a Unix socket only."""

from mercery.core.postgres.errors import DiskFull, NotOurs, PostgresError, StartFailed, WrongVersion
from mercery.core.postgres.server import DatabaseAddress, Status, ensure_running, leave, status, stop
from mercery.core.postgres.watcher import Health, Watcher

__all__ = [
    "DatabaseAddress",
    "DiskFull",
    "Health",
    "NotOurs",
    "PostgresError",
    "StartFailed",
    "Status",
    "Watcher",
    "WrongVersion",
    "ensure_running",
    "leave",
    "status",
    "stop",
]
