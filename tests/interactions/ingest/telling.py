"""A process that tells events through the ingest and says which were acknowledged, until somebody kills it."""

from __future__ import annotations

import asyncio
import sys
from itertools import count

from mercery.interactions.ingest.ingest import Ingest
from mercery.interactions.ingest.row import rows_of
from mercery.interactions.interaction import Interaction


async def tell(url: str, shop_id: str, name: str) -> None:
    """Six producers; a line on stdout for each batch that was acknowledged, written at once."""
    ingest = Ingest(url)
    ingest.start()

    async def produce(producer: int) -> None:
        for number in count():
            ids = [f"{name}-{producer}-{number}-{place}" for place in range(40)]
            acts = [
                Interaction(visitor_id=f"vis_{producer}", kind="view", surface="product", event_id=one) for one in ids
            ]
            await ingest.submit(rows_of(shop_id, acts), room_seconds=30)
            sys.stdout.write(f"{name}-{producer}-{number}\n")
            sys.stdout.flush()

    await asyncio.gather(*(produce(producer) for producer in range(6)))


if __name__ == "__main__":
    asyncio.run(tell(*sys.argv[1:4]))
