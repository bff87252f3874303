"""A programme as fragments on disk: what the live playlist and the recording have in common."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime
from typing import Final

from mercery.livestream.engine.coded import Coded
from mercery.livestream.engine.fragments import Boxes, Fragments
from mercery.livestream.engine.sinks.sink import Sink
from mercery.livestream.show import PER_SECOND

_SAME_S: Final = 0.002


class SegmentSink(Sink):
    """Puts packets into fragments and hands them on with their dates."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._fragments: Fragments | None = None
        self._trouble: OSError | None = None
        self._starts: list[tuple[int, float]] = []
        """First picture of each fragment that has not come out yet, and its date."""
        self._seen = 0
        self._anew = True

    @abstractmethod
    def _head(self, data: bytes) -> None:
        """Keep the head of the fragments that follow. OSError."""

    @abstractmethod
    def _segment(self, data: bytes, seconds: float, date: datetime, *, anew: bool) -> None:
        """Keep a fragment; `anew`: it does not go on where the one before ended. OSError."""

    def _write(self, coded: Coded) -> None:
        begins = coded.kind == "video" and coded.key
        if begins and self._starts and abs(self._starts[-1][1] - coded.began_at) > _SAME_S:
            # The clock was set anew: the same counters, another date.
            self._end()
        if begins:
            self._starts.append((coded.pts, coded.began_at))
        if self._fragments is None:
            self._fragments = Fragments(coded.head, Boxes(self._caught_head, self._caught))
        self._fragments.write(coded)
        if coded.kind == "video":
            self._seen = coded.pts
        self._raise()

    def _end(self) -> None:
        fragments, self._fragments = self._fragments, None
        if fragments is not None:
            try:
                fragments.close()
            except Exception as error:
                self._trouble = error if isinstance(error, OSError) else OSError(type(error).__name__)
        self._trouble = None
        self._starts.clear()
        self._anew = True

    def _abandon(self) -> None:
        self._fragments, self._trouble, self._anew = None, None, True
        self._starts = []

    def _raise(self) -> None:
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble

    def _caught_head(self, data: bytes) -> None:
        try:
            self._head(data)
        except OSError as error:
            # Not through libav, which would make another error of it.
            self._trouble = error

    def _caught(self, data: bytes) -> None:
        if self._trouble is not None or not self._starts:
            return
        (first, began_at), after = self._starts.pop(0), self._starts
        until = after[0][0] if after else self._seen + 1
        date = datetime.fromtimestamp(began_at + first / PER_SECOND, UTC)
        try:
            self._segment(data, (until - first) / PER_SECOND, date, anew=self._anew)
            self._anew = False
        except OSError as error:
            self._trouble = error
