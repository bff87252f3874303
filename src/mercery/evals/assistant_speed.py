"""`mercery bench assistant [--talks 120] [--streams 200]`: the running assistant of the demo shop, without a model that writes.

A web process of its own serves a scratch database on loopback; customers with cookies and addresses of their own ask it
over HTTP and read the answers as streams. `requests` are counted beside: how long the process keeps others waiting.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

import httpx

from mercery.catalog import service as catalog
from mercery.evals.assistant_client import Answered, Followed, Visitor, Visitors, follow, visitors
from mercery.evals.assistant_questions import OrderAsked, Talk, talks
from mercery.evals.running_shop import RunningShop, Say, running_shop
from mercery.experiments import service as experiments
from mercery.orders import service as orders

CONCURRENCY: Final = (1, 4, 16)
BUDGET_MS: Final = 150
_PROBE_SECONDS: Final = 0.05
_QUIET_SECONDS: Final = 60.0
"""The longest wait for what a fresh process prepares in the background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A turn with the talk it belongs to."""

    talk: Talk
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """All talks held at one concurrency."""

    asked: tuple[Asked, ...]
    seconds: float
    cpu_seconds: float
    others_ms: tuple[float, ...]
    """How long a page that needs nothing took meanwhile."""


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Figures per concurrency, with the streams open, and per conversation."""
    with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder:
        return asyncio.run(
            _run(Path(folder), int(options.get("talks", "120")), int(options.get("streams", "200")), say)
        )


async def _run(home: Path, count: int, streams: int, say: Say) -> Mapping[str, object]:
    async with running_shop(home, say) as shop, visitors(shop.base, shop.shop.slug) as customers:
        held = await _talks(shop, count)
        first = await _first_turns(customers, held)
        await _until_quiet(shop)
        started_mb = shop.memory_mb()
        phases = {}
        for concurrency in CONCURRENCY:
            phases[concurrency] = await _phase(shop, customers, held, concurrency)
            say(_line(concurrency, phases[concurrency]))
        money = await _money(shop)
        open_streams = await _streams(shop, customers, held, streams, say)
        burst = await _burst(customers, held, streams, say)
        return {
            "n": sum(len(phase.asked) for phase in phases.values()),
            "p95_limit_ms": BUDGET_MS,
            **first,
            **_turn_figures(phases[1]),
            "by_concurrency": {str(number): _phase_figures(phase) for number, phase in phases.items()},
            "streams": open_streams,
            "answers_at_once": burst,
            **_per_conversation(phases[1], count, money),
            "web_mb_started": started_mb,
            "web_mb_end": shop.memory_mb(),
        }


async def _talks(shop: RunningShop, count: int) -> list[Talk]:
    async with shop.database.session() as session:
        ids = await catalog.all_product_ids(session, shop.shop.id)
        titles = [product.title for product in await catalog.products(session, shop.shop.id, ids)]
        found = await orders.orders(session, shop.shop.id, limit=400)
    asked = [
        OrderAsked(number=one.number, email=one.email, piece=one.lines[0].title)
        for one in found
        if one.email and one.lines and one.status in ("delivered", "shipped", "paid")
    ]
    return talks(titles, asked, count)


async def _first_turns(customers: Visitors, held: Sequence[Talk]) -> dict[str, object]:
    """What the first customers after a start wait: nothing has been asked before."""
    found: dict[str, object] = {}
    for talk in (next(one for one in held if one.lang == lang and one.kind == "goods") for lang in ("en", "zh")):
        answered = await customers.another(talk.lang).ask(talk.turns[0])
        found[f"first_turn_{talk.lang}_ms"] = _ms(answered.seconds)
    return found


async def _until_quiet(shop: RunningShop) -> None:
    """Until the process has prepared what it prepares in the background."""
    deadline = time.monotonic() + _QUIET_SECONDS
    quiet = 0
    while quiet < 4 and time.monotonic() < deadline:
        before = shop.cpu_seconds()
        await asyncio.sleep(1)
        quiet = quiet + 1 if shop.cpu_seconds() - before < 0.03 else 0


async def _phase(shop: RunningShop, customers: Visitors, held: Sequence[Talk], concurrency: int) -> Phase:
    waiting, asked = list(reversed(held)), []
    cpu, started = shop.cpu_seconds(), time.perf_counter()

    async def customer() -> None:
        while waiting:
            talk = waiting.pop()
            visitor = customers.another(talk.lang)
            for text in talk.turns:
                asked.append(Asked(talk=talk, answered=await visitor.ask(text)))  # noqa: PERF401 - one after the other

    async with _probing(shop.base) as others:
        await asyncio.gather(*(customer() for _ in range(concurrency)))
    return Phase(
        asked=tuple(asked),
        seconds=time.perf_counter() - started,
        cpu_seconds=shop.cpu_seconds() - cpu,
        others_ms=tuple(others),
    )


@asynccontextmanager
async def _probing(base: str) -> AsyncIterator[list[float]]:
    """Ask for the smallest page again and again: what it takes longer than at rest, something else kept the process busy."""
    found: list[float] = []

    async def probe() -> None:
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
            while True:
                started = time.perf_counter()
                await client.get("/healthz")
                found.append((time.perf_counter() - started) * 1000)
                await asyncio.sleep(_PROBE_SECONDS)

    task = asyncio.create_task(probe())
    try:
        yield found
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, httpx.HTTPError):
            await task


async def _streams(
    shop: RunningShop, customers: Visitors, held: Sequence[Talk], count: int, say: Say
) -> dict[str, object]:
    """So many live streams open at once while turns go on in a third of their conversations, each seen on its stream."""
    people = [customers.another(held[at % len(held)].lang) for at in range(count)]
    errors = [error for error in [await person.open() for person in people] if error]
    followed = [Followed() for _ in people]
    tasks = [asyncio.create_task(follow(*pair)) for pair in zip(people, followed, strict=True)]
    await _until(lambda: all(one.opened or one.errors for one in followed))
    opened = sum(one.opened for one in followed)
    speakers = list(zip(people, cycle(held), strict=False))[::3]
    asked = await _spoken(speakers, 4)
    expected = sum(not one.error for one in asked)
    await _until(lambda: sum(one.answers for one in followed) >= expected)
    open_at_end = sum(one.opened and not one.errors for one in followed)
    memory = shop.memory_mb()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    errors += [error for one in followed for error in one.errors] + [one.error for one in asked if one.error]
    say(f"{opened} streams opened, {open_at_end} open at the end, {len(asked)} turns beside, {len(errors)} errors")
    return {
        "asked_for": count, "opened": opened, "open_at_end": open_at_end, "turns_beside": len(asked),
        "answers_seen_on_streams": sum(one.answers for one in followed), "answers_expected": expected,
        **_quantiles([one.seconds for one in asked]), "errors": len(errors), "first_errors": errors[:3], "web_mb": memory,
    }  # fmt: skip


async def _spoken(speakers: Iterable[tuple[Visitor, Talk]], concurrency: int) -> list[Answered]:
    waiting, found = list(speakers), []

    async def one() -> None:
        while waiting:
            visitor, talk = waiting.pop()
            found.append(await visitor.ask(talk.turns[0]))

    await asyncio.gather(*(one() for _ in range(concurrency)))
    return found


async def _burst(customers: Visitors, held: Sequence[Talk], count: int, say: Say) -> dict[str, object]:
    """So many customers who ask in the same moment: as many answers streamed at once."""
    started = time.perf_counter()
    asked = await asyncio.gather(
        *(customers.another(talk.lang).ask(talk.turns[0]) for talk, _ in zip(cycle(held), range(count), strict=False))
    )
    errors = [one.error for one in asked if one.error]
    say(f"{len(asked)} answers at once in {time.perf_counter() - started:.1f} s, {len(errors)} errors")
    return {
        "n": len(asked), "seconds": round(time.perf_counter() - started, 2), **_quantiles([one.seconds for one in asked]),
        "errors": len(errors), "first_errors": errors[:3],
    }  # fmt: skip


async def _until(done: Callable[[], bool]) -> None:
    """Look now and then, for a minute at most."""
    for _ in range(600):
        if done():
            return
        await asyncio.sleep(0.1)


async def _money(shop: RunningShop) -> Mapping[str, int]:
    """Millionths of each currency that the ledger holds for the assistant."""
    async with shop.database.session() as session:
        for one in await experiments.feature_counts(session, shop.shop):
            if one.feature == "assistant":
                return dict(one.cost_micros)
    return {}


def _turn_figures(phase: Phase) -> dict[str, object]:
    """Times of a single customer's turns, all together, by kind and by language."""
    by: dict[str, dict[str, list[float]]] = {"by_kind": defaultdict(list), "by_lang": defaultdict(list)}
    for one in phase.asked:
        by["by_kind"][one.talk.kind].append(one.answered.seconds)
        by["by_lang"][one.talk.lang].append(one.answered.seconds)
    return {
        **_quantiles([one.answered.seconds for one in phase.asked]),
        "first_sentence_p95_ms": _quantile([one.answered.first_seconds for one in phase.asked], 0.95),
        **{split: {name: _quantiles(times) for name, times in groups.items()} for split, groups in by.items()},
    }


def _phase_figures(phase: Phase) -> dict[str, object]:
    errors = [one.answered.error for one in phase.asked if one.answered.error]
    turns = len(phase.asked)
    return {
        "n": turns, "turns_per_s": round(turns / phase.seconds, 1), **_quantiles([one.answered.seconds for one in phase.asked]),
        "cpu_ms_per_turn": round(phase.cpu_seconds * 1000 / turns, 1), "others_p99_ms": _ranked(phase.others_ms, 0.99),
        "others_max_ms": round(max(phase.others_ms, default=0.0), 1), "errors": len(errors), "first_errors": errors[:3],
    }  # fmt: skip


def _per_conversation(phase: Phase, talks_held: int, money: Mapping[str, int]) -> dict[str, object]:
    conversations = talks_held * len(CONCURRENCY)
    return {
        "conversations": talks_held,
        "cpu_seconds_per_conversation": round(phase.cpu_seconds / talks_held, 3),
        "money_per_conversation": {name: micros / 1e6 / conversations for name, micros in money.items()},
    }


def _line(concurrency: int, phase: Phase) -> str:
    figures = _phase_figures(phase)
    return f"{concurrency} at once: " + ", ".join(f"{name} {figures[name]}" for name in ("n", "turns_per_s", "p50_ms", "p95_ms", "p99_ms", "cpu_ms_per_turn", "others_max_ms", "errors"))  # fmt: skip


def _quantiles(seconds: Sequence[float]) -> dict[str, float]:
    return {f"p{share}_ms": _quantile(seconds, share / 100) for share in (50, 95, 99)}


def _quantile(seconds: Sequence[float], share: float) -> float:
    return _ranked([one * 1000 for one in seconds], share)


def _ranked(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed."""
    ordered = sorted(values)
    return (
        round(ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))], 1)
        if ordered
        else 0.0
    )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
