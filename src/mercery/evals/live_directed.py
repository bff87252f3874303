"""How long a viewer waits, with everything real: an English and a Chinese show of the demo shop on air at the same time under their
own director, in a process of its own, with engines, the built-in voice and no chat model. Comments come to each at random moments
while the host goes through its running order; the time runs from the moment a comment is written until the first word of its answer
is heard. What all these processes take is measured meanwhile.

The shows go on air as they do in a shop: somebody has the set-up open, the director loads what answers need, the page says so, and
only then do they begin. How long that takes from a director that has loaded nothing is a figure of its own (`cold_start_s`)."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang, Words
from mercery.evals.live_comments import Ordinary, demo_shop, ordinary_of
from mercery.evals.load_watch import Seen
from mercery.evals.registry import Say as Tell
from mercery.evals.scratch import scratch_url
from mercery.livestream import studio_opened
from mercery.livestream.comments import service as comments
from mercery.livestream.comments.comment import Incoming
from mercery.livestream.comments.wording import UNDER_COMMENT
from mercery.livestream.director.keeping import first_words, last_status
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Show
from mercery.livestream.showing import said_since

COMMENT_S: Final = 8.0
"""A comment comes to each show as often on average, at moments nobody knows."""
_ON_AIR_S: Final = 120.0
_READY_S: Final = 240.0
"""What answers need is loaded within that time also on a machine that does much else."""
_AT_SET_UP_S: Final = 4.0
"""Somebody who sets a show up is heard of so often."""
_LINES: Final = 3
"""Lines a host has said when the measuring begins."""
_LAST_S: Final = 15.0
"""So long after the last comment its answer may still be heard."""
_LOOK_S: Final = 5.0
_TOLD_S: Final = 30.0
_ORDINARY: Final = Path(__file__).parent / "live_ordinary.txt"
_LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


async def waits(seconds: float, tell: Tell) -> dict[str, object]:
    """Seconds from comment to first spoken word, by language, and what two shows cost."""
    began = time.monotonic()
    with scratch_url() as url, tempfile.TemporaryDirectory(prefix="mercery-bench-director-") as home:
        database = Database(url)
        try:
            tell("the demo shop is made")
            shop, _ = await demo_shop(database)
            async with _on_air(database, shop, url, Path(home), tell) as begun:
                tell(f"both hosts speak; comments for {seconds:.0f} s")
                figures = await _measured(database, shop, begun.shows, begun.director, seconds, tell)
                tell("the shows end")
        finally:
            await database.close()
    figures |= {"cold_start_s": begun.ready_s, "on_air_to_first_word_s": begun.first_word_s}
    return figures | {"seconds_of_waits": round(time.monotonic() - began)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """Two shows on air."""

    shows: Mapping[Lang, Show]
    director: psutil.Process
    ready_s: float
    """Seconds from the start of a director that had loaded nothing until it was ready to answer in both."""
    first_word_s: float
    """Seconds from putting them on air until both hosts had begun to speak."""


async def _measured(
    database: Database, shop: Shop, on_air: Mapping[Lang, Show], director: psutil.Process, seconds: float, tell: Tell
) -> dict[str, object]:
    since, family = now(), Seen(lambda: [director, *director.children(recursive=True)])
    alone = Seen(lambda: [director])
    watching = asyncio.create_task(_watch(family, alone))
    telling = asyncio.create_task(_tell(database, on_air, tell))
    began = time.monotonic()
    try:
        sent = await asyncio.gather(*(_comments(database, shop, show, lang, seconds) for lang, show in on_air.items()))
    finally:
        watching.cancel()
        telling.cancel()
    lasted = time.monotonic() - began
    async with database.session() as session:
        found = {lang: await first_words(session, show.id, since) for lang, show in on_air.items()}
        pointed = {lang: await _pointed(session, show, since) for lang, show in on_air.items()}
    cores = float(str(family.figures(lasted)["cores"])) / len(on_air)
    return {
        "comments": sum(sent), **_waited(found), "only_pointed_at": pointed, "cores_per_show": round(cores, 3), "director": alone.figures(lasted),
        "director_rss_growth": _grown(alone.memory),
    }  # fmt: skip


async def _pointed(session: AsyncSession, show: Show, since: datetime) -> int:
    """How many answers were not said but pointed at, since others waited or they were long."""
    words = UNDER_COMMENT.text(show.lang).casefold()
    return sum(words in one.text.casefold() for one in await said_since(session, show.id, since, limit=2_000))


def _waited(found: Mapping[Lang, list[float]]) -> dict[str, object]:
    spoken = sorted(one for each in found.values() for one in each)
    return {
        "first_words": len(spoken), "first_word_p50_s": _at(spoken, 0.5), "first_word_p95_s": _at(spoken, 0.95),
        "first_word_most_s": _at(spoken, 1.0),
        "first_word_by_lang": {
            lang: {"n": len(each), "p50_s": _at(each, 0.5), "p95_s": _at(each, 0.95), "most_s": _at(each, 1.0)}
            for lang, each in found.items()
        },
    }  # fmt: skip


def _at(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) if ordered else None


def _grown(memory: list[tuple[float, float]]) -> float | None:
    """The share by which memory grew after the first fifth of the time."""
    if len(memory) < 5:
        return None
    first, last = memory[len(memory) // 5][1], memory[-1][1]
    return round((last - first) / first, 4)


async def _watch(*groups: Seen) -> None:
    began = time.monotonic()
    for group in groups:
        group.look(0.0)
        group.at_start = group.seconds
    while True:
        await asyncio.sleep(_LOOK_S)
        for group in groups:
            await asyncio.to_thread(group.look, time.monotonic() - began)


async def _tell(database: Database, on_air: Mapping[Lang, Show], tell: Tell) -> None:
    since = now()
    while True:
        await asyncio.sleep(_TOLD_S)
        async with database.session() as session:
            for lang, show in on_air.items():
                spoken = await first_words(session, show.id, since)
                tell(f"{lang}: {len(spoken)} answers spoken, half of them within {_at(spoken, 0.5)} s")


@asynccontextmanager
async def _on_air(database: Database, shop: Shop, url: str, home: Path, tell: Tell) -> AsyncIterator[_Begun]:
    """Both shows, and the process that directs them, ready to answer."""
    shows_of = await _drafted(database, shop)
    tell("a director that has loaded nothing makes ready to answer")
    started = time.monotonic()
    process = await asyncio.to_thread(_director, url, home)
    try:
        await _ready_at_set_up(database, shows_of)
        ready_s = round(time.monotonic() - started, 1)
        tell(f"ready after {ready_s} s; an English and a Chinese show go on air")
        on_air = {lang: await _put_on_air(database, shop, show) for lang, show in shows_of.items()}
        first_word_s = max([await _speaks(database, show) for show in on_air.values()])
        await _until(lambda: _answers_ready(database, on_air), "The director of the shows does not answer comments.")
        yield _Begun(shows=on_air, director=psutil.Process(process.pid), ready_s=ready_s, first_word_s=first_word_s)
    finally:
        async with database.session() as session:
            for show in shows_of.values():
                with suppress(MerceryError):
                    await shows.end(session, shop.id, SYSTEM, show.id)
        await asyncio.sleep(2)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, 20)
        process.kill()


async def _drafted(database: Database, shop: Shop) -> dict[Lang, Show]:
    """An English and a Chinese show with their running orders, not on air yet."""
    made: dict[Lang, Show] = {}
    async with database.session() as session:
        for lang in _LANGS:
            draft = ShowDraft(title=Words(f"Bench {lang}"), lang=lang, rest_alone=False)
            made[lang] = await shows.create(session, shop.id, SYSTEM, draft)
            await running_order.replan(session, shop, made[lang].id)
    return made


async def _put_on_air(database: Database, shop: Shop, show: Show) -> Show:
    async with database.session() as session:
        return await shows.go_on_air(session, shop.id, SYSTEM, show.id)


async def _ready_at_set_up(database: Database, drafts: Mapping[Lang, Show]) -> None:
    """Somebody has the set-up of these shows open until it says that their host is ready to answer."""
    seen_at = 0.0

    async def ready() -> bool:
        nonlocal seen_at
        if time.monotonic() - seen_at > _AT_SET_UP_S:
            seen_at = time.monotonic()
            async with database.session() as session:
                for show in drafts.values():
                    await studio_opened.opened(session, show)
        return await _answers_ready(database, drafts)

    await _until(ready, "What answers need was not loaded.", _READY_S)


async def _answers_ready(database: Database, shows_of: Mapping[Lang, Show]) -> bool:
    async with database.session() as session:
        told = [await last_status(session, show.id) for show in shows_of.values()]
    return all(one is not None and one.beat.get("answers_ready") for one in told)


async def _until(holds: Callable[[], Awaitable[bool]], otherwise: str, seconds: float = _ON_AIR_S) -> None:
    until = time.monotonic() + seconds
    while not await holds():
        if time.monotonic() > until:
            raise MerceryError(otherwise, remedy="Look at `mercery live` on its own: what does it print?")
        await asyncio.sleep(0.5)


def _director(url: str, home: Path) -> subprocess.Popen[bytes]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ, "MERCERY_HOME": str(home), "MERCERY_DATABASE_URL": url, "MERCERY_LIVE_INGEST_PORT": str(port),
        "MERCERY_LIVE": "true",
    }  # fmt: skip
    with (home / "live.log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", "mercery.cli", "live"], env=environment, stdout=log, stderr=log)


async def _speaks(database: Database, show: Show) -> float:
    """Wait until the host has said a few lines; seconds from going on air until the first of them was heard."""
    began = show.started_at or now()
    heard: list[datetime] = []

    async def spoken() -> bool:
        async with database.session() as session:
            heard[:] = [one.began_at for one in await said_since(session, show.id, began)]
        return len(heard) >= _LINES

    await _until(spoken, "The show did not begin to speak.")
    return round((min(heard) - began).total_seconds(), 2)


async def _comments(database: Database, shop: Shop, show: Show, lang: Lang, seconds: float) -> int:
    """Comments of the demo's kind, each by another viewer; how many came."""
    chance = random.Random(f"11/{lang}")  # noqa: S311
    asked: list[Ordinary] = [one for one in ordinary_of(_ORDINARY) if one.lang == lang and "told" in one.outcomes]
    chance.shuffle(asked)
    until, number = time.monotonic() + seconds, 0
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(left, 40.0, chance.expovariate(1 / COMMENT_S)))
        text = asked[number % len(asked)].text
        async with database.session() as session:
            one = Incoming(text=text, source_id=f"b{number}", author=f"vis_{lang}_{number}", lang=lang)
            await comments.take_in(session, shop, show, one)
        number += 1
    await asyncio.sleep(_LAST_S)
    return number


__all__ = ["waits"]
