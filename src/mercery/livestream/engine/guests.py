"""Who else may have the air: a person's stream, an outside face. One at a time, and the host is always there behind them."""

from __future__ import annotations

from typing import Final

import numpy as np

from mercery.livestream.engine.feed import Feeding, behind
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.protocol import Feed, FeedOf, FeedState
from mercery.livestream.engine.talk import Sound

_RAMP: Final = 960
"""Samples in which sound comes in or goes out: a cut would click."""


class Guests:
    """Used by the engine's own thread alone."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._feeds: dict[FeedOf, Feeding] = {}
        self._lost: set[FeedOf] = set()
        self._on_air: FeedOf | None = None
        self._ground: Picture | None = None
        self._begins = False
        self._fading: Sound | None = None

    @property
    def on_air(self) -> FeedOf | None:
        """Who has the air in place of the drawn host."""
        return self._on_air

    def state(self, of: FeedOf) -> FeedState:
        """How a feed is."""
        feeding = self._feeds.get(of)
        if feeding is None:
            return "none"
        return "lost" if of in self._lost and feeding.stalled else feeding.state

    def set(self, feed: Feed) -> None:
        """Open a feed in place of the one there was; without an address: only let that go."""
        before = self._feeds.get(feed.of)
        if before is not None and before.feed == feed:
            return
        if before is not None:
            if self._on_air == feed.of:
                self.give_back()
            before.close()
            del self._feeds[feed.of]
        self._lost.discard(feed.of)
        if feed.url:
            self._feeds[feed.of] = Feeding(feed, *self._size)

    def take(self, of: FeedOf, studio: Picture) -> bool:
        """Put a feed on air from the next picture on; False where it is not ready."""
        feeding = self._feeds.get(of)
        if self._on_air == of:
            return True
        if feeding is None or feeding.stalled or not feeding.begin():
            return False
        self.give_back()
        self._on_air, self._ground, self._begins = of, behind(studio), True
        self._lost.discard(of)
        return True

    def give_back(self) -> None:
        """The host has the air again."""
        if self._on_air is not None and self._ground is not None:
            feeding = self._feeds[self._on_air]
            _, sound = feeding.take(self._ground)
            self._fading = (sound * np.linspace(1, 0, len(sound))).astype(np.int16)
            feeding.stop()
        self._on_air = None

    def fading(self) -> Sound | None:
        """The last of the sound of who had the air, going out below the host's; once."""
        rest, self._fading = self._fading, None
        return rest

    def lost(self) -> bool:
        """Whether the one on air has just been lost; the host has the air then."""
        if self._on_air is None or not self._feeds[self._on_air].stalled:
            return False
        self._lost.add(self._on_air)
        self.give_back()
        return True

    def take_block(self) -> tuple[Picture, Sound] | None:
        """The picture and sound of who has the air; None: the host has."""
        if self._on_air is None or self._ground is None:
            return None
        picture, sound = self._feeds[self._on_air].take(self._ground)
        if self._begins:
            self._begins = False
            sound = sound.copy()
            sound[:_RAMP] = (sound[:_RAMP] * np.linspace(0, 1, _RAMP)).astype(np.int16)
        return picture, sound

    def close(self) -> None:
        """Let go of all."""
        for feeding in self._feeds.values():
            feeding.close()
