"""A reading of the catalogue as it goes: some products at a time, each part in a transaction of its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.catalog.events import CatalogChanged
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.events import announce
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.studio.extracting import repository
from mercery.studio.extracting.found import Found
from mercery.studio.extracting.learner.learning import STEPS, Learnt, Say, learn
from mercery.studio.extracting.own_examples import Decided, enough, examples, read_learnt
from mercery.studio.extracting.proposing import digest_of, proposed, texts_of
from mercery.studio.extracting.rules import read

READER: Final = "1"
"""Goes up when the lists and patterns read otherwise, so that everything is read again."""
_AT_ONCE: Final = 50
_TAUGHT_FROM: Final = 5_000
"""Products of a shop that are looked at for examples."""
_learnt: dict[str, tuple[Learnt, Mapping[str, Words]]] = {}
"""Of each shop what this process learnt at the last full reading."""


async def read_catalogue(database: Database, shop_id: str, run_id: str) -> None:
    """Read what the run asks for; what happened is kept with it."""
    try:
        await _read(database, shop_id, run_id)
    except Exception as error:
        async with database.session() as session:
            await repository.note_run(
                session, shop_id, run_id, state="failed", problem=type(error).__name__, ended_at=now()
            )
        raise


async def _read(database: Database, shop_id: str, run_id: str) -> None:
    async with database.session() as session:
        run = repository.run_of(await repository.run_row(session, shop_id, run_id))
        if not run.busy:
            return
        wanted = await _wanted(session, shop_id, everything=run.everything)
        await _tell(session, shop_id, run_id, state="learning", total=len(STEPS), done=0)
    if len(wanted) > _AT_ONCE or run.everything:
        await _teach(database, shop_id, run_id)
    async with database.session() as session:
        await _tell(session, shop_id, run_id, state="reading", total=len(wanted), done=0)
    found = 0
    for begin in range(0, len(wanted), _AT_ONCE):
        async with database.session() as session:
            found += await _read_some(session, shop_id, wanted[begin : begin + _AT_ONCE])
            done = min(begin + _AT_ONCE, len(wanted))
            await _tell(session, shop_id, run_id, state="reading", done=done, found=found)
    async with database.session() as session:
        await _tell(session, shop_id, run_id, state="done", ended_at=now())


async def _tell(session: AsyncSession, shop_id: str, run_id: str, **values: object) -> None:
    await repository.note_run(session, shop_id, run_id, **values)
    await announce(session, f"attributes:{shop_id}")


async def _wanted(session: AsyncSession, shop_id: str, *, everything: bool) -> list[str]:
    """The products whose words were not read as they are now."""
    ids = await catalog.all_product_ids(session, shop_id)
    if everything:
        return ids
    known = await repository.read_digests(session, shop_id)
    wanted: list[str] = []
    for begin in range(0, len(ids), 500):
        some = await catalog.products(session, shop_id, ids[begin : begin + 500])
        wanted += [product.id for product in some if known.get(product.id) != digest_of(product, READER)]
    return wanted


async def _read_some(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> int:
    products = await catalog.products(session, shop_id, ids)
    taught = _learnt.get(shop_id)
    readings = await asyncio.to_thread(_found, products, taught)
    new = 0
    for product, found in readings:
        new += await repository.keep(session, shop_id, product.id, found)
    await repository.note_read(session, shop_id, {product.id: digest_of(product, READER) for product in products})
    return new


def _found(
    products: Sequence[Product], taught: tuple[Learnt, Mapping[str, Words]] | None
) -> list[tuple[Product, list[Found]]]:
    own = read_learnt(taught[0], products, taught[1]) if taught is not None else [[] for _ in products]
    return [
        (product, proposed(product, [*read(texts_of(product)), *learnt]))
        for product, learnt in zip(products, own, strict=True)
    ]


async def _teach(database: Database, shop_id: str, run_id: str) -> None:
    """Learn from the shop's own complete products and from what its people decided, where there is enough of both."""
    async with database.session() as session:
        ids = (await catalog.all_product_ids(session, shop_id))[:_TAUGHT_FROM]
        products = await catalog.products(session, shop_id, ids)
        drafts = await repository.drafts(session, shop_id, ("accepted", "refused"))
    decided = [
        Decided(product_id=one.product_id, attribute=one.attribute, words=one.words, field=one.field, lang=one.lang,
                accepted=one.state == "accepted")
        for one in drafts
    ]  # fmt: skip
    taught = await asyncio.to_thread(_learn, products, decided, _teller(database, shop_id, run_id))
    if taught is None:
        _learnt.pop(shop_id, None)
    else:
        _learnt[shop_id] = taught


def _teller(database: Database, shop_id: str, run_id: str) -> Say:
    """Tells, from the thread that learns, how many steps of it are done."""
    loop, begun = asyncio.get_running_loop(), count()

    async def tell(done: int) -> None:
        async with database.session() as session:
            await _tell(session, shop_id, run_id, done=done)

    return lambda _: asyncio.run_coroutine_threadsafe(tell(next(begun)), loop).result()


def _learn(
    products: Sequence[Product], decided: Sequence[Decided], say: Say
) -> tuple[Learnt, Mapping[str, Words]] | None:
    found = examples(products, decided)
    if not enough(found):
        return None
    labels = Counter((one.name, one.label) for product in products for one in product.attributes)
    return learn(found, say=say), {name: label for (name, label), _ in reversed(labels.most_common())}


async def on_catalog_changed(session: AsyncSession, event: CatalogChanged) -> None:
    """Words may have changed: where the shop has its catalogue read at all, what changed is read again, once."""
    if await repository.latest_run(session, event.shop_id) is not None:
        await enqueue(
            session, "extracting:read_changed", {"shop_id": event.shop_id},
            lock=f"attributes:{event.shop_id}", once=f"attributes:{event.shop_id}",
        )  # fmt: skip


async def read_changed(database: Database, shop_id: str) -> None:
    """Read the products whose words changed, without a run anybody watches."""
    async with database.session() as session:
        wanted = await _wanted(session, shop_id, everything=False)
    for begin in range(0, len(wanted), _AT_ONCE):
        async with database.session() as session:
            await _read_some(session, shop_id, wanted[begin : begin + _AT_ONCE])
