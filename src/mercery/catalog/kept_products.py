"""Products as they were read, kept by this process for as long as no row they were made of is another.

Every message of a customer and every page asks for products; reading one takes six queries and most of what a message
costs. Whether one still holds is told by a mark over its rows: PostgreSQL gives each version of a row a place (`ctid`) and
the transaction that wrote it (`xmin`), so nothing that is ever written can be missed, by whatever hand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import Product
from mercery.core import statements
from mercery.core.statements import Statement

MOST: Final = 2_000
"""Products kept by a process, about 10 kB each; the one not asked for longest goes first."""
AT_ONCE: Final = 200
"""Whoever wants more goes through the whole range, and would only push out what customers ask for."""
_MARKS: Final[Statement[tuple[str, str]]] = Statement(
    text("""
    SELECT p.id, concat_ws(' ', p.ctid, p.xmin, p.version, p.updated_at,
      (SELECT concat(count(*), ':', bit_xor(hashtextextended(
          concat_ws(' ', v.ctid, v.xmin, v.version, v.updated_at, r.ctid, r.xmin), 0)))
         FROM variants v LEFT JOIN prices r ON r.variant_id = v.id WHERE v.product_id = p.id),
      (SELECT concat(count(*), ':', bit_xor(hashtextextended(concat_ws(' ', m.ctid, m.xmin), 0)))
         FROM media m WHERE m.product_id = p.id),
      (SELECT concat(count(*), ':', bit_xor(hashtextextended(concat_ws(' ', i.ctid, i.xmin, c.ctid, c.xmin), 0)))
         FROM collection_products i JOIN collections c ON c.id = i.collection_id WHERE i.product_id = p.id),
      (SELECT concat(count(*), ':', bit_xor(hashtextextended(concat_ws(' ', k.ctid, k.xmin), 0)))
         FROM categories k WHERE k.shop_id = :shop))
    FROM (SELECT id FROM unnest(CAST(:ids AS text[])) AS id LIMIT :number) AS wanted JOIN products p ON p.id = wanted.id
    WHERE p.shop_id = :shop
    """)
)
"""Planned once for a connection: with the limit PostgreSQL counts on one product where it knows none, without it on ten, finds
that dear, and plans each time anew, which takes longer than the marks."""
_kept: OrderedDict[tuple[str, str], tuple[str, Product]] = OrderedDict()
Read = Callable[[AsyncSession, str, Sequence[str]], Awaitable[dict[str, Product]]]


async def products_by_id(session: AsyncSession, shop_id: str, ids: Sequence[str], read: Read) -> dict[str, Product]:
    """The products `ids` of the shop as they are now; those not at hand come from `read`."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > AT_ONCE:
        return await read(session, shop_id, wanted)
    marks = await _marks(session, shop_id, wanted)
    found: dict[str, Product] = {}
    for id_, mark in marks.items():
        known = _kept.get((shop_id, id_))
        if known is not None and known[0] == mark:
            _kept.move_to_end((shop_id, id_))
            found[id_] = known[1]
    missing = [id_ for id_ in marks if id_ not in found]
    if missing:
        fresh = await read(session, shop_id, missing)
        # Read in several steps: what changed between them is not kept.
        after = await _marks(session, shop_id, missing)
        for id_, product in fresh.items():
            found[id_] = product
            if after.get(id_) == marks[id_]:
                _keep(shop_id, id_, marks[id_], product)
    return found


def forget_all() -> None:
    """Let go of everything."""
    _kept.clear()


def _keep(shop_id: str, id_: str, mark: str, product: Product) -> None:
    _kept[(shop_id, id_)] = mark, product
    _kept.move_to_end((shop_id, id_))
    while len(_kept) > MOST:
        _kept.popitem(last=False)


async def _marks(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, str]:
    return dict(await statements.rows(session, _MARKS.of(shop=shop_id, ids=list(ids), number=len(ids))))
