"""Working out the vectors of a shop's products, a slice at a time, beside everything else the machine does."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from mercery.ai.embedder import Embedder
from mercery.catalog import service as catalog
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import announce
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.core.storage import by_database
from mercery.search.document import meaning_of
from mercery.search.index import current_version, shop_folder
from mercery.search.meaning import langs_of
from mercery.search.shipped import vectors as shipped
from mercery.search.shipped.shipping import TOPIC
from mercery.search.stored.rows import Rows
from mercery.search.stored.vectors import (
    EXACT_UP_TO,
    GRAPH_LAG,
    Numbers,
    build_graph,
    content_number,
    open_vectors,
    put,
    read_contents,
)
from mercery.search.stored.versions import reading

BATCH: Final = 64
_NICENESS: Final = 10
log = get_logger(__name__)


def _give_way() -> None:
    """Let this thread run when nobody else wants the processor (Linux gives each thread its own priority)."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vectors", initializer=_give_way)


async def work_out_vectors(
    database: Database,
    shop_id: str,
    embedder: Embedder,
    *,
    seconds: float | None = None,
    langs: Sequence[Lang] | None = None,
) -> bool:
    """Work out what is missing in the version in use, for at most `seconds`; returns whether anything is left to do.

    Nothing is held while the model works: each batch is read, worked out and written by itself, so a crash costs one
    batch. `langs`: in which languages texts are told, where the embedder cannot say. EmbedderFailed when the model does
    not answer; IndexMissing when the version cannot be read.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    folder = _folder(shop_id)
    if folder is None:
        return False
    name = embedder.name
    if by_database():
        await shipped.take(database, shop_id, folder)
    waiting = missing(folder, name)
    while len(waiting):
        if deadline is not None and time.monotonic() > deadline:
            return True
        if _folder(shop_id) != folder:
            return True
        some, waiting = waiting[:BATCH], waiting[BATCH:]
        await _batch(database, shop_id, folder, embedder, langs or langs_of(embedder), some)
    await asyncio.get_running_loop().run_in_executor(_beside, _draw_graph, folder, name)
    return False


def missing(folder: Path, model: str) -> Numbers:
    """The rows whose vectors are still to be worked out."""
    with reading(folder):
        rows = Rows(folder)
        wanted = ~rows.gone
    vectors = open_vectors(folder, model)
    if vectors is not None:
        known = vectors.known[: len(wanted)]
        wanted[: len(known)] &= ~known
    return np.flatnonzero(wanted)


async def _batch(
    database: Database, shop_id: str, folder: Path, embedder: Embedder, langs: Sequence[Lang], numbers: Numbers
) -> None:
    rows = Rows(folder)
    ids = rows.product_ids(numbers)
    async with database.session() as session:
        products = {one.id: one for one in await catalog.products(session, shop_id, ids)}
    contents = read_contents(folder)
    texts: dict[int, str] = {}
    for number, product_id in zip(numbers.tolist(), ids, strict=True):
        product = products.get(product_id)
        # What has changed since gets a new row soon, and its vector with that.
        if product is not None and content_number(meaning_of(product, ("en", "zh"))) == int(contents[number]):
            texts[number] = meaning_of(product, langs)
    if texts:
        found = await asyncio.get_running_loop().run_in_executor(_beside, embedder.embed, list(texts.values()))
        if by_database():
            numbers_of = np.array(list(texts), dtype=np.int64)
            async with database.session() as session:
                await shipped.give(session, shop_id, embedder.name, contents[numbers_of], found)
                await announce(session, TOPIC, {"shop_id": shop_id})
        # A newer version may have taken this one's place meanwhile; the next round works on that.
        with suppress(FileNotFoundError):
            await asyncio.to_thread(put, folder, embedder.name, list(texts), found)


def _draw_graph(folder: Path, model: str) -> None:
    vectors = open_vectors(folder, model)
    if vectors is None or len(vectors.known) <= EXACT_UP_TO or len(vectors.known) - vectors.graph_count < GRAPH_LAG:
        return
    started = time.monotonic()
    build_graph(vectors, Rows(folder).gone)
    log.info("search_graph_built", rows=len(vectors.known), seconds=round(time.monotonic() - started, 1))


def _folder(shop_id: str) -> Path | None:
    home = settings().home.resolve()
    name = current_version(home, shop_id)
    return None if name is None else shop_folder(home, shop_id) / name
