"""One linear program that stands in HiGHS and is asked again and again: bounds of unknowns change, rows and columns come.

Every answer starts from the last one, so that a node of the search costs a few steps and not a whole program.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mercery.promotions.worst.program import CLOSE, INFINITE, Fixed, Program, Relaxed, solver_of

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Numbers, Places

_ADDED: Final = 400
"""Columns that come in at once."""
_MOST: Final = 4_000
"""Columns beyond which it is built anew."""
_NOISE: Final = 1e-9
_SURE: Final = 1e-6
"""By how much a proof that there is no solution has to hold, its largest number being 1."""


class Standing:
    """The relaxation of one program, with the columns that came in so far."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._clear()

    def _clear(self) -> None:
        self._solver: Any = None
        self._unknowns: list[int] = []
        """Of each unknown the place in HiGHS; then of each column that is in."""
        self._place: dict[int, int] = {}
        self._inside = np.zeros(len(self.program.costs), dtype=bool)
        self._rows = 0
        self._fixed: Fixed = {}

    def ask(self, started_with: Iterable[int], seconds: float, fixed: Fixed | None = None) -> Relaxed:
        """Its value with some unknowns fixed, columns coming in as they are needed."""
        ends = time.perf_counter() + seconds
        self._follow([int(one) for one in dict.fromkeys(started_with)], fixed or {})
        program, matrix = self.program, self.program.matrix()
        while True:
            status = self._run(ends - time.perf_counter())
            left_out = np.flatnonzero(~self._inside)
            prices = program.costs
            if status == "Infeasible":
                fresh = self._mending(left_out)
                if not len(fresh):
                    return self._nothing(INFINITE)
            elif status != "Optimal":
                return self._nothing(-INFINITE)
            else:
                prices = program.costs - matrix.T @ np.asarray(self._solver.getSolution().row_dual)
                tempting = left_out[prices[left_out] < -CLOSE]
                if not len(tempting):
                    return self._relaxed(prices)
                fresh = tempting[np.argsort(prices[tempting], kind="stable")[:_ADDED]]
            if time.perf_counter() > ends:
                if status != "Optimal":
                    return self._nothing(-INFINITE)
                # Columns still left out lower the value by no more than their prices, each as often as it may be there.
                lower = float(np.minimum(prices[left_out], 0.0) @ program.most[left_out])
                found = self._relaxed(prices)
                return replace(found, value=found.value + lower, prices=np.minimum(prices, 0.0))
            self._add(fresh)

    def reprice(self) -> None:
        """Brings the costs of the columns that are in to those of the program."""
        if self._solver is not None and self._place:
            columns = list(self._place)
            places = np.array([self._place[one] for one in columns], dtype=np.int32)
            self._solver.changeColsCost(len(columns), places, self.program.costs[columns])

    def _run(self, seconds: float) -> str:
        solver = self._solver
        solver.setOptionValue("time_limit", max(0.05, seconds) + float(solver.getRunTime()))
        solver.run()
        return str(solver.modelStatusToString(solver.getModelStatus()))

    def _follow(self, started_with: list[int], fixed: Fixed) -> None:
        """Brings what stands in HiGHS to what is asked: rows and unknowns added since, columns to start with, bounds."""
        program = self.program
        if len(self._place) > _MOST:
            self._clear()
        if self._solver is None:
            self._solver = solver_of(program, program.matrix(), started_with, whole=False)
            self._unknowns = list(range(len(program.unknowns)))
            self._enter(started_with, len(program.unknowns))
            self._rows = len(program.lows)
        for one in program.unknowns[len(self._unknowns) :]:
            self._unknowns.append(self._solver.getNumCol())
            self._solver.addCol(one.cost, one.low, one.high, 0, np.array([], dtype=np.int32), np.array([]))
        for row in range(self._rows, len(program.lows)):
            self._add_row(row)
        self._rows = len(program.lows)
        fresh = np.array([one for one in started_with if not self._inside[one]], dtype=np.int64)
        if len(fresh):
            self._add(fresh)
        for number in {*self._fixed, *fixed}:
            own = program.unknowns[number]
            low, high = fixed.get(number, (own.low, own.high))
            self._solver.changeColBounds(self._unknowns[number], low, high)
        self._fixed = dict(fixed)

    def _enter(self, columns: Iterable[int], first: int) -> None:
        for at, column in enumerate(columns, first):
            self._place[column] = at
            self._inside[column] = True

    def _add(self, fresh: Places) -> None:
        part = self.program.matrix()[:, fresh]
        part.sort_indices()
        first = self._solver.getNumCol()
        self._solver.addCols(
            len(fresh),
            self.program.costs[fresh],
            np.zeros(len(fresh)),
            self.program.most[fresh],
            part.nnz,
            part.indptr[:-1].astype(np.int32),
            part.indices.astype(np.int32),
            part.data,
        )
        self._enter(fresh.tolist(), first)

    def _add_row(self, row: int) -> None:
        program = self.program
        places, values = program.weights[row]
        held = [at for at, column in enumerate(places.tolist()) if self._inside[column]]
        own = {self._unknowns[number]: value for number, value in program.parts[row].items() if value}
        index = [*own, *(self._place[int(places[at])] for at in held)]
        numbers = [*own.values(), *(float(values[at]) for at in held)]
        self._solver.addRow(
            program.lows[row],
            program.highs[row],
            len(index),
            np.array(index, dtype=np.int32),
            np.array(numbers, dtype=float),
        )

    def _mending(self, left_out: Places) -> Places:
        """Columns that may bring a solution where there is none without them; none once it is proved that none can.

        HiGHS gives a sum of rows that cannot be met. Whether no cart at all can meet it is worked out here over all
        columns and unknowns within their bounds, so that nothing is closed on the solver's word alone.
        """
        if not len(left_out):
            return left_out
        _, known, ray = self._solver.getDualRay()
        ray = np.asarray(ray, dtype=float)
        largest = float(np.abs(ray).max(initial=0.0))
        if not known or len(ray) != len(self.program.lows) or not largest:
            return left_out
        ray = np.where(np.abs(ray) < _NOISE * largest, 0.0, ray / largest)
        moved = self.program.matrix().T @ ray
        if self._cannot(ray, moved):
            return left_out[:0]
        helps = left_out[moved[left_out] > _NOISE]
        return helps[np.argsort(-moved[helps], kind="stable")[:_ADDED]] if len(helps) else left_out

    def _cannot(self, ray: Numbers, moved: Numbers) -> bool:
        """Whether the sum of rows asks for more than all columns and unknowns can come to."""
        program = self.program
        asked, beside = 0.0, dict[int, float]()
        for row in np.flatnonzero(ray).tolist():
            times = float(ray[row])
            asked += times * (program.lows[row] if times > 0 else program.highs[row])
            for number, value in program.parts[row].items():
                beside[number] = beside.get(number, 0.0) + times * value
        most = float(np.maximum(moved, 0.0) @ program.most)
        for number, value in beside.items():
            own = program.unknowns[number]
            low, high = self._fixed.get(number, (own.low, own.high))
            if abs(value) > _NOISE or max(abs(low), abs(high)) < INFINITE:
                most += value * (high if value > 0 else low) if value else 0.0
        return asked > most + _SURE * max(1.0, abs(asked))

    def _relaxed(self, prices: Numbers) -> Relaxed:
        values = np.asarray(self._solver.getSolution().col_value)
        full = np.zeros(len(self.program.costs))
        full[list(self._place)] = values[list(self._place.values())]
        value = float(self._solver.getInfo().objective_function_value)
        return Relaxed(value=value, prices=prices, columns=full, unknowns=values[self._unknowns])

    def _nothing(self, value: float) -> Relaxed:
        none = np.zeros(len(self.program.costs))
        beside = np.zeros(len(self.program.unknowns))
        return Relaxed(value=value, prices=np.zeros_like(none), columns=none, unknowns=beside)
