"""How long a viewer waits, with everything real: a show of the demo shop under its own director, in a process of its own, with
an engine, the built-in voice and no chat model. Comments come at random moments while the host goes through its running order;
the time runs from the moment a comment is written until the first word of its answer is heard."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang, Words
from mercery.evals.live_comments import Ordinary, demo_shop, ordinary_of
from mercery.evals.registry import Say as Tell
from mercery.evals.scratch import scratch_url
from mercery.livestream.comments import service as comments
from mercery.livestream.comments.comment import Incoming
from mercery.livestream.director.keeping import first_words
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Show
from mercery.livestream.showing import said_since

_COMMENT_S: Final = 9.0
"""A comment comes as often on average, at moments nobody knows."""
_ON_AIR_S: Final = 120.0
_LAST_S: Final = 15.0
"""So long after the last comment its answer may still be heard."""
_ORDINARY: Final = Path(__file__).parent / "live_ordinary.txt"


async def waits(minutes: float, tell: Tell) -> dict[str, object]:
    """Seconds from comment to first spoken word, half of the time with an English show and half with a Chinese one."""
    found: dict[Lang, list[float]] = {}
    sent = 0
    with scratch_url() as url, tempfile.TemporaryDirectory(prefix="mercery-bench-director-") as home:
        database = Database(url)
        try:
            shop, _ = await demo_shop(database)
            for lang in ("en", "zh"):
                async with _on_air(database, shop, lang, url, Path(home)) as show:
                    began = now()
                    sent += await _comments(database, shop, show, lang, minutes * 30)
                    async with database.session() as session:
                        found[lang] = await first_words(session, show.id, began)
                    tell(f"{lang}: {len(found[lang])} answers were spoken")
        finally:
            await database.close()
    spoken = sorted(one for each in found.values() for one in each)
    return {
        "comments": sent, "first_words": len(spoken), "first_word_p50_s": _at(spoken, 0.5),
        "first_word_p95_s": _at(spoken, 0.95), "first_word_most_s": _at(spoken, 1.0),
        "first_word_by_lang": {
            lang: {"n": len(each), "p50_s": _at(each, 0.5), "p95_s": _at(each, 0.95)} for lang, each in found.items()
        },
    }  # fmt: skip


def _at(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) if ordered else None


@asynccontextmanager
async def _on_air(database: Database, shop: Shop, lang: Lang, url: str, home: Path) -> AsyncIterator[Show]:
    async with database.session() as session:
        draft = ShowDraft(title=Words(f"Bench {lang}"), lang=lang, rest_alone=False)
        show = await shows.create(session, shop.id, SYSTEM, draft)
        await running_order.replan(session, shop, show.id)
        show = await shows.go_on_air(session, shop.id, SYSTEM, show.id)
    process = await asyncio.to_thread(_director, url, home)
    try:
        await _speaks(database, show)
        yield show
    finally:
        async with database.session() as session:
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
    chance = random.Random(11)  # noqa: S311
    asked: list[Ordinary] = [one for one in ordinary_of(_ORDINARY) if one.lang == lang and "told" in one.outcomes]
    chance.shuffle(asked)
    until, number = now().timestamp() + seconds, 0
    while now().timestamp() < until:
        await asyncio.sleep(min(40.0, chance.expovariate(1 / _COMMENT_S)))
        text = asked[number % len(asked)].text
        async with database.session() as session:
            one = Incoming(text=text, source_id=f"b{number}", author=f"vis_{lang}_{number}", lang=lang)
            await comments.take_in(session, shop, show, one)
        number += 1
    await asyncio.sleep(_LAST_S)
    return number


__all__ = ["waits"]
