"""Health: whether a backup was made lately."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mercery.core.i18n import Words
from mercery.operations.backing_up.home_files import BEFORE, RESTORING
from mercery.operations.backing_up.records import last_made, last_tried
from mercery.operations.backing_up.schedule import read_time
from mercery.operations.health.check import Check, Found, Looking

_DAILY: Final = timedelta(hours=26)
"""A day, and what the backup itself and a restart may take."""
_BY_HAND: Final = timedelta(days=8)
_SCHEDULE: Final = Words(
    "Set MERCERY_BACKUP_AT to a time of the day such as 03:30, and MERCERY_BACKUP_FOLDER to a folder on another disk; or run "
    "`mercery backup`. If somebody else backs the database and the home folder up, set MERCERY_BACKUP_AT=off.",
    "把 MERCERY_BACKUP_AT 设为一天中的某个时刻（如 03:30），并把 MERCERY_BACKUP_FOLDER 指向另一块磁盘上的文件夹；或运行 "
    "`mercery backup`。如果数据库和主目录另有备份方式，请设 MERCERY_BACKUP_AT=off。",
)
_LOOK: Final = Words(
    "Run `mercery backup` to see what keeps it from being made.", "运行 `mercery backup`，查看备份未能完成的原因。"
)


async def _last_backup(looking: Looking) -> Found:
    if looking.settings.backup_at == "off":
        return Found(state="well", words=Words("Backups are made otherwise.", "备份由其他方式完成。"))
    async with looking.database.session() as session:
        made, tried = await last_made(session), await last_tried(session)
    if tried and tried.problem:
        return Found(
            state="warning",
            words=Words(f"The last backup failed: {tried.problem}", f"最近一次备份失败：{tried.problem}"),
            remedy=_LOOK,
        )
    daily = read_time(looking.settings.backup_at) is not None
    if made is None:
        words = Words("No backup has been made yet.", "尚未做过备份。")
        return Found(state="warning", words=words, remedy=_LOOK if daily else _SCHEDULE)
    age = looking.moment - made.ended_at
    hours = int(age.total_seconds() // 3600)
    late = age > (_DAILY if daily else _BY_HAND)
    return Found(
        state="warning" if late else "well",
        words=Words(f"The last backup was made {hours} hours ago.", f"最近一次备份在 {hours} 小时前完成。"),
        remedy=(_LOOK if daily else _SCHEDULE) if late else None,
        figure=age.total_seconds(),
    )


async def _restores(looking: Looking) -> Found:
    home = looking.settings.home
    left = [one.name for one in home.glob(f"{RESTORING}*")] if home.is_dir() else []
    before = [one.name for one in home.glob(f"{BEFORE}*")] if home.is_dir() else []
    if left:
        return Found(
            state="warning",
            words=Words("A restore was broken off.", "有一次恢复中途中断。"),
            remedy=Words(
                "Restore again; what was there before is as it was, or comes back with `mercery restore --back`.",
                "请重新恢复；此前的数据保持原样，或可用 `mercery restore --back` 找回。",
            ),
        )
    if before:
        return Found(
            state="well",
            words=Words("What was there before a restore is still kept.", "恢复之前的数据仍然保留着。"),
            remedy=Words(
                "When all is well, `mercery restore --forget` frees the room it takes.",
                "确认一切正常后，可用 `mercery restore --forget` 释放空间。",
            ),
        )
    return Found(state="well", words=Words("No restore is unfinished.", "没有未完成的恢复。"))


LAST_BACKUP: Final = Check(id="last_backup", title=Words("Backup", "备份"), run=_last_backup, unit="seconds")
RESTORES: Final = Check(id="restores", title=Words("Restore", "恢复"), run=_restores, needs_database=False)
