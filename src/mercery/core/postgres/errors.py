"""What can go wrong with the embedded server, each with the remedy a shop owner can apply."""

from __future__ import annotations

from pathlib import Path

from mercery.core.errors import MerceryError


class PostgresError(MerceryError):
    """The embedded PostgreSQL cannot be used."""

    code = "database_unavailable"
    status = 503


class DiskFull(PostgresError):
    """There is no room for the database to write."""

    code = "disk_full"
    status = 507


class WrongVersion(PostgresError):
    """The data directory was written by another major version of PostgreSQL."""

    code = "database_version"


class NotOurs(PostgresError):
    """The data directory belongs to another user, or is no data directory at all."""

    code = "database_directory"


class StartFailed(PostgresError):
    """PostgreSQL was started and gave up."""

    code = "database_start"


def disk_full(folder: Path, *, free_mb: int | None = None, needed_mb: int | None = None) -> DiskFull:
    """The one message for a full disk, before a start (with figures) and in operation (without)."""
    figures = "" if free_mb is None else f" {free_mb} MB are free, {needed_mb} MB are needed."
    return DiskFull(
        f"The disk that holds {folder} is full.{figures}",
        remedy="Free some space there, or move the folder to a larger disk and set MERCERY_HOME to its new place. "
        "Nothing that was saved is lost; the database continues as soon as there is room.",
    )


def explain(log: str, folder: Path) -> PostgresError:
    """Turn what PostgreSQL wrote while failing to start into one message with a remedy."""
    if "No space left on device" in log:
        return disk_full(folder)
    if "could not look up" in log and "user ID" in log:
        return StartFailed(
            "PostgreSQL cannot run under a user id that has no name.",
            remedy="Add an entry for this user id to /etc/passwd, or run as another user or as root.",
        )
    if "Permission denied" in log or "Operation not permitted" in log:
        return NotOurs(
            f"PostgreSQL may not use {folder}. It said: {_last_complaint(log)}",
            remedy="Give the folder to the user who runs Mercery, or start Mercery as the user who made it.",
        )
    if "invalid checkpoint record" in log or "invalid primary checkpoint" in log or "pg_control" in log:
        return StartFailed(
            f"The database in {folder} is damaged. PostgreSQL said: {_last_complaint(log)}",
            remedy=f"Restore {folder} from a backup. To begin afresh, move it away and start again.",
        )
    return StartFailed(
        f"PostgreSQL did not start. It said: {_last_complaint(log)}",
        remedy=f"The whole log is in {folder / 'log'} and {folder.parent / 'startup.log'}.",
    )


def _last_complaint(log: str) -> str:
    """The last line that names a reason; PostgreSQL's closing lines only say that it stops."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    reasons = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "ERROR", "error:"))]
    return (reasons or lines or ["nothing"])[-1]
