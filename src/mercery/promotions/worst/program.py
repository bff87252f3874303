"""A linear program over very many columns, of which few matter: rows are numbers for every column, solved by HiGHS.

Columns are units of an article at one line price; beside them stand the few unknowns of the rules ("whether it is used",
"how much it takes off"). A relaxation is solved by column generation: columns come in only once they could lower the
value. `prices` then says for every column what one unit of it costs at least, by which most of them are left out of the
integer program without any loss.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

INFINITE: Final = float("inf")
CLOSE: Final = 1e-6
_NONE: Final = np.array([], dtype=np.int64)
_FEASIBLE: Final = 2
"""What HiGHS calls a solution that meets every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """One unknown beside the columns."""

    cost: float
    low: float
    high: float
    whole: bool


@dataclass(slots=True)
class Program:
    """Minimise; every column is a whole number between 0 and `most`."""

    costs: Numbers
    most: Numbers
    constant: float = 0.0
    unknowns: list[Unknown] = field(default_factory=list)
    weights: list[tuple[Places, Numbers]] = field(default_factory=list)
    """For each row the columns in it and their numbers."""
    parts: list[Mapping[int, float]] = field(default_factory=list)
    """For each row the numbers of the unknowns."""
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    _matrix: Any = None

    def unknown(self, *, cost: float = 0.0, low: float = 0.0, high: float = INFINITE, whole: bool = False) -> int:
        """A further unknown; its number."""
        self.unknowns.append(Unknown(cost=cost, low=low, high=high, whole=whole))
        return len(self.unknowns) - 1

    def at_most(self, unknown: int, high: float) -> None:
        """Bounds an unknown: a solver is slow with what has no bound."""
        one = self.unknowns[unknown]
        self.unknowns[unknown] = replace(one, high=min(one.high, high))

    def costs_more(self, unknown: int, by: float) -> None:
        """What one of an unknown adds to what is minimised."""
        one = self.unknowns[unknown]
        self.unknowns[unknown] = replace(one, cost=one.cost + by)

    def row(
        self,
        columns: Numbers | None,
        unknowns: Mapping[int, float],
        *,
        low: float = -INFINITE,
        high: float = INFINITE,
    ) -> int:
        """`low <= columns . q + unknowns . x <= high`; its number."""
        at = _NONE if columns is None else np.flatnonzero(columns)
        self.weights.append((at, np.array([]) if columns is None else columns[at]))
        self.parts.append(dict(unknowns))
        self.lows.append(low)
        self.highs.append(high)
        self._matrix = None
        return len(self.lows) - 1

    def matrix(self) -> Any:
        """Rows by columns, sparse, by column."""
        if self._matrix is None:
            from scipy.sparse import csr_matrix

            starts = np.cumsum([0, *(len(at) for at, _ in self.weights)])
            places = np.concatenate([at for at, _ in self.weights]) if self.weights else _NONE
            values = np.concatenate([of for _, of in self.weights]) if self.weights else np.array([])
            self._matrix = csr_matrix((values, places, starts), shape=(len(self.lows), len(self.costs))).tocsc()
        return self._matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The program without whole numbers."""

    value: float
    """No solution is below it; -inf where it could not be worked out in time, inf where there is none."""
    prices: Numbers
    """What a unit of each column adds to `value` at least, in a solution that has one."""
    columns: Numbers
    unknowns: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The program in whole numbers."""

    bound: float
    """No solution is below it; inf where there is none."""
    solutions: tuple[tuple[Numbers, Numbers], ...]
    """Those met, best last: columns, unknowns."""
    nodes: int
    finished: bool


Fixed = Mapping[int, tuple[float, float]]
"""Closer bounds of unknowns, by number."""


def solve(
    program: Program,
    columns: Sequence[int],
    seconds: float,
    *,
    threads: int = 1,
    close: float = 0.4,
    fixed: Fixed | None = None,
) -> Solved:
    """Solve `program` in whole numbers with some of its columns; within `close` counts as solved."""
    places, beside = list(columns), len(program.unknowns)
    solver = solver_of(program, program.matrix(), places, whole=True, fixed=fixed)
    for name, value in (
        ("time_limit", max(0.05, seconds)),
        ("threads", threads),
        ("mip_abs_gap", close),
        ("mip_rel_gap", 0.0),
        ("mip_feasibility_tolerance", 1e-7),
        # With it the solver was seen to stand at the root for many times its limit of time.
        ("presolve", "off"),
        ("mip_detect_symmetry", False),
    ):
        solver.setOptionValue(name, value)
    met: list[tuple[Numbers, Numbers]] = []

    def keep(values: Any) -> None:
        parts = np.asarray(values, dtype=float)
        full = np.zeros(len(program.costs))
        full[places] = np.round(parts[beside:])
        met.append((full, parts[:beside].copy()))

    solver.cbMipImprovingSolution.subscribe(lambda event: keep(event.data_out.mip_solution))
    solver.run()
    status, info = _status(solver), solver.getInfo()
    nodes = max(0, int(info.mip_node_count))
    if status == "Infeasible":
        return Solved(bound=INFINITE, solutions=(), nodes=nodes, finished=True)
    if int(info.primal_solution_status) == _FEASIBLE:
        keep(solver.getSolution().col_value)
    return Solved(bound=float(info.mip_dual_bound), solutions=tuple(met), nodes=nodes, finished=status == "Optimal")


def solver_of(program: Program, matrix: Any, columns: Sequence[int], *, whole: bool, fixed: Fixed | None = None) -> Any:
    """HiGHS with all unknowns first, then some of the columns."""
    import highspy

    places, beside = list(columns), list(program.unknowns)
    for number, (low, high) in (fixed or {}).items():
        beside[number] = replace(beside[number], low=low, high=high)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(beside) + len(places), len(program.lows)
    model.offset_ = program.constant
    model.col_cost_ = np.concatenate([[one.cost for one in beside], program.costs[places]])
    model.col_lower_ = np.concatenate([[one.low for one in beside], np.zeros(len(places))])
    model.col_upper_ = np.concatenate([[one.high for one in beside], program.most[places]])
    model.row_lower_ = np.array(program.lows, dtype=float)
    model.row_upper_ = np.array(program.highs, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = _by_row(program, matrix[:, places])
    if whole:
        integer, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [integer if one.whole else real for one in beside] + [integer] * len(places)
    solver = _silent()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver


_first = threading.Lock()
_told = False


def _silent() -> Any:
    """A solver. The first of a process writes a line of its own to the terminal before it can be told not to."""
    import highspy

    global _told  # noqa: PLW0603 - once in a process
    make: Any = highspy.Highs
    with _first:
        if _told:
            return make()
        _told = True
        sys.stdout.flush()
        terminal, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            return make()
        finally:
            os.dup2(terminal, 1)
            os.close(terminal)
            os.close(nowhere)


def _by_row(program: Program, part: Any) -> tuple[Places, Places, Numbers]:
    rows, beside = part.tocsr(), len(program.unknowns)
    starts, places, values = [0], [_NONE], [np.array([])]
    for number, parts in enumerate(program.parts):
        first, last = rows.indptr[number], rows.indptr[number + 1]
        own = sorted(key for key, value in parts.items() if value)
        places += [np.array(own, dtype=np.int64), rows.indices[first:last] + beside]
        values += [np.array([parts[key] for key in own], dtype=float), rows.data[first:last]]
        starts.append(starts[-1] + len(own) + int(last - first))
    return np.array(starts), np.concatenate(places).astype(np.int64), np.concatenate(values)


def _status(solver: Any) -> str:
    return str(solver.modelStatusToString(solver.getModelStatus()))
