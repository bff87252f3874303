"""How many streams are open: each holds a connection and a little memory for as long as a browser likes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from starlette.requests import HTTPConnection

from mercery.core.config import settings
from mercery.core.errors import TooMany


class TooManyStreams(TooMany):
    """Somebody follows too much at once."""

    code = "too_many_streams"


class StreamsFull(TooMany):
    """This process has no room for another stream."""

    code = "streams_full"

    def __init__(self) -> None:
        super().__init__(
            "The shop cannot keep another live connection open at this moment.",
            remedy="Try again in a few seconds, or ask for the messages instead of following them. For the shop: more "
            "web processes, or a higher MERCERY_STREAMS_PER_PROCESS.",
            zh="店铺此刻无法再建立实时连接，请几秒后重试。",
        )
        self.headers = {"Retry-After": "5"}


class OpenStreams:
    """The open streams of one process, by reader."""

    def __init__(self, *, per_reader: int, at_most: int, per_shop: int | None = None) -> None:
        self._per_reader, self._at_most = per_reader, at_most
        self._per_shop = at_most if per_shop is None else per_shop
        self._open: Counter[str] = Counter()
        self._of_shop: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many are open now."""
        return self._open.total()

    def check(self, reader: str, shop_id: str = "") -> None:
        """Refuse one more for `reader`: TooManyStreams, StreamsFull, the latter also where the shop has its share. Asked
        before the answer begins."""
        if self._open[reader] >= self._per_reader:
            raise TooManyStreams(
                f"{self._per_reader} live connections are open already.",
                remedy="Close another window of this shop first.",
                zh=f"已打开 {self._per_reader} 个实时连接，请先关闭本店的其他窗口。",
            )
        if self.count >= self._at_most or (shop_id and self._of_shop[shop_id] >= self._per_shop):
            raise StreamsFull

    @contextmanager
    def held(self, reader: str, shop_id: str = "") -> Iterator[None]:
        """Count one for as long as it is being sent. Counted when sending begins: a reader who is gone by then never
        holds a place."""
        self._open[reader] += 1
        self._of_shop[shop_id] += 1
        try:
            yield
        finally:
            for counter, name in ((self._open, reader), (self._of_shop, shop_id)):
                counter[name] -= 1
                if not counter[name]:
                    del counter[name]


def streams_of(connection: HTTPConnection) -> OpenStreams:
    """The process's open streams."""
    state = connection.app.state
    if not hasattr(state, "streams"):
        chosen = settings()
        state.streams = OpenStreams(
            per_reader=chosen.streams_per_visitor,
            at_most=chosen.streams_per_process,
            per_shop=chosen.streams_per_shop,
        )
    return cast(OpenStreams, state.streams)
