"""How close in meaning candidates are to the query, and to what the query is evidently about. Pure.

A cosine says little by itself: models and shops differ in how close everything is to everything. So closeness is told in
deviations from the shop's usual one, and held between "hardly closer than anything" and "as close as what is meant
usually is": beyond that, more closeness is chance, and the words decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.search.ranking.lexical import Floats

Matrix = NDArray[np.float32]
LEAST: Final = 1.0
FULL: Final = 5.0
"""Deviations from the shop's mean: the nearest sixth of a shop begins to count, what stands out like one in a million counts fully."""
EXAMPLES: Final = 12
"""The best hits that show what the query is about: half a page."""
CONTRAST: Final = 0.15
"""How much less a hit counts as an example than the best one: by e for each such difference of scores."""
SMALL: Final = 500
"""Pieces below which a kind may be a large part of a shop."""
_NARROWEST: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """How close the candidates are, from 0 to 1."""

    query: Floats
    """To the query."""
    kind: Floats
    """To its best hits: the kind of thing that is meant."""


def closeness(vector: Matrix, rows: Matrix, background: Matrix, agreed: Floats) -> Closeness:
    """`vector` is the query's, `rows` the candidates', `background` a sample of the shop's; `agreed` how the candidates
    agree in words."""
    known: NDArray[np.bool_] = np.asarray(rows.any(axis=1))
    near = standing(rows @ vector, background @ vector)
    near[~known] = 0.0
    centre = _centre(rows, agreed + near, known)
    if centre is None:
        return Closeness(query=near, kind=np.zeros(len(rows)))
    kind = standing(rows @ centre, background @ centre)
    kind[~known] = 0.0
    return Closeness(query=near, kind=kind)


def standing(cosines: NDArray[np.float32], usual: NDArray[np.float32]) -> Floats:
    """Cosines in deviations from the usual ones, between `LEAST` (0) and `FULL` (1)."""
    middle, spread = _usual(usual)
    held: Floats = np.clip(((cosines - middle) / spread - LEAST) / (FULL - LEAST), 0.0, 1.0).astype(np.float64)
    return held


def _usual(cosines: NDArray[np.float32]) -> tuple[float, float]:
    """How close a piece usually is, and how far that varies.

    In a small shop one kind may be a quarter of everything: what is meant would count as usual, and nothing stand out. So
    there only the half that is farther away says what is usual.
    """
    if not len(cosines):
        return 0.0, 1.0
    if len(cosines) >= SMALL:
        return float(cosines.mean()), max(float(cosines.std()), _NARROWEST)
    middle = float(np.median(cosines))
    farther = cosines[cosines <= middle]
    return middle, max(float(np.sqrt(np.mean((farther - middle) ** 2))), _NARROWEST)


def _centre(rows: Matrix, first: Floats, known: NDArray[np.bool_]) -> Matrix | None:
    """The middle of the best hits, each by how good it is."""
    scores = np.where(known, first, -np.inf)
    best = np.argsort(-scores, kind="stable")[:EXAMPLES]
    best = best[np.isfinite(scores[best])]
    if not len(best):
        return None
    weights = np.exp((scores[best] - scores[best[0]]) / CONTRAST).astype(np.float32)
    centre: Matrix = weights @ rows[best]
    length = float(np.linalg.norm(centre))
    return centre / length if length > 0 else None
