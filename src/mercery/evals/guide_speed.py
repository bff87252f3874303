"""`mercery bench guide [--products 4000] [--talks 40]`: how long a turn with the shopping guide takes, without a model.

Two generated shops in scratch databases: a small one, whose goods are held against the wishes whole, and a large one, of
which the index makes a shortlist. A turn is everything from the message to the kept state, in a transaction of its own.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.catalog.service import apply_drafts
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.evals import search_catalogue
from mercery.evals.registry import Say
from mercery.evals.scratch import scratch_database
from mercery.guide.service import advise
from mercery.guide.shelf import warm
from mercery.guide.state import GuideState
from mercery.guide.talks import begin_talk, keep_own_talk, own_talk
from mercery.search.index import shop_folder
from mercery.search.library import rebuild

LIMIT_MS: Final = 150
SMALL: Final = 120
VARIANTS: Final = 5
"""Of each generated product."""
_BATCH: Final = 1_000
TALKS: Final[Sequence[tuple[Lang, tuple[str, ...]]]] = (
    ("en", ("I'm looking for a bag for work, black, up to 900 euros", "Something cheaper please", "The same in brown")),
    (
        "en",
        ("A gift for my wife, between 100 and 400 euros", "No jewellery, she has enough", "Do you have it in blue?"),
    ),
    ("en", ("Leather shoes in size 38", "Not leather please, I'm vegan", "Show me others")),
    ("en", ("a watch below 2000 euros that survives a pool", "too big", "compare them")),
    ("zh", ("想买个上班用的包，黑色，八百欧以内", "便宜一点的", "换成棕色")),
    ("zh", ("送太太的生日礼物，一百到四百欧", "不要首饰", "有蓝色的吗")),
    ("zh", ("真丝围巾，绿色", "太贵了", "还有别的吗")),
    ("zh", ("给爸爸买双鞋，42码，欧元", "不要皮的", "比较一下")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn and what came of it."""

    ms: float
    cpu_ms: float
    """The processor's time in this process: what others do on the machine is not in it, nor what PostgreSQL does."""
    outcome: str
    first: bool
    """Whether it was the first after a start, which makes ready beforehand what it can."""


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Times of a turn (`p50_ms p95_ms p99_ms`) over both shops, and by shop, with the first turn after a start apart."""
    count, talks = int(options.get("products", "4000")), int(options.get("talks", "40"))
    small = asyncio.run(_shop(search_catalogue.products(0, SMALL, VARIANTS), talks, say))
    say(f"{small.products} products: {_line(small.turns)}")
    large = asyncio.run(_shop(search_catalogue.products(0, count, VARIANTS), talks, say))
    say(f"{large.products} products: {_line(large.turns)}")
    every = [one for one in (*small.turns, *large.turns) if not one.first]
    return {
        "n": len(every),
        "p95_limit_ms": LIMIT_MS,
        **_quantiles(every),
        "by_shop": {f"{one.products}_products": _figures(one.turns) for one in (small, large)},
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The turns with one shop."""

    products: int
    turns: tuple[Turn, ...]


async def _shop(drafts: Iterable[Product], talks: int, say: Say) -> Measured:
    async with scratch_database() as database:
        async with database.session() as session:
            shop = await create_shop(
                session, slug=new_id("bench").replace("_", "-"), name=Words("Bench"), currency="EUR"
            )
        count = 0
        for batch in _batches(drafts):
            async with database.session() as session:
                await apply_drafts(session, shop, batch, SYSTEM)
            count += len(batch)
        async with database.session() as session:
            await rebuild(session, shop.id)
        started = time.perf_counter()
        await warm(database, shop)
        say(f"{count} products stand; made ready in {time.perf_counter() - started:.1f} s")
        turns: list[Turn] = []
        for at in range(talks):
            lang, messages = TALKS[at % len(TALKS)]
            turns += await _talk(database, shop, lang, messages, first=not turns)
        shutil.rmtree(shop_folder(settings().home.resolve(), shop.id), ignore_errors=True)
        return Measured(products=count, turns=tuple(turns))


def _batches(drafts: Iterable[Product]) -> Iterator[list[Product]]:
    batch: list[Product] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _talk(database: Database, shop: Shop, lang: Lang, messages: Sequence[str], *, first: bool) -> list[Turn]:
    """One talk from its beginning; the state is kept and read as in a conversation."""
    found: list[Turn] = []
    async with database.session() as session:
        talk_id = await begin_talk(session, shop.id)
    for place, message in enumerate(messages):
        started, cpu = time.perf_counter(), time.process_time()
        async with database.session() as session:
            state = await own_talk(session, shop.id, talk_id)
            answer = await advise(session, shop, message, state or GuideState(), lang=lang)
            await keep_own_talk(session, shop.id, talk_id, answer.state)
        ms, cpu_ms = (time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000
        found.append(Turn(ms=ms, cpu_ms=cpu_ms, outcome=answer.advice.outcome, first=first and place == 0))
    return found


def _figures(turns: Sequence[Turn]) -> dict[str, object]:
    measured = [one for one in turns if not one.first]
    outcomes = {name: sum(one.outcome == name for one in measured) for name in ("offer", "ask", "none", "unclear")}
    first = next((round(one.ms, 1) for one in turns if one.first), 0.0)
    return {"n": len(measured), **_quantiles(measured), "first_turn_ms": first, "outcomes": outcomes}


def _quantiles(turns: Sequence[Turn]) -> dict[str, float]:
    return {**_ranked("ms", [one.ms for one in turns]), **_ranked("cpu_ms", [one.cpu_ms for one in turns])}


def _ranked(name: str, times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    last = len(ordered) - 1
    return {
        f"p{share}_{name}": round(ordered[min(last, len(ordered) * share // 100)], 1)
        for share in (50, 95, 99)
        if ordered
    }


def _line(turns: Sequence[Turn]) -> str:
    return ", ".join(f"{name} {value}" for name, value in _figures(turns).items())
