"""What was said of each piece in its last rounds, and in the show in the last minutes, so that nothing sounds like a loop. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mercery.livestream.line import Line
from mercery.livestream.order.telling_piece import Lately
from mercery.studio.standing import key_of

ROUNDS: Final = 3
"""So many rounds of a piece are kept apart from the next."""
RECENT: Final = 120
"""Lines of the show that are kept whatever they are about: some ten minutes."""


@dataclass(slots=True)
class _Round:
    """What was said of a piece in one of its rounds: of thousands of lines only what is asked of them."""

    texts: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    """How often each attribute was."""


class Memory:
    """Filled with every line that is made; asked before the next are."""

    def __init__(self) -> None:
        self._rounds: dict[str, deque[_Round]] = {}
        self._recent: deque[str] = deque(maxlen=RECENT)
        self._before: dict[str, set[str]] = {}

    def begin(self, product_id: str) -> None:
        """The piece's next round begins."""
        self._rounds.setdefault(product_id, deque(maxlen=ROUNDS + 1)).append(_Round())

    def add(self, lines: Iterable[Line]) -> None:
        """These will be said."""
        for line in lines:
            self._recent.append(line.text)
            if line.product_id:
                rounds = self._rounds.setdefault(line.product_id, deque([_Round()], maxlen=ROUNDS + 1))
                rounds[-1].texts.add(line.text)
                if line.kind in ("piece", "filler"):
                    rounds[-1].told.update(_names(line))

    def recall(self, product_id: str, texts: Iterable[str]) -> None:
        """What was said before this process began, as kept of the show: it counts as one round."""
        for text in texts:
            self._recent.append(text)
            self._before.setdefault(product_id, set()).add(text)

    def lately(self, product_id: str) -> Lately:
        """What is not to be said again."""
        rounds = self._rounds.get(product_id, ())
        told = sum((one.told for one in rounds), Counter[str]())
        said = frozenset(text for one in rounds for text in one.texts)
        texts = said | frozenset(self._recent) | self._before.get(product_id, set())
        return Lately(texts=texts, told=told)


def _names(line: Line) -> set[str]:
    """The attributes it told. Sentences of a description are one attribute and told apart by their words."""
    return {key_of(one)[2] for one in line.sentence.fact_ids}
