"""How long a viewer waits, with everything real: an English and a Chinese show of the demo shop on air at the same time under their
own director, in a process of its own, with engines, the built-in voice and no chat model. Comments come to each at random moments
while the host goes through its running order; the time runs from the moment a comment is written until the first word of its answer
is heard. What all these processes take is measured meanwhile."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
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
from mercery.livestream.comments import service as comments
from mercery.livestream.comments.comment import Incoming
from mercery.livestream.comments.wording import UNDER_COMMENT
from mercery.livestream.director.keeping import first_words
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Show
from mercery.livestream.showing import said_since

COMMENT_S: Final = 8.0
"""A comment comes to each show as often on average, at moments nobody knows."""
_ON_AIR_S: Final = 120.0
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
            tell("a director puts an English and a Chinese show on air")
            async with _on_air(database, shop, url, Path(home)) as (on_air, director):
                tell(f"both hosts speak; comments for {seconds:.0f} s")
                figures = await _measured(database, shop, on_air, director, seconds, tell)
                tell("the shows end")
        finally:
            await database.close()
    return figures | {"seconds_of_waits": round(time.monotonic() - began)}


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
async def _on_air(
    database: Database, shop: Shop, url: str, home: Path
) -> AsyncIterator[tuple[Mapping[Lang, Show], psutil.Process]]:
    """Both shows, and the process that directs them."""
    on_air: dict[Lang, Show] = {}
    async with database.session() as session:
        for lang in _LANGS:
            draft = ShowDraft(title=Words(f"Bench {lang}"), lang=lang, rest_alone=False)
            show = await shows.create(session, shop.id, SYSTEM, draft)
            await running_order.replan(session, shop, show.id)
            on_air[lang] = await shows.go_on_air(session, shop.id, SYSTEM, show.id)
    process = await asyncio.to_thread(_director, url, home)
    try:
        for show in on_air.values():
            await _speaks(database, show)
        yield on_air, psutil.Process(process.pid)
    finally:
        async with database.session() as session:
            for show in on_air.values():
                await shows.end(session, shop.id, SYSTEM, show.id)
        await asyncio.sleep(2)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, 20)
        process.kill()


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


async def _speaks(database: Database, show: Show) -> None:
    """Wait until the host has said a few lines."""
    began = now() - timedelta(minutes=1)
    for _ in range(int(_ON_AIR_S * 2)):
        async with database.session() as session:
            if len(await said_since(session, show.id, began)) >= 3:
                return
        await asyncio.sleep(0.5)
    raise MerceryError(
        "The show did not begin to speak.", remedy="Look at `mercery live` on its own: what does it print?"
    )


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
