"""The programme for outside platforms: what is drawn into its picture, and only there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.livestream.engine.made import SCENE

from mercery.livestream.engine.burned import Burned, Shown, words_alone
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.programme import Tick
from mercery.livestream.engine.protocol import Card
from mercery.livestream.show import SIZES, SOUND_RATE, Format

_CARD = Card(picture="", heading="On the counter", name="Saddle Bag", detail="Calfskin", price="€1,280", was="€1,480")


def _painted(shape: Format, shown: Shown) -> tuple[Picture, Picture]:
    """What was below and what came out."""
    below = Picture(*SIZES[shape])
    below.fill(120, 110, 140)
    burned = Burned(shape)
    burned.show(shown)
    return below, burned.paint(Tick(0, below, np.zeros(SOUND_RATE // 25, np.int16), True, 0.0))


def _changed(below: Picture, made: Picture) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what differs."""
    rows, columns = np.nonzero(below.y != made.y)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize("shape", ["landscape", "portrait"])
def test_card_and_caption_leave_the_host_free(shape: Format) -> None:
    below, made = _painted(shape, Shown(None, _CARD, "It is full-grain calfskin. 这款包是全粒面小牛皮。"))
    assert int(below.y.min()) == int(below.y.max()) == 120, "the clean picture was painted on"
    host = np.s_[80:600, :800] if shape == "landscape" else np.s_[80:840, :]
    assert np.array_equal(below.y[host], made.y[host])
    assert not np.array_equal(below.y, made.y)


@pytest.mark.parametrize("label", ["AI host", "AI 主播", "AI host, watched over by Anne-Sophie de Montmorency"])
def test_the_label_of_a_machine_is_always_within_the_picture(label: str) -> None:
    below, made = _painted("portrait", Shown(replace(SCENE, format="portrait", label=label), None, ""))
    left, top, right, bottom = _changed(below, made)
    assert left >= 20
    assert right < 700
    assert bottom - top <= 52


def test_a_card_whose_picture_is_gone_is_shown_without_it(tmp_path: Path) -> None:
    below, made = _painted("landscape", Shown(None, replace(_CARD, picture=str(tmp_path / "gone.svg")), ""))
    assert _changed(below, made)[0] >= 836


def test_nothing_to_show_is_the_picture_as_it_is() -> None:
    below, made = _painted("landscape", Shown())
    assert np.array_equal(below.memory, made.memory)


def test_words_alone_stand_in_the_middle() -> None:
    made = words_alone("We are back in a moment.", "landscape")
    rows, columns = np.nonzero(made.y > 120)
    assert abs(columns.mean() - 640) < 20
    assert abs(rows.mean() - 360) < 20
