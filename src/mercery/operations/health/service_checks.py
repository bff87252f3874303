"""Checks of what the shop works with: jobs, the search index, mail, the model, backups."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing
from typing import Final

from mercery.assistant.ledger import outcomes_lately
from mercery.core.i18n import Words
from mercery.core.mail import way_of
from mercery.operations.health.check import Check, Found, Looking
from mercery.operations.work.names import job_name
from mercery.operations.work.standing import failed_lately, oldest_of, standing

_WAITS, _WAITS_LONG = 120.0, 900.0
_INDEX_WAITS, _INDEX_STALE = 300.0, 3600.0
_MANY_FAILED: Final = 25
_INDEXING: Final = ("search:rebuild", "search:update")
_MAILING: Final = ("customers:send_code", "notifying:send", "accounts:send")
_FEW_CALLS: Final = 4


async def _queue(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = await standing(session)
    seconds, waiting = found.oldest, sum(n for (_, state), n in found.by_queue.items() if state == "todo")
    if found.stuck:
        return Found(
            state="warning",
            figure=seconds,
            words=Words(
                f"{found.stuck} jobs are in the hands of workers that are gone."
                if found.stuck > 1
                else "A job is in the hands of a worker that is gone.",
                f"有 {found.stuck} 项任务所属的后台进程已失联。",
            ),
            remedy=Words(
                "A worker that lives gives them back within a minute; see that one does, or give them back on the page Jobs.",
                "运行中的后台进程会在一分钟内收回；请确认有进程在运行，也可在“任务”页手动退回。",
            ),
        )
    if seconds <= _WAITS:
        words = (
            Words("Nothing waits.", "没有积压。")
            if not waiting
            else Words(f"{waiting} wait, none for long.", f"{waiting} 项等待中，均未久等。")
        )
        return Found(state="well", figure=seconds, words=words)
    minutes = seconds / 60
    return Found(
        state="broken" if seconds > _WAITS_LONG else "warning",
        figure=seconds,
        words=Words(
            f"The oldest job has waited {minutes:.0f} min, {waiting} in all.",
            f"最早的任务已等待 {minutes:.0f} 分钟，共 {waiting} 项。",
        ),
        remedy=Words(
            "Run more workers (`mercery worker`, on any machine), or see on the page Jobs what holds them up.",
            "请增加后台进程（任一机器上运行 `mercery worker`），或在“任务”页查看积压原因。",
        ),
    )


async def _failures(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = await failed_lately(session)
    total = sum(number for _, number in found)
    if not total:
        return Found(state="well", figure=0, words=Words("No job failed within a day.", "一天内没有失败的任务。"))
    kind = job_name(found[0][0])
    return Found(
        state="broken" if total >= _MANY_FAILED else "warning",
        figure=float(total),
        words=Words(
            f"{total} failed within a day, most of them: {kind.en.lower()}."
            if total > 1
            else f"One failed within a day: {kind.en.lower()}.",
            f"一天内有 {total} 项失败，主要是：{kind.zh or kind.en}。",
        ),
        remedy=Words(
            "See why on the page Jobs, mend it, and try them again there.", "请在“任务”页查看原因，处理后重试。"
        ),
    )


async def _index(looking: Looking) -> Found:
    async with looking.database.session() as session:
        seconds = await oldest_of(session, *_INDEXING)
        failed = sum(number for kind, number in await failed_lately(session) if kind in _INDEXING)
    if failed:
        return Found(
            state="warning",
            figure=seconds,
            words=Words("A change of the catalogue did not reach the search index.", "有商品变动未写入搜索索引。"),
            remedy=Words(
                "Run `mercery index rebuild`, or try the job again on the page Jobs.",
                "请运行 `mercery index rebuild`，或在“任务”页重试。",
            ),
        )
    if seconds <= _INDEX_WAITS:
        return Found(
            state="well",
            figure=seconds,
            words=Words("The search index follows the catalogue.", "搜索索引与商品保持同步。"),
        )
    return Found(
        state="broken" if seconds > _INDEX_STALE else "warning",
        figure=seconds,
        words=Words(
            f"The search index is {seconds / 60:.0f} min behind the catalogue.",
            f"搜索索引落后商品 {seconds / 60:.0f} 分钟。",
        ),
        remedy=Words(
            "See that a worker lives, and what the page Jobs says of the index.",
            "请确认后台进程在运行，并在“任务”页查看索引任务。",
        ),
    )


async def _mail(looking: Looking) -> Found:
    way = way_of(looking.settings)
    async with looking.database.session() as session:
        failed = sum(number for kind, number in await failed_lately(session) if kind.startswith(_MAILING))
    if way.kind == "outbox":
        if way.reaches:
            return Found(
                state="well",
                words=Words("Mails go into the folder outbox on this machine.", "邮件写入本机的 outbox 文件夹。"),
            )
        return Found(
            state="broken",
            words=Words(
                "No mail server is set: codes and notices reach nobody.", "未设置邮件服务器：验证码与通知无法送达。"
            ),
            remedy=Words(
                "Set MERCERY_SMTP_URL and MERCERY_MAIL_FROM.", "请设置 MERCERY_SMTP_URL 与 MERCERY_MAIL_FROM。"
            ),
        )
    host, _, port = way.server.rpartition(":")
    problem = await asyncio.to_thread(_greeting, host.strip("[]"), int(port))
    if problem:
        return Found(
            state="broken",
            words=Words(
                f"The mail server {way.server} cannot be reached ({problem}).",
                f"无法连接邮件服务器 {way.server}（{problem}）。",
            ),
            remedy=Words(
                "Check MERCERY_SMTP_URL and the way out of this machine; what could not go is tried again.",
                "请检查 MERCERY_SMTP_URL 与本机外网；未发出的邮件会自动重试。",
            ),
        )
    if failed:
        return Found(
            state="warning",
            words=Words(
                f"{failed} mails could not be sent within a day."
                if failed > 1
                else "One mail could not be sent within a day.",
                f"一天内有 {failed} 封邮件未能发出。",
            ),
            remedy=Words("The page Jobs says why.", "原因见“任务”页。"),
        )
    return Found(state="well", words=Words(f"Mails go by {way.server}.", f"邮件经 {way.server} 发送。"))


def _greeting(host: str, port: int) -> str:
    """Connects and leaves, as it stands; empty when the server is there."""
    try:
        with closing(socket.create_connection((host, port), timeout=3)):
            return ""
    except OSError as error:
        return type(error).__name__


async def _model(looking: Looking) -> Found:
    if not looking.settings.chat_url:
        return Found(
            state="well",
            words=Words("No model is set; the assistant answers by its own means.", "未接入模型；店员以自身方式作答。"),
        )
    async with looking.database.session() as session:
        outcomes = await outcomes_lately(session)
    calls = sum(outcomes.values())
    failed = calls - outcomes.get("answered", 0)
    share = failed / calls if calls else 0.0
    if not calls:
        return Found(state="well", figure=0, words=Words("It was not asked within the hour.", "一小时内没有调用。"))
    words = Words(f"{failed} of {calls} calls within the hour failed.", f"一小时内 {calls} 次调用，{failed} 次失败。")
    if calls < _FEW_CALLS or share < 0.1:
        return Found(state="well", figure=share, words=words)
    return Found(
        state="broken" if share > 0.5 else "warning",
        figure=share,
        words=words,
        remedy=Words(
            "See whether MERCERY_CHAT_URL answers and its key holds. Meanwhile the assistant answers by its own means.",
            "请确认 MERCERY_CHAT_URL 可用、密钥有效。其间店员以自身方式作答。",
        ),
    )


QUEUE: Final = Check(id="job_queue", title=Words("Job queue", "任务队列"), run=_queue, unit="seconds")
FAILURES: Final = Check(id="job_failures", title=Words("Failed jobs", "失败的任务"), run=_failures, unit="jobs")
INDEX: Final = Check(id="search_index", title=Words("Search index", "搜索索引"), run=_index, unit="seconds")
MAIL: Final = Check(id="mail", title=Words("Mail", "邮件"), run=_mail, fresh_seconds=300)
MODEL: Final = Check(id="model", title=Words("Chat model", "对话模型"), run=_model, unit="share", fresh_seconds=30)
