"""Token buckets: `burst` takes at once, refilled evenly over `seconds`.

Kept as the generic cell rate algorithm (ITU-T I.371): one time per key, when its bucket will be full again. Shared
limits live in PostgreSQL and hold for all processes together; the others in memory, per process.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final, NoReturn, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from starlette.requests import HTTPConnection

from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import ask_idle_ones, connecting, sqlalchemy_url
from mercery.core.errors import TooMany
from mercery.core.statements import Asked, Statement
from mercery.web.database import database_of
from mercery.web.secret import mac

_KEYS_IN_MEMORY: Final = 50_000
_TAKE = text(
    """
    INSERT INTO rate_limits AS held (key, full_at) VALUES (:key, :moment + :cost)
    ON CONFLICT (key) DO UPDATE SET full_at = GREATEST(held.full_at, :moment) + :cost
    WHERE GREATEST(held.full_at, :moment) + :cost <= :moment + :depth
    RETURNING full_at
    """
)
# In the order of their keys, so that two requests never wait for each other.
_TAKE_ALL = text(
    """
    INSERT INTO rate_limits AS held (key, full_at)
    SELECT wanted.key, :moment + wanted.cost
    FROM unnest(CAST(:keys AS text[]), CAST(:costs AS interval[])) AS wanted (key, cost) ORDER BY wanted.key
    ON CONFLICT (key) DO UPDATE SET full_at = GREATEST(held.full_at, :moment) + (EXCLUDED.full_at - :moment)
    WHERE GREATEST(held.full_at, :moment) + (EXCLUDED.full_at - :moment)
        <= :moment + (CAST(:depths AS interval[]))[array_position(CAST(:keys AS text[]), CAST(held.key AS text))]
    RETURNING key
    """
)
_TAKING: Final[Statement[str]] = Statement(_TAKE_ALL, lambda row: str(row[0]))
_FULL_AT = text("SELECT full_at FROM rate_limits WHERE key = :key")
_FORGET = text("DELETE FROM rate_limits WHERE key = :key")
_SWEEP = text("DELETE FROM rate_limits WHERE full_at < :moment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`burst` takes, refilled over `seconds`; `shared` between all processes."""

    name: str
    burst: int
    seconds: float
    shared: bool = True

    def cost(self, count: int) -> timedelta:
        """How far `count` takes push the time at which the bucket is full."""
        return timedelta(seconds=self.seconds * count / self.burst)

    @property
    def depth(self) -> timedelta:
        """From empty to full."""
        return timedelta(seconds=self.seconds)


LOGIN_PER_ACCOUNT = Limit(name="login", burst=5, seconds=300)
"""Per account and address: guessing one password."""
LOGIN_PER_ADDRESS = Limit(name="login_address", burst=30, seconds=600)
"""Per address: trying many accounts."""
ASSISTANT_PER_VISITOR = Limit(name="assistant", burst=12, seconds=60)
ASSISTANT_PER_ADDRESS = Limit(name="assistant_address", burst=120, seconds=60)
API_PER_KEY = Limit(name="api", burst=120, seconds=60)


def assistant_per_shop() -> Limit:
    """All messages of one shop's customers together, over all machines."""
    return Limit(name="assistant_shop", burst=settings().turns_per_shop, seconds=60)


class RateLimited(TooMany):
    """The bucket is empty."""

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, math.ceil(wait.total_seconds()))
        """Seconds after which one more request will be accepted."""
        super().__init__(
            "Too many requests.",
            remedy=f"Wait {self.retry_after} s, then try again.",
            zh=f"请求过于频繁，请 {self.retry_after} 秒后再试。",
        )
        self.headers = {"Retry-After": str(self.retry_after)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """One take from each of several shared buckets, by their keys."""

    limits: Mapping[str, Limit]
    moment: datetime

    @property
    def values(self) -> dict[str, object]:
        """The parameters of `_TAKE_ALL`."""
        limits = self.limits.values()
        return {
            "keys": _array(self.limits),
            "costs": _array(f"{limit.seconds / limit.burst:.6f} s" for limit in limits),
            "depths": _array(f"{limit.seconds:.6f} s" for limit in limits),
            "moment": self.moment,
        }

    @property
    def asked(self) -> Asked[str]:
        """The statement; it gives the keys of the buckets that were not empty."""
        return _TAKING.of(**self.values)


class RateLimiter:
    """Takes from buckets. It has two connections of its own, so that a refused request never waits for the pool."""

    def __init__(self, url: str, *, pooled: bool = False) -> None:
        self._engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=2,
            max_overflow=2,
            isolation_level="AUTOCOMMIT",
            connect_args=connecting(url, pooled=pooled),
            hide_parameters=True,
        )
        ask_idle_ones(self._engine)
        self._memory: OrderedDict[str, datetime] = OrderedDict()

    async def take(self, limit: Limit, *parts: str, count: int = 1) -> None:
        """Take `count` from the bucket of `parts` (an account, an address); RateLimited when it is empty."""
        key, moment = _key(limit, parts), now()
        self._check_memory(limit, key, moment, count)
        if limit.shared:
            await self._take_shared(limit, key, moment, count)
        else:
            self._remember(key, max(self._memory.get(key, moment), moment) + limit.cost(count))

    async def take_all(self, *wanted: tuple[Limit, tuple[str, ...]]) -> None:
        """Take one from each of several shared buckets in one statement; RateLimited when one of them is empty. What was
        taken from the others stays taken: who is refused comes again."""
        taking = self.taking(*wanted)
        async with self._engine.connect() as connection:
            taken = (await connection.execute(_TAKE_ALL, taking.values)).scalars().all()
        await self.settle(taking, taken)

    def taking(self, *wanted: tuple[Limit, tuple[str, ...]]) -> Taking:
        """The same to be asked elsewhere, in one trip with other statements, and settled then. Where each statement stands
        by itself: what is taken must stay taken when the rest is taken back, and not be locked longer than it lasts."""
        moment = now()
        takes = {_key(limit, parts): limit for limit, parts in wanted}
        for key, limit in takes.items():
            self._check_memory(limit, key, moment, 1)
        return Taking(limits=takes, moment=moment)

    async def settle(self, taking: Taking, taken: Collection[str]) -> None:
        """RateLimited when a bucket is not among those that could be `taken` from."""
        for key, limit in taking.limits.items():
            if key not in taken:
                await self._refuse(limit, key, taking.moment, 1)

    async def forget(self, limit: Limit, *parts: str) -> None:
        """Fill the bucket, for example after a correct password."""
        key = _key(limit, parts)
        self._memory.pop(key, None)
        async with self._engine.connect() as connection:
            await connection.execute(_FORGET, {"key": key})

    async def sweep(self) -> None:
        """Delete the rows of full buckets; they say nothing."""
        async with self._engine.connect() as connection:
            await connection.execute(_SWEEP, {"moment": now()})

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()

    def _check_memory(self, limit: Limit, key: str, moment: datetime, count: int) -> None:
        full_at = self._memory.get(key)
        if full_at is None:
            return
        excess = full_at + limit.cost(count) - moment - limit.depth
        if excess > timedelta(0):
            raise RateLimited(excess)

    async def _take_shared(self, limit: Limit, key: str, moment: datetime, count: int) -> None:
        values = {"key": key, "moment": moment, "cost": limit.cost(count), "depth": limit.depth}
        async with self._engine.connect() as connection:
            if (await connection.execute(_TAKE, values)).first() is not None:
                return
        await self._refuse(limit, key, moment, count)

    async def _refuse(self, limit: Limit, key: str, moment: datetime, count: int) -> NoReturn:
        async with self._engine.connect() as connection:
            full_at = cast("datetime | None", await connection.scalar(_FULL_AT, {"key": key})) or moment
        # Remembering the refusal here keeps a flood away from the database.
        self._remember(key, full_at)
        raise RateLimited(max(full_at + limit.cost(count) - moment - limit.depth, timedelta(seconds=1)))

    def _remember(self, key: str, full_at: datetime) -> None:
        self._memory[key] = full_at
        self._memory.move_to_end(key)
        while len(self._memory) > _KEYS_IN_MEMORY:
            self._memory.popitem(last=False)


def limiter_of(connection: HTTPConnection) -> RateLimiter:
    """The process's limiter, made at first use."""
    state = connection.app.state
    if not hasattr(state, "limiter"):
        database = database_of(connection)
        state.limiter = RateLimiter(database.url, pooled=database.pooled)
    return cast(RateLimiter, state.limiter)


def client_address(connection: HTTPConnection) -> str:
    """The caller's address (behind a trusted proxy: the one the proxy saw); IPv6 as its /64, which is one customer."""
    host = connection.client.host if connection.client else "unknown"
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return str(address)
    # On a socket for both families an IPv4 caller comes as ::ffff:a.b.c.d; all of them share one /64.
    return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))


def _array(plain: Iterable[str]) -> str:
    """An array as PostgreSQL reads it, of texts that need no quotes: the driver takes longer to see that than all the rest."""
    return "{" + ",".join(plain) + "}"


def _key(limit: Limit, parts: tuple[str, ...]) -> str:
    # Keys hold addresses and e-mails; a digest keeps them out of the table.
    return f"{limit.name}:{mac('rate', *parts)[:32]}"
