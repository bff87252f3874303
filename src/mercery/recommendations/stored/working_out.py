"""Lists and counters of a version out of lines: in memory where they fit, else by DuckDB in a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mercery.core.errors import MerceryError
from mercery.core.logging import get_logger
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.exact import Settings, gather
from mercery.recommendations.model.lists import Ids, Lists, empty, save
from mercery.recommendations.model.pairs import SLOTS
from mercery.recommendations.stored.gathered import Gathered
from mercery.recommendations.stored.items import Items
from mercery.recommendations.stored.learning import learn
from mercery.recommendations.stored.taking import Taking

K: Final = 32
IN_MEMORY: Final = 10_000_000
"""Pairs and questions whether something was bought again that are counted in memory at once: some 100 bytes each."""
log = get_logger(__name__)


class NotWorkedOut(MerceryError):
    """DuckDB did not come to its end: no room on disk, or too little memory."""

    code = "recommendations_not_worked_out"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is to fill."""

    folder: Path
    items: Items
    category: Ids
    day: float

    async def done(self, bought: Gathered, looked: Gathered) -> None:
        """Write `lists`, `counters` and the blend's weights into the folder. NotWorkedOut where that cannot be done."""
        await asyncio.to_thread(self._learnt, bought)
        if bought.fits(IN_MEMORY) and looked.fits(IN_MEMORY):
            await asyncio.to_thread(self._in_memory, bought, looked)
            return
        place = self.folder / "work"
        place.mkdir()
        try:
            await asyncio.to_thread(self._written, place, bought, looked)
            settings = bought.settings(SLOTS)
            await _by_duckdb(place, self.day, settings)
            await asyncio.to_thread(self._taken, place, settings, looks=bool(looked))
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    def _learnt(self, bought: Gathered) -> None:
        blend = learn(bought, len(self.items), bought.settings(K))
        (self.folder / "blend.json").write_text(blend.dumped(), encoding="utf-8")

    def _in_memory(self, bought: Gathered, looked: Gathered) -> None:
        count, settings = len(self.items), bought.settings(SLOTS)
        lists = replace(empty(count, SLOTS, self.day), category=self.category)
        if bought:
            lists = gather(bought.lines(), count, self.day, settings, self.category)
        if looked:
            views = gather(looked.lines(), count, self.day, replace(settings, k=K, before=0.0))
            lists = replace(lists, viewed_with=views.bought_with, viewed_with_weights=views.bought_with_weights)
        self._counters(settings).fill(lists)
        save(narrowed(lists, K), self.folder / "lists")

    def _written(self, place: Path, bought: Gathered, looked: Gathered) -> None:
        from mercery.recommendations.batch.files import LOOKS, ORDERS, Line, LineWriter

        for name, lines in ((ORDERS, bought), (LOOKS, looked)):
            if not lines:
                continue
            with LineWriter(place / f"{name}.parquet") as writer:
                for rows in lines.rows():
                    products = self.items.product_ids([row[4] for row in rows])
                    writer.add(
                        Line(customer, order, day, at, product)
                        for (customer, order, day, at, _), product in zip(rows, products, strict=True)
                    )

    def _taken(self, place: Path, settings: Settings, *, looks: bool) -> None:
        from mercery.recommendations.batch.files import read_result

        taking = Taking(items=self.items, folder=place, read=read_result)
        lists = taking.take(self._counters(settings), K, views=looks)
        save(replace(lists, category=self.category), self.folder / "lists")

    def _counters(self, settings: Settings) -> Counters:
        return Counters.create(self.folder / "counters", len(self.items), self.day, settings)


async def _by_duckdb(place: Path, day: float, settings: Settings) -> None:
    """Run the expressions apart: what they take of memory is given back, and a failure is theirs alone."""
    command = [sys.executable, "-m", "mercery.recommendations.batch.alone", str(place), str(day), str(settings.before)]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, env={**os.environ}
    )
    try:
        _, told = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        last = told.decode(errors="replace").strip().splitlines()[-1:]
        raise NotWorkedOut(
            f"The lists were not worked out: {' '.join(last) or process.returncode}",
            remedy="See that there is room on disk, and run `mercery recommendations rebuild`.",
            zh=f"推荐列表计算失败（{' '.join(last) or process.returncode}）。请确认磁盘空间充足，并运行 `mercery recommendations rebuild`。",
        )


def narrowed(lists: Lists, k: int) -> Lists:
    """With the first k neighbours alone."""
    return replace(
        lists,
        bought_with=lists.bought_with[:, :k],
        bought_with_weights=lists.bought_with_weights[:, :k],
        viewed_with=lists.viewed_with[:, :k],
        viewed_with_weights=lists.viewed_with_weights[:, :k],
    )
