"""The indexes this process has open, each followed to its newest version; built when a shop has none."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.core.storage import by_database
from mercery.search.document import document
from mercery.search.index import IndexMissing, NewVersion, SearchIndex, current_version, open_index, unfinished
from mercery.search.index import update as update_index
from mercery.search.meaning import meaning_in_use, wanted_model
from mercery.search.measures import Known
from mercery.search.query.lexicon import Lexicon
from mercery.search.query.repairs import synonym_words
from mercery.search.query.shop_words import IndexWords, is_distinct
from mercery.search.shipped.shipping import horizon, set_mark, take_in
from mercery.search.spelling import AsTyped, Spelling
from mercery.search.suggesting import Completer
from mercery.search.synonyms.synonym import Synonym
from mercery.search.weighing import learnt_heads
from mercery.search.words import fold, key_of

BATCH: Final = 500
_MOST_GONE: Final = 0.3
"""Share of rows that are gone after which a version is written anew."""
_FEW: Final = 2_000
AS_TYPED: Final = "spelling:"
"""Begins the key by which a shopper says that a word is meant as it was typed."""
_MOST_LEXICONS: Final = 4
"""One a language, and some that are only supposed."""
log = get_logger(__name__)


@dataclass(slots=True)
class OpenShop:
    """A shop's index with what is derived from it."""

    index: SearchIndex
    _lexicons: dict[tuple[Synonym, ...], Lexicon] = field(default_factory=dict)
    _lexicon_of: int = -1
    _spelling: Spelling | None = field(default=None)
    _completers: dict[tuple[Synonym, ...], Completer] = field(default_factory=dict)
    _heads: frozenset[int] | None = field(default=None)

    @property
    def lexicon(self) -> Lexicon:
        """The words of its facets with the shipped synonyms."""
        return self.lexicon_for(())

    def lexicon_for(self, own: tuple[Synonym, ...]) -> Lexicon:
        """The words of its facets with a shop's own synonyms, read anew when there are more of them."""
        rows = self.index.rows
        size = len(rows.labels) + len(rows.amounts)
        if self._lexicon_of != size or len(self._lexicons) > _MOST_LEXICONS:
            self._lexicons.clear()
            self._completers.clear()
            self._lexicon_of = size
        if own not in self._lexicons:
            known = Known(measured=tuple(rows.measured.values()), amounts=frozenset(rows.amounts))
            self._lexicons[own] = Lexicon(rows.labels.values(), known, own, partial(is_distinct, self.index))
        return self._lexicons[own]

    def completer_for(self, own: tuple[Synonym, ...]) -> Completer:
        """What can be completed to, by the same words."""
        lexicon = self.lexicon_for(own)
        if own not in self._completers:
            self._completers[own] = Completer(self.index, lexicon, self.spelling)
        return self._completers[own]

    @property
    def spelling(self) -> Spelling:
        """Corrections by its words and by such synonyms as lead to something here, made at the first search."""
        if self._spelling is None:
            vocabulary = self.index.vocabulary()
            in_use = IndexWords(self.index, Spelling({}))
            others = dict.fromkeys(synonym_words(self.lexicon, in_use), 0)
            known = self.lexicon.synonyms
            self._spelling = Spelling(others | vocabulary, lambda word: known.knows(key_of(word)))
        return self._spelling

    def as_typed(self, kept_as_words: Collection[str]) -> OpenShop:
        """The same shop, in which the words named by keys `spelling:…` are not taken for misspelt."""
        kept = [fold(key.removeprefix(AS_TYPED)) for key in kept_as_words if key.startswith(AS_TYPED)]
        return replace(self, _spelling=AsTyped(self.spelling, kept)) if kept else self

    def warm(self) -> None:
        """Work out what every search needs."""
        _ = self.lexicon, self.spelling, self.heads, self.index.terms.averages

    @property
    def heads(self) -> frozenset[int]:
        """The words that end compounds in its names, learnt at the first search."""
        if self._heads is None:
            self._heads = learnt_heads(self.index)
        return self._heads


_open: OrderedDict[tuple[Path, str], OpenShop] = OrderedDict()
"""Those used last, the latest at the end."""
_building: WeakValueDictionary[tuple[Path, str], asyncio.Lock] = WeakValueDictionary()
_following: dict[tuple[Path, str], asyncio.Task[None]] = {}


async def opened(session: AsyncSession, shop_id: str) -> OpenShop:
    """The shop's index in its newest version; built here and now when there is none that can be read."""
    home = settings().home.resolve()
    name = current_version(home, shop_id)
    known = _open.get((home, shop_id))
    if known is not None and name is not None:
        if known.index.folder.name != name:
            _follow(home, shop_id)
        _follow_model(known.index)
        _open.move_to_end((home, shop_id))
        return known
    async with _building.setdefault((home, shop_id), asyncio.Lock()):
        if (made := _open.get((home, shop_id))) is not None and made.index.folder.name == current_version(
            home, shop_id
        ):
            # Somebody who asked a moment before has opened it.
            return made
        try:
            shelf = await asyncio.to_thread(_prepared, home, shop_id)
        except IndexMissing:
            await _made_here(session, home, shop_id)
            shelf = await asyncio.to_thread(_prepared, home, shop_id)
        _keep(home, shop_id, shelf)
    await want_vectors(session, shop_id)
    return shelf


def _keep(home: Path, shop_id: str, shelf: OpenShop) -> None:
    """Have it open for the next search, and let go of those nobody has asked longest where they are too many.

    What is let go of is closed with the last search that goes on in it: files and memory are held by those who use them.
    """
    _follow_model(shelf.index)
    _open[(home, shop_id)] = shelf
    _open.move_to_end((home, shop_id))
    while len(_open) > settings().search_indexes_open:
        _open.popitem(last=False)


async def _made_here(session: AsyncSession, home: Path, shop_id: str) -> None:
    """An index on a machine that has none: the one that was shipped, else one built here and now, and a worker asked to
    build and ship one."""
    if by_database():
        if await take_in(database(), home, shop_id):
            return
        mark = await horizon(session)
        await rebuild(session, shop_id)
        await asyncio.to_thread(set_mark, home, shop_id, mark)
        await want_rebuild(session, shop_id)
        return
    await rebuild(session, shop_id)


def _prepared(home: Path, shop_id: str) -> OpenShop:
    """The version in use with all that is derived from it, so that the first search waits for nothing."""
    shelf = OpenShop(open_index(home, shop_id))
    shelf.warm()
    return shelf


def _follow(home: Path, shop_id: str) -> None:
    """Take up a version that another process has put to use, beside the searches that go on in the one before."""
    if (home, shop_id) in _following:
        return

    async def take_up() -> None:
        try:
            shelf = await asyncio.to_thread(_prepared, home, shop_id)
        except IndexMissing as error:
            log.warning("search_index_not_followed", shop=shop_id, error=str(error))
            # The next search finds none open, and has one built.
            _open.pop((home, shop_id), None)
        else:
            if (home, shop_id) in _open:
                _keep(home, shop_id, shelf)
        finally:
            _following.pop((home, shop_id), None)

    _following[(home, shop_id)] = asyncio.create_task(take_up(), name="search_follows")


def forget(shop_id: str) -> None:
    """Let go of a shop's index: its shop is gone."""
    key = (settings().home.resolve(), shop_id)
    if (task := _following.pop(key, None)) is not None:
        task.cancel()
    _open.pop(key, None)


def _follow_model(index: SearchIndex) -> None:
    """Go by the vectors of the model this process has loaded."""
    meaning = meaning_in_use()
    index.model = None if meaning is None else meaning.model


async def rebuild(session: AsyncSession, shop_id: str) -> int:
    """Write a new version from the catalogue and put it to use; returns how many products it has."""
    home = settings().home.resolve()
    ids = await catalog.all_product_ids(session, shop_id)
    names = {one.handle: one.name for one in await catalog.collections(session, shop_id)}
    with NewVersion(home, shop_id) as version:
        for batch in _batches(ids):
            products = await catalog.products(session, shop_id, batch)
            await asyncio.to_thread(_taken, version, products, names)
        count = await asyncio.to_thread(version.publish)
    log.info("search_index_built", shop=shop_id, products=count)
    if (home, shop_id) in _open:
        _keep(home, shop_id, await asyncio.to_thread(_prepared, home, shop_id))
    await want_vectors(session, shop_id)
    return count


def _taken(version: NewVersion, products: Sequence[Product], names: Mapping[str, Words]) -> None:
    version.add([document(product, names) for product in products])


async def refresh(session: AsyncSession, shop_id: str, product_ids: Sequence[str]) -> None:
    """Bring single products up to date; a whole build where there is no index, or too much of it is gone."""
    home = settings().home.resolve()
    if current_version(home, shop_id) is None:
        await _made_here(session, home, shop_id)
        return
    wanted = list({*product_ids, *await asyncio.to_thread(unfinished, home, shop_id)})
    products = await catalog.products(session, shop_id, wanted)
    names = {one.handle: one.name for one in await catalog.collections(session, shop_id)}
    active = [document(product, names) for product in products if product.status == "active"]
    gone = set(wanted) - {one.product_id for one in active}
    try:
        update = await asyncio.to_thread(update_index, home, shop_id, active, gone)
    except IndexMissing:
        await rebuild(session, shop_id)
        return
    if update.gone > max(_FEW, _MOST_GONE * update.rows):
        # On machines that share no folder all find that out; one of them builds, and the others take its version.
        await (want_rebuild if by_database() else rebuild)(session, shop_id)
        return
    await want_vectors(session, shop_id)


async def want_rebuild(session: AsyncSession, shop_id: str) -> None:
    """Have a worker write the shop's index anew, once this transaction is committed."""
    name = f"search:rebuild:{shop_id}"
    await enqueue(session, "search:rebuild", {"shop_id": shop_id}, lock=f"search:{shop_id}", once=name)


async def want_vectors(session: AsyncSession, shop_id: str) -> None:
    """Have what is missing of the shop's vectors worked out, where this installation has a model."""
    if wanted_model() is not None:
        name = f"search:vectors:{shop_id}"
        await enqueue(session, "search:vectors", {"shop_id": shop_id}, lock=name, once=name)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
