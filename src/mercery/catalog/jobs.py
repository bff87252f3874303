"""Background work of the catalogue: large imports, and pictures fetched."""

from __future__ import annotations

from mercery.catalog.importing import runs
from mercery.catalog.importing.images import fetch_missing
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database

blueprint = Blueprint()


@blueprint.task(name="examine_import")
async def examine_import(shop_id: str, import_id: str) -> None:
    """Read an uploaded file and keep what it would change."""
    await runs.examine(database(), shop_id, import_id)


@blueprint.task(name="apply_import")
async def apply_import(shop_id: str, import_id: str) -> None:
    """Bring an examined file in."""
    await runs.apply(database(), shop_id, import_id)


@blueprint.task(name="fetch_pictures")
async def fetch_pictures(shop_id: str) -> None:
    """Copy the pictures that imports named by address."""
    await fetch_missing(database(), shop_id)
