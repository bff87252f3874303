"""The score of a candidate: a sum of a few features, each between 0 and 1, with weights that can be told in a sentence. Pure.

What a candidate is (words, meaning) is known from the index alone; what goes for it at this moment (stock, price, what
shoppers chose) comes on top, for those that are near the first page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from mercery.search.ranking.lexical import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each feature is worth."""

    words: float = 1.0
    covered: float = 0.4
    """What says what was asked stands before what is only like it."""
    together: float = 0.2
    """Words that stand side by side in a name mean what they mean in the query: a phone stand, not a stand and a phone."""
    near: float = 0.4
    kind: float = 0.8
    """Meaning and kind together outweigh words: a word in a name is not yet the thing. What the best hits have in common says
    more than a query of two words."""
    beside: float = -0.1
    met: float = 0.6
    """A wish that is met is worth as much as the kind of thing: it was asked for."""
    over: float = -0.3
    gone: float = -0.3
    """What cannot be had sinks below what agrees nearly as well, and not below what agrees in nothing."""
    liked: float = 0.05
    """Between pieces that answer equally well."""
    chosen: float = 0.3
    """Only with a record: where few have looked, the feature itself is near 0."""
    name: float = 3.0
    kinds: float = 2.0
    details: float = 0.5
    text: float = 1.0
    """What a word is worth in the name, in what a piece is chosen by (kind, brand, colour …), in its other attributes, in
    its description: a name is short and says what a piece is; a list of attributes says much that nobody looks for."""

    def of_field(self, name: str) -> float:
        """What a word is worth in a field of the index."""
        match name.partition("_")[0]:
            case "title":
                return self.name
            case "kind":
                return self.kinds
            case "detail":
                return self.details
            case "text":
                return self.text
            case _:
                return 0.0


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the candidates are, one place each. None means: not known of any."""

    words: Floats
    """How the words agree, from 0 to 1."""
    covered: Floats | None = None
    """The share of the words' weight that is there at all."""
    together: Floats | None = None
    """The share of the query's neighbouring words that are neighbours in the name, too."""
    near: Floats | None = None
    """Closeness in meaning to the query, from 0 to 1."""
    kind: Floats | None = None
    """Closeness to the kind of thing the query is evidently about, from 0 to 1."""
    beside: Floats | None = None
    """1 where the thing asked for stands in the name only as what something else is for: a case for a camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What goes for the candidates at this moment."""

    met: Floats | None = None
    """The share of the limits asked for that are met, where not all could be."""
    over: Floats | None = None
    """How far above the price asked for, from 0 to 1 (twice as much)."""
    gone: Floats | None = None
    """1 where it cannot be had now."""
    liked: Floats | None = None
    """How much visitors like it, from 0 to 1."""
    chosen: Floats | None = None
    """How much more it was chosen for this query than others, from -1 to 1."""


def scores(features: Features | Circumstances, count: int, weights: Weights = WEIGHTS) -> Floats:
    """The score of each of `count` candidates, as far as these features say."""
    total = np.zeros(count)
    for name in type(features).__dataclass_fields__:
        values: Floats | None = getattr(features, name)
        if values is not None:
            total += getattr(weights, name) * values
    return total
