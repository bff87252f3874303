"""`mercery index` in a shop: how the index stands, and writing it anew."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.storefront.boutique import open_boutique

from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.cli import mercery
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.search import meaning
from mercery.search.index import IndexMissing, current_version


async def run(*arguments: str) -> str:
    """The command, in a thread of its own as a process would be."""
    done = await asyncio.to_thread(CliRunner().invoke, mercery, ["index", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.output)


async def test_an_index_is_written_anew_and_tells_how_it_stands(
    database_url: str, database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()
    shop = await open_boutique(database)
    with pytest.raises(IndexMissing):
        await run("status")
    count = int((await run("rebuild")).splitlines()[-1].split()[0])
    version = current_version(home.resolve(), shop.id)
    said = await run("status")
    assert f"Version {version}, " in said and f"Products {count}; rows that are gone 0 of {count}" in said
    assert "Vectors none: embeddings are off" in said

    embedder = HashedEmbedder(32)
    monkeypatch.setattr(meaning, "_wanted", lambda chosen: embedder)
    assert f"Vectors by {embedder.name}: {count} still to be worked out" in await run("status")
    assert "Vectors worked out." in await run("rebuild", "--vectors", "--shop", shop.slug)
    assert current_version(home.resolve(), shop.id) != version
    assert f"Vectors by {embedder.name}: 0 still to be worked out" in await run("status")
