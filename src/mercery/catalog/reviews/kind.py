"""Reviews as a kind of file the importer takes and the export writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.importing.kinds import Counted, Kind
from mercery.catalog.reviews.reading import likeness, read_reviews
from mercery.catalog.reviews.service import apply_reviews, reviews
from mercery.core.errors import Invalid
from mercery.core.files.problems import FileRefused

_PAGE = 500


async def _import(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    drafts = read_reviews(path, name)
    try:
        async with session.begin_nested() as part:
            done = await apply_reviews(session, shop.id, drafts, actor)
            if dry_run:
                await part.rollback()
    except Invalid as error:
        raise FileRefused(f"{name}: {error.message}", problems=error.problems, zh=f"{name}：{error.zh}") from error
    return Counted(kind="reviews", format="reviews", new=done.new, changed=0, unchanged=done.unchanged)


async def _export(session: AsyncSession, shop: Shop, out: TextIO) -> int:
    """One JSON object a line. Whether a review is shown is told too; an import never takes that over."""
    handles: dict[str, str] = {}
    written = 0
    while True:
        page = await reviews(session, shop.id, offset=written, limit=_PAGE)
        missing = [one.product_id for one in page.reviews if one.product_id not in handles]
        handles |= {one.id: one.handle for one in await catalog.products(session, shop.id, missing)}
        for one in page.reviews:
            row = {
                "handle": handles[one.product_id], "rating": one.rating, "author": one.author, "text": one.text,
                "at": one.written_at.isoformat(), "lang": one.lang, "state": one.state,
            }  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        written += len(page.reviews)
        if written >= page.total or not page.reviews:
            return written


REVIEWS = Kind(name="reviews", order=4, likeness=likeness, importer=_import, exporter=_export, filename="reviews.jsonl")
