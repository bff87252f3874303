"""The model as it is beside the taught one: two halves of one vector, and what teaching is for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mercery.ai.minilm.model import MiniLm
from mercery.knowledge.sameness import Paired, intents_change, learnt_change, plain_half, taught_half


@pytest.fixture(scope="module")
def plain(models: Path) -> MiniLm:
    return MiniLm(models)


def test_a_vector_has_two_halves_of_length_one(plain: MiniLm) -> None:
    paired = Paired(plain)
    rows = paired.embed(["Where is my parcel?", "Is the strap real leather?"])
    assert rows.shape == (2, paired.dimensions)
    for part in (rows, plain_half(rows), taught_half(rows)):
        assert np.allclose(np.linalg.norm(part, axis=1), 1, atol=1e-4)
    assert np.allclose(plain_half(rows), plain.embed(["Where is my parcel?", "Is the strap real leather?"]), atol=1e-5)
    whole = float(rows[0] @ rows[1])
    halves = [float(half[0] @ half[1]) for half in (plain_half(rows), taught_half(rows))]
    assert whole == pytest.approx(sum(halves) / 2, abs=1e-5)


def test_the_taught_model_is_another_model(plain: MiniLm) -> None:
    assert plain.name in Paired(plain).name != plain.name


def test_sets_of_intents_have_a_change_of_their_own_for_the_same_matrices() -> None:
    ours, theirs = learnt_change(), intents_change()
    assert ours.name != theirs.name and set(ours.parts) == set(theirs.parts)
    for name, (up, down) in ours.parts.items():
        other_up, other_down = theirs.parts[name]
        assert (up @ down).shape == (other_up @ other_down).shape, name


def test_taught_it_tells_one_subject_asked_in_two_ways_from_its_neighbours(plain: MiniLm) -> None:
    """Of three questions on a subject, the taught model sees better which one a customer's story asks."""
    asked = "it came loose after two months, who mends it"
    same, others = "How long is the guarantee?", ["How do I look after it?", "How long does delivery take?"]
    rows = Paired(plain).embed([asked, same, *others])

    def lead(half: np.ndarray) -> float:
        near = half[1:] @ half[0]
        return float(near[0] - near[1:].max())

    assert lead(taught_half(rows)) > lead(plain_half(rows))
