"""Puts questions that ask the same together, over both languages. Pure.

Two questions are as near as the words, ideas, places and synonyms they share (`features.py`), the rarer the nearer; between
two languages only what both have names for counts. In English the learnt vectors speak too. Groups are joined by average
linkage, so that a chain of neighbours does not become one group.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import Lang
from mercery.knowledge.features import features
from mercery.knowledge.meaning import Vector

NEAR: Final = 0.36
"""Average nearness from which questions are one."""
MOST: Final = 1_500
"""So many different questions are compared with each other; the newest ones if there are more."""
_OF_BOTH_LANGUAGES: Final = ("c:", "a:", "s:", "p:")
_BETWEEN_LANGUAGES: Final = 0.8
"""Ideas alone, without a shared word, are weaker signs."""
_VECTORS_FROM: Final = 0.3
"""Cosine of learnt vectors at which two questions begin to be near."""
_BLOCK: Final = 400

Matrix = NDArray[np.float64]


def groups(
    texts: Sequence[tuple[str, Lang]], vectors: Mapping[str, Vector] | None = None, *, near: float = NEAR
) -> list[list[int]]:
    """Places of the texts by group, the largest first; the same words are always together.

    `vectors`: of texts whose meaning is known, each of length one.
    """
    places: dict[tuple[str, Lang], list[int]] = {}
    for place, (text, lang) in enumerate(texts):
        places.setdefault((plain(text), lang), []).append(place)
    different = list(places)
    compared, alone = different[-MOST:], different[:-MOST]
    labels = _labels(nearness([texts[places[key][0]] for key in compared], vectors), near)
    found: dict[int, list[int]] = {}
    for label, key in zip(labels, compared, strict=True):
        found.setdefault(label, []).extend(places[key])
    every = [*(sorted(group) for group in found.values()), *(places[key] for key in alone)]
    return sorted(every, key=lambda group: (-len(group), group[0]))


def nearness(texts: Sequence[tuple[str, Lang]], vectors: Mapping[str, Vector] | None = None) -> Matrix:
    """How near each is to each, 0 to 1."""
    rows = [features(text) for text, _ in texts]
    if not rows:
        return np.zeros((0, 0))
    found = _cosines(rows)
    meant = [{name: worth for name, worth in row.items() if name.startswith(_OF_BOTH_LANGUAGES)} for row in rows]
    chinese = np.array([lang == "zh" for _, lang in texts])
    other_language = chinese[:, None] != chinese[None, :]
    found = np.where(other_language, _BETWEEN_LANGUAGES * _cosines(meant), found)
    for one, other, cosine in _known(texts, vectors or {}):
        found[one, other] = np.maximum(found[one, other], (cosine - _VECTORS_FROM) / (1 - _VECTORS_FROM))
    found = np.clip(found, 0.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def nearest_to(asked: Sequence[tuple[str, Lang]], texts: Sequence[tuple[str, Lang]]) -> Matrix:
    """How near each of `texts` is to the nearest of `asked`, 0 to 1; for many texts and few that ask."""
    rows = [features(text) for text, _ in [*asked, *texts]]
    worth = _worth(rows)
    both = [{name: value for name, value in row.items() if name.startswith(_OF_BOTH_LANGUAGES)} for row in rows]
    best = np.zeros(len(texts))
    for at, (_, lang) in enumerate(asked):
        for place, (_, other) in enumerate(texts):
            same = lang == other
            one, two = (rows if same else both)[at], (rows if same else both)[len(asked) + place]
            value = _cosine(one, two, worth) * (1.0 if same else _BETWEEN_LANGUAGES)
            best[place] = max(best[place], value)
    return best


def _cosine(one: Mapping[str, float], two: Mapping[str, float], worth: Mapping[str, float]) -> float:
    shared = sum(one[name] * two[name] * worth[name] ** 2 for name in one.keys() & two.keys())
    if not shared:
        return 0.0
    lengths = [math.sqrt(sum((value * worth[name]) ** 2 for name, value in row.items())) for row in (one, two)]
    return shared / (lengths[0] * lengths[1])


def _worth(rows: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """What few speak of tells more."""
    times = Counter(name for row in rows for name in row)
    return {name: math.log(1 + len(rows) / count) for name, count in times.items()}


def _known(texts: Sequence[tuple[str, Lang]], vectors: Mapping[str, Vector]) -> list[tuple[Any, Any, Matrix]]:
    """The block of texts whose vectors are known, with their cosines."""
    places = [place for place, (text, _) in enumerate(texts) if text in vectors]
    if len(places) < 2:
        return []
    rows = np.stack([vectors[texts[place][0]] for place in places]).astype(np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    grid = np.ix_(places, places)
    return [(grid[0], grid[1], rows @ rows.T)]


def near_pairs(
    texts: Sequence[str], least: float, vectors: Mapping[str, Vector] | None = None
) -> Iterator[tuple[int, int, float]]:
    """Places of two texts of one language that are at least so near, the later place first, with their nearness.

    Works through blocks of rows, so that memory grows with the number of texts and not with its square.
    """
    matrix = _of_length_one([features(text) for text in texts])
    known = [vectors.get(text) if vectors else None for text in texts]
    width = next((len(row) for row in known if row is not None), 0)
    meant = (
        np.stack([np.zeros(width) if row is None else row / (np.linalg.norm(row) or 1.0) for row in known])
        if width
        else None
    )
    for start in range(0, len(texts), _BLOCK):
        stop = min(start + _BLOCK, len(texts))
        near: Matrix = np.asarray((matrix[start:stop] @ matrix[:stop].T).todense(), dtype=np.float64)
        if meant is not None:
            near = np.maximum(near, (meant[start:stop] @ meant[:stop].T - _VECTORS_FROM) / (1 - _VECTORS_FROM))
        for row, place in zip(*np.nonzero(near >= least), strict=True):
            if place < start + row:
                yield int(start + row), int(place), min(1.0, float(near[row, place]))


def nearest_each(texts: Sequence[str], others: Sequence[str]) -> list[tuple[int, float]]:
    """For each of `texts` the place of the nearest of `others`, all of one language, and how near it is, 0 to 1."""
    if not others:
        return [(0, 0.0)] * len(texts)
    matrix = _of_length_one([features(text) for text in [*texts, *others]])
    columns = matrix[len(texts) :].T
    found: list[tuple[int, float]] = []
    for start in range(0, len(texts), _BLOCK):
        rows = matrix[start : min(start + _BLOCK, len(texts))]
        near: Matrix = np.asarray((rows @ columns).todense(), dtype=np.float64)
        found += [
            (int(place), min(1.0, float(row[place]))) for row, place in zip(near, near.argmax(axis=1), strict=True)
        ]
    return found


def _cosines(rows: Sequence[Mapping[str, float]]) -> Matrix:
    """Of feature rows, each weighted by how few of the rows have it. Rows with nothing are near to none."""
    matrix = _of_length_one(rows)
    dense: Matrix = np.asarray((matrix @ matrix.T).todense(), dtype=np.float64)
    return dense


def _of_length_one(rows: Sequence[Mapping[str, float]]) -> Any:
    """The rows as a sparse matrix, weighted; each of length one unless it is empty."""
    # Imported where it is needed, and nothing on top of it: a start of the web process has not the time.
    from scipy.sparse import csr_matrix

    worth = _worth(rows)
    columns = {name: column for column, name in enumerate(sorted(worth))}
    starts, places, values = [0], list[int](), list[float]()
    for row in rows:
        weighted = sorted((columns[name], value * worth[name]) for name, value in row.items())
        length = math.sqrt(sum(value * value for _, value in weighted)) or 1.0
        places += [column for column, _ in weighted]
        values += [value / length for _, value in weighted]
        starts.append(len(places))
    return csr_matrix((values, places, starts), shape=(len(rows), max(1, len(columns))))


def _labels(near: Matrix, least: float) -> list[int]:
    if len(near) < 2:
        return [0] * len(near)
    from sklearn.cluster import AgglomerativeClustering

    model: Any = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - least
    )
    return [int(label) for label in model.fit_predict(1 - near)]


def plain(text: str) -> str:
    """The text by which the same words are known."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
