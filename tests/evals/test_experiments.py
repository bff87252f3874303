"""The eval of experiments: simulated worlds, files of visitors, and that arrays and single moments say the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from mercery.core.errors import Invalid
from mercery.evals.cli import eval_command
from mercery.evals.experiments import run, simulate
from mercery.evals.experiments_designs import DESIGNS, drawn_otherwise, false_positives, power, ratios, values
from mercery.evals.experiments_simulated import (
    Arm,
    counted,
    drawn,
    earnings,
    evidence,
    looks,
    sessions,
)
from mercery.evals.experiments_simulated import adjusted as adjusted_at_looks
from mercery.experiments.statistics.covariate import adjusted
from mercery.experiments.statistics.evidence import Buyers, log_evidence
from mercery.experiments.statistics.moments import Moments, PairMoments
from mercery.experiments.statistics.sequences import difference

HEADER = "visitor,arm,exposed_at,orders,value,before\n"


def _at(arm: Arm, look: int) -> Moments:
    """The moments of the second run at one look."""
    return Moments(
        int(arm.n[1, look]), float(arm.mean[1, look]), float(arm.variance[1, look]), int(arm.conversions[1, look])
    )


def test_shares_at_every_look_are_the_sequence_of_the_product() -> None:
    counts = counted(np.random.default_rng(1), 3, 40_000, holdout=0.1, rate=0.03)
    seen, strong = looks(*counts.arms), evidence(counts, 0.1)
    for look in (3, 150, 399):
        treated, bought = int(counts.treated[1, look]), int(counts.treated_buyers[1, look])
        held, kept = int(counts.held[1, look]), int(counts.held_buyers[1, look])
        found = difference(Moments.of_share(treated, bought), Moments.of_share(held, kept))
        assert seen.estimate[1, look] == pytest.approx(found.estimate)
        assert seen.estimate[1, look] + seen.half[1, look] == pytest.approx(found.high)
        buyers = Buyers(treated=bought, held=kept, holdout=0.1)
        assert strong[1, look] == pytest.approx(log_evidence([buyers]), abs=1e-6)


def test_ratios_and_covariates_at_every_look_are_those_of_the_product() -> None:
    rng = np.random.default_rng(2)
    for kinds, names in ((sessions(0.3), ("orders", "sessions")), (earnings(0.3, cost=5), ("value", "before"))):
        arms = drawn(rng, kinds, 2, 40, 200, names)
        single = [PairMoments(_at(arm.first, 39), _at(arm.second, 39), float(arm.covariance[1, 39])) for arm in arms]
        ratio = arms[0].ratio()
        assert ratio.variance[1, 39] == pytest.approx(single[0].ratio().variance)
        narrower = adjusted(*single).arms
        found = difference(narrower.treated, narrower.held)
        seen = looks(*adjusted_at_looks(*arms))
        assert seen.estimate[1, 39] + seen.half[1, 39] == pytest.approx(found.high)


def test_a_short_run_of_the_worlds_keeps_the_promise() -> None:
    # 100 runs: a share of 5 % is known to 2.2 points.
    found = false_positives(7, 100, name="x", holdout=0.1, rate=0.03)
    assert found["fpr_x"] <= 0.1 < 0.2 < found["peeking_z_x"]
    assert found["fpr_evidence_x"] <= 0.1
    clustered = ratios(7, 100, name="x", holdout=0.5)
    assert clustered["fpr_ratio_x"] <= 0.1 < clustered["naive_session_z_x"]


def test_the_worlds_hold_what_they_say() -> None:
    kinds = earnings(0.5, lift=0.08, cost=30)
    assert kinds.chance.sum() == pytest.approx(1)
    assert kinds.mean("bought", treated=True) == pytest.approx(1.08 * kinds.mean("bought", treated=False))
    gain = kinds.mean("value", treated=True) - kinds.mean("value", treated=False)
    assert gain == pytest.approx(0.08 * kinds.mean("value", treated=False) - 30)
    assert sessions(0.1).mean("sessions", treated=True) == pytest.approx(sessions(0.1).mean("sessions", treated=False))


@pytest.mark.slow
def test_power_coverage_and_group_sizes() -> None:
    assert power(3, 200)["power_asymptotic_50_50"] > 0.65
    assert values(3, 200, name="x", holdout=0.5)["fpr_cuped_x"] <= 0.09
    assert drawn_otherwise(3, 200, name="x", meant=0.5, really=0.48)["srm_x_median_units"] <= 10_000


def test_goals_are_named_so_that_they_can_be_read() -> None:
    said: list[str] = []
    figures = simulate(4, 1, said.append, only="52/48").figures
    assert set(figures) == {"srm_52_48_median_units", "srm_52_48_within_10k", "mc_error_at_5pct", "runs"}
    assert len(DESIGNS) > 15 and len(said) == 2


def test_a_flag_needs_no_value() -> None:
    result = CliRunner().invoke(eval_command, ["experiments", "--simulate", "--runs", "3", "--only", "52/48", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["figures"]["runs"] == 3


def _visitors(path: Path, treated: tuple[int, int], held: tuple[int, int], days: int = 20) -> Path:
    lines = []
    for arm, (n, buyers) in (("treatment", treated), ("holdout", held)):
        for number in range(n):
            bought = number < buyers
            day = f"2026-03-{1 + number % days:02d}T10:00:00+00:00"
            value = 80 + number % 7 if bought else 0
            lines.append(f"{arm}{number},{arm},{day},{int(bought)},{value},{number % 3}")
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_of_visitors_is_judged(tmp_path: Path) -> None:
    path = _visitors(tmp_path / "visitors.csv", (9_000, 720), (9_000, 450))
    options = {"holdout": "0.5", "cost": "0.05"}
    said: list[str] = []
    result = run([path], said.append, options)
    assert result.n == 18_000
    assert result.figures["verdict"] == "keep"
    extra = result.figures["extra_orders_per_1000"]
    assert isinstance(extra, list)
    assert extra[0] == pytest.approx(30) and 10 < extra[1] < 30 < extra[2]
    assert result.figures["mismatch"] == {"alarm": False, "p": 1.0}
    cost = result.figures["cost_of_one_extra_order"]
    assert isinstance(cost, dict) and cost["range"][0] == pytest.approx(0.05 / 0.03, rel=1e-3)
    assert "after refunds and its own cost" in said[0]


def test_groups_not_as_drawn_are_not_judged(tmp_path: Path) -> None:
    path = _visitors(tmp_path / "visitors.csv", (5_400, 400), (4_600, 200))
    figures = run([path], lambda line: None, {"holdout": "0.5"}).figures
    assert figures["verdict"] == "wait" and "outlook" not in figures
    assert isinstance(figures["mismatch"], dict) and figures["mismatch"]["alarm"]


def test_a_small_shop_hears_what_is_missing(tmp_path: Path) -> None:
    path = _visitors(tmp_path / "visitors.csv", (950, 19), (50, 1))
    figures = run([path], lambda line: None, {}).figures
    assert figures["verdict"] == "wait"
    assert figures["extra_orders_per_1000"] == [pytest.approx(0), None, None]
    assert "Choose a larger hold-out" in str(figures["outlook"])


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("a,nobody,2026-03-01,0,0,0", "line 2"),
        ("a,holdout,yesterday,0,0,0", "line 2"),
        ("a,holdout,2026-03-01,1.5,0,0", "line 2"),
    ],
)
def test_a_line_that_is_no_visitor_is_named(tmp_path: Path, line: str, named: str) -> None:
    path = tmp_path / "visitors.csv"
    path.write_text(HEADER + line + "\n", encoding="utf-8")
    with pytest.raises(Invalid, match=named):
        run([path], lambda said: None, {})


def test_a_visitor_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "visitors.csv"
    path.write_text(HEADER + "a,holdout,2026-03-01,0,0,0\na,treatment,2026-03-01,0,0,0\n", encoding="utf-8")
    with pytest.raises(Invalid, match="twice"):
        run([path], lambda said: None, {})
