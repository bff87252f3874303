"""Products in a scratch shop, brought in by the product's own importer and found by the product's own search."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.ai.choosing import chosen_embedder
from mercery.ai.embedder import Embedder, Vectors
from mercery.ai.vector_file import Vector, VectorFile, content_key
from mercery.catalog import service as catalog
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.catalog.product import Product
from mercery.catalog.product_json import product_to_json
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.evals.scratch import scratch_database
from mercery.search import library
from mercery.search.index import shop_folder
from mercery.search.meaning import Meaning, langs_of, use_meaning
from mercery.search.working_out import work_out_vectors

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedShop:
    """The shop and where it lives."""

    database: Database
    shop: Shop
    keys: Mapping[str, str]
    """What the examined file calls each product."""


class Kept:
    """An embedder whose vectors of texts seen before come out of a file of the home folder."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._file = VectorFile(folder, embedder.name)
        self._known: dict[str, Vector] = self._file.read()
        self._added = 0

    @property
    def name(self) -> str:
        """That of the embedder: its vectors are the same."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """Those of the embedder."""
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text."""
        new = [text for text in dict.fromkeys(texts) if content_key(text) not in self._known]
        if new:
            found = self._embedder.embed(new)
            self._known |= {content_key(text): row for text, row in zip(new, found, strict=True)}
            self._added += len(new)
        return np.stack([self._known[content_key(text)] for text in texts])

    def write(self) -> None:
        """Keep what is new."""
        if self._added:
            self._file.write(self._known)
            self._added = 0


@asynccontextmanager
async def searched_shop(products: Iterable[Product], say: Say, *, currency: str = "USD") -> AsyncIterator[SearchedShop]:
    """A shop with these products, its index and its vectors; nothing of it is left afterwards but the kept vectors."""
    async with scratch_database() as database:
        shop = await _filled(database, products, say, currency)
        folder = shop_folder(settings().home.resolve(), shop.id)
        try:
            async with database.session() as session:
                count = await library.rebuild(session, shop.id)
            say(f"{count} products in the index")
            await _told_meaning(database, shop, say)
            async with database.session() as session:
                found = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
            yield SearchedShop(database=database, shop=shop, keys={one.id: one.key for one in found})
        finally:
            use_meaning(None)
            library.forget(shop.id)
            shutil.rmtree(folder, ignore_errors=True)


async def _filled(database: Database, products: Iterable[Product], say: Say, currency: str) -> Shop:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mercery-eval-") as name:
        path = Path(name) / "products.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(product_to_json(one), ensure_ascii=False) + "\n" for one in products)
        async with database.session() as session:
            shop = await create_shop(
                session, slug="examined", name=Words("Eval"), currency=currency, timezone="Europe/Paris"
            )
            await import_path(session, shop, path, SYSTEM, ImportOptions())
    say(f"imported in {time.perf_counter() - started:.1f} s")
    return shop


async def _told_meaning(database: Database, shop: Shop, say: Say) -> None:
    embedder = chosen_embedder(settings())
    if embedder is None:
        say("no embeddings: by words alone")
        return
    kept = Kept(embedder, settings().home / "vectors" / "evals")
    await work_out_vectors(database, shop.id, kept, langs=langs_of(embedder))
    kept.write()
    use_meaning(Meaning(embedder))
