"""The blend's weights, learnt from what people bought next. Pure and deterministic.

A case is what was known of a person at a moment, and what they bought then. The weights make a choice among the candidates
likely that gives every case the same say, however much was bought: each piece that was bought is to be told from all that
were not (the cross-entropy of a softmax over it and them), and counts by its share in what was bought. Weights are pulled towards the ones chosen by hand, so that a
shop with few orders keeps those. The lists a case is scored with must not know what was bought; `learnt` cannot see that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.blend import unlearnt
from mercery.recommendations.model.features import FEATURES, Ready, candidates
from mercery.recommendations.model.hazard import Floats, Numbers
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Lists, Weights

SAMPLED: Final = 120
"""Of the candidates a person neither bought before nor then, so many are looked at, standing for all."""
PULL: Final = 20.0
"""How strongly weights are pulled to the ones chosen by hand: as so many cases would."""
STEPS: Final = 80
_MEMORY: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What was known of a person, and the pieces they bought then."""

    history: History
    day: float
    bought: Sequence[int]
    about: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Candidates of many cases under one another."""

    matrix: Weights
    starts: Numbers
    """The row each case begins at."""
    shares: Floats
    """Of each row, its share in what was bought in its case."""
    offsets: Floats
    """Of each row, the logarithm of how many rows it stands for."""


def examples(cases: Iterable[Case], lists: Lists, seed: int = 0) -> Examples:
    """The candidates of the cases in which anything bought was among them."""
    random, ready = np.random.default_rng(seed), Ready(lists=lists)
    blocks: list[Weights] = []
    shares: list[Floats] = []
    offsets: list[Floats] = []
    for case in cases:
        found = candidates(case.history, ready, case.day, case.about)
        right = np.isin(found.ids, np.asarray(case.bought, dtype=np.int32))
        if not right.any():
            continue
        sure = right | (found.matrix[:, 0] > 0)
        others = np.flatnonzero(~sure)
        taken = random.permutation(others)[:SAMPLED]
        rows = np.concatenate([np.flatnonzero(sure), taken])
        blocks.append(found.matrix[rows])
        shares.append(right[rows] / len(set(case.bought)))
        weight = np.log(len(others) / len(taken)) if len(taken) else 0.0
        offsets.append(np.concatenate([np.zeros(len(rows) - len(taken)), np.full(len(taken), weight)]))
    return _gathered(blocks, shares, offsets)


def _gathered(blocks: list[Weights], shares: list[Floats], offsets: list[Floats]) -> Examples:
    if not blocks:
        nothing = np.zeros(0)
        return Examples(
            matrix=np.zeros((0, len(FEATURES)), dtype=np.float32),
            starts=np.zeros(0, dtype=np.intp), shares=nothing, offsets=nothing,
        )  # fmt: skip
    sizes = np.asarray([len(one) for one in blocks])
    return Examples(
        matrix=np.concatenate(blocks),
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp),
        shares=np.concatenate(shares),
        offsets=np.concatenate(offsets),
    )


def together(several: Sequence[Examples]) -> Examples:
    """Examples scored with different lists, as one."""
    rows = np.cumsum([0, *(len(one.matrix) for one in several)])
    return Examples(
        matrix=np.concatenate([one.matrix for one in several]),
        starts=np.concatenate([one.starts + start for one, start in zip(several, rows, strict=False)]),
        shares=np.concatenate([one.shares for one in several]),
        offsets=np.concatenate([one.offsets for one in several]),
    )


def learnt(told: Examples, pull: float = PULL, say: Callable[[str], None] | None = None) -> Floats:
    """The weights under which these cases are likely; those chosen by hand where there are none."""
    if not len(told.starts):
        return unlearnt()
    scale = np.maximum(told.matrix.std(axis=0, dtype=np.float64), 1e-6)
    scaled: Weights = (told.matrix / scale).astype(np.float32)
    home = unlearnt() * scale
    cases, case = len(told.starts), np.repeat(np.arange(len(told.starts)), _sizes(told))
    bought = told.shares > 0

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights.astype(np.float32) + told.offsets
        top = np.maximum.reduceat(scores, told.starts)
        likely = np.exp(scores - top[case])
        others = np.add.reduceat(np.where(bought, 0.0, likely), told.starts)
        whole = others[case] + likely
        value = float((told.shares * (np.log(whole) + top[case] - scores))[bought].sum())
        pressed = np.where(bought, told.shares / whole, 0.0)
        slack = likely * np.where(bought, pressed, np.add.reduceat(pressed, told.starts)[case]) - told.shares
        away = weights - home
        return (value + pull / 2 * float(away @ away)) / cases, (
            (slack.astype(np.float32) @ scaled).astype(np.float64) + pull * away
        ) / cases

    found, value = smallest(loss, home)
    if say:
        say(f"Learnt {len(found)} weights from {cases} cases: {loss(home)[0]:.4f} to {value:.4f}")
    return np.asarray(found / scale)


def _sizes(told: Examples) -> NDArray[np.intp]:
    return np.diff(np.append(told.starts, len(told.matrix)))


def smallest(loss: Callable[[Floats], tuple[float, Floats]], start: Floats) -> tuple[Floats, float]:
    """Where a smooth convex function is smallest, by L-BFGS with steps halved until they pay (Nocedal and Wright, 7.4)."""
    at, (value, slope) = start, loss(start)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(STEPS):
        direction = -_along(slope, moves)
        gain, step = float(slope @ direction), 1.0 if moves else 1.0 / max(float(np.linalg.norm(slope)), 1.0)
        if gain > -1e-9:
            break
        there, (found, turned) = at + step * direction, loss(at + step * direction)
        while found > value + 1e-4 * step * gain and step > 1e-8:
            step /= 2
            there = at + step * direction
            found, turned = loss(there)
        if found > value:
            break
        if float((there - at) @ (turned - slope)) > 1e-12:
            moves = [*moves[1 - _MEMORY :], (there - at, turned - slope)]
        at, value, slope = there, found, turned
    return at, value


def _along(slope: Floats, moves: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The slope seen through the curvature the last moves told of."""
    found = slope.copy()
    shares = []
    for moved, bent in reversed(moves):
        share = float(moved @ found) / float(moved @ bent)
        shares.append(share)
        found -= share * bent
    if moves:
        moved, bent = moves[-1]
        found *= float(moved @ bent) / float(bent @ bent)
    for (moved, bent), share in zip(moves, reversed(shares), strict=True):
        found += moved * (share - float(bent @ found) / float(moved @ bent))
    return found
