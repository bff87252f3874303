"""Reading of catalogues that no person waits for."""

from __future__ import annotations

from mercery.core.jobs import Blueprint
from mercery.core.runtime import database
from mercery.studio.extracting import working

blueprint = Blueprint()


@blueprint.task(name="read")
async def read(shop_id: str, run_id: str) -> None:
    """Read the words of the products a run asks for."""
    await working.read_catalogue(database(), shop_id, run_id)


@blueprint.task(name="read_changed")
async def read_changed(shop_id: str) -> None:
    """Read the words of products that changed."""
    await working.read_changed(database(), shop_id)
