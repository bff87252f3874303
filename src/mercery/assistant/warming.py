"""What the first customers after a start would wait for, made ready in the background."""

from __future__ import annotations

import asyncio
import gc
from typing import Final

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.assistant.gathering import range_of
from mercery.assistant.service import think
from mercery.assistant.turns import TurnContext
from mercery.core.database import Database
from mercery.core.i18n import LANGS
from mercery.core.logging import get_logger
from mercery.core.memory import give_back
from mercery.guide import shelf as guide
from mercery.knowledge import service as knowledge
from mercery.promotions.service import glances
from mercery.search import service as search

log = get_logger(__name__)
MOST_SHOPS: Final = 20
"""An installation with more shops warms the first of them; the others are ready after their first message."""
_FIRST_PAGE_SECONDS: Final = 1.0
"""The pages that are asked for right after a start come first."""


async def warm_in_background(database: Database) -> bool:
    """Make every shop ready, one after the other. Whatever fails is noted and left to the first message; whether all went well."""
    await asyncio.sleep(_FIRST_PAGE_SECONDS)
    well = True
    try:
        async with database.session() as session:
            shops = (await accounts.all_shops(session))[:MOST_SHOPS]
        for shop in shops:
            await warm(database, shop)
    except Exception as error:
        well = False
        log.warning("assistant_not_warm", error=str(error) or type(error).__name__)
    # What stands now stays: the indexes, the lexicons, the modules. Looked through again and again for cycles, they
    # would stop every customer for a fifth of a second each time (measured).
    gc.collect()
    gc.freeze()
    give_back()
    return well


async def warm(database: Database, shop: Shop) -> None:
    """Build the shop's indexes beside the loop and think one question through in each language. Stores nothing."""
    async with database.session() as session:
        await search.warm(session, shop, offers=glances)
    await knowledge.warm(database, shop.id)
    async with database.session() as session:
        known = await range_of(session, shop.id)
    for lang in LANGS:
        text = "How much is it, and is it in stock?" if lang == "en" else "多少钱，有现货吗"
        context = TurnContext(product_id=next(iter(known.first), None))
        async with database.session() as session:
            await think(session, shop, text, lang=lang, context=context)
    await guide.warm(database, shop)
    async with database.session() as session:
        # By now the model has been loaded, too, and the shop's vectors are opened.
        await search.warm(session, shop, offers=glances)
