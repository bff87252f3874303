"""`mercery bench studio [--pieces 60]`: how many pieces a second the studio writes without a model, over the demo shop.

A piece is everything from the facts at hand to the checked text: the gate over its facts is built anew for each, as in a
batch. What the database takes is not in it.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.i18n import LANGS, Lang
from mercery.evals.registry import Say
from mercery.evals.scratch import scratch_database
from mercery.evals.studio_shops import shops
from mercery.studio.brief import Brief, Channel
from mercery.studio.gathering import NOBODY, Others, materials_for
from mercery.studio.materials import Materials
from mercery.studio.writing.write import write

CHANNELS: Final[tuple[Channel, ...]] = ("product_page", "note")
PIECES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One piece and what it took."""

    channel: Channel
    lang: Lang
    ms: float
    cpu_ms: float
    sentences: int


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """`pieces_per_s`, `p50_ms`, `cpu_ms` of a piece; the same by channel and language."""
    timed = asyncio.run(_timed(int(options.get("pieces", PIECES)), say))
    groups = {
        f"{channel}_{lang}": [one for one in timed if (one.channel, one.lang) == (channel, lang)]
        for channel in CHANNELS
        for lang in LANGS
    }
    return {
        "n": len(timed),
        **_figures(timed),
        "by_channel": {name: _figures(rows) for name, rows in groups.items() if rows},
    }


async def _timed(count: int, say: Say) -> list[Timed]:
    async with scratch_database() as database:
        shop = await anext(shops(database, (), say))
        asked: list[tuple[Brief, Materials]] = []
        async with database.session() as session:
            for channel in CHANNELS:
                for lang in LANGS:
                    for at in range(count):
                        product = shop.products[at % len(shop.products)]
                        brief = Brief(product_ids=(product.id,), channel=channel, lang=lang, seed=at)
                        asked.append((brief, await materials_for(session, shop.shop, brief, others=NOBODY)))
    write(*asked[0])  # Phrases and lexicons are read once a process.
    timed = [one for first in range(0, len(asked), count) for one in _written(asked[first : first + count])]
    say(f"{len(timed)} pieces written")
    return timed


def _written(asked: Sequence[tuple[Brief, Materials]]) -> list[Timed]:
    """Pieces of one channel and language, each kept apart from those before, as a batch does."""
    others, found = Others(), []
    for brief, materials in asked:
        apart = replace(materials, said=others.said, worn=others.worn)
        began, cpu = time.perf_counter(), time.process_time()
        piece = write(brief, apart)
        ms, cpu_ms = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)
        sentences = sum(1 for _ in piece.sentences())
        found.append(Timed(channel=brief.channel, lang=brief.lang, ms=ms, cpu_ms=cpu_ms, sentences=sentences))
        others = others.with_text(piece)
    return found


def _figures(timed: Sequence[Timed]) -> dict[str, float]:
    cpu = sum(one.cpu_ms for one in timed)
    return {
        "pieces_per_s": round(1000 * len(timed) / sum(one.ms for one in timed), 2),
        "pieces_per_cpu_s": round(1000 * len(timed) / cpu, 2) if cpu else 0.0,
        "p50_ms": round(statistics.median(one.ms for one in timed), 1),
        "cpu_p50_ms": round(statistics.median(one.cpu_ms for one in timed), 1),
        "sentences_p50": statistics.median(one.sentences for one in timed),
    }
