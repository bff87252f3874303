"""The model that knows Chinese: its file, its pieces, and what it puts together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.ai.e5.model import MultilingualE5, available, centred
from mercery.ai.e5.packed import BLOCK, Packed, unpacked
from mercery.ai.e5.pieces import SPACE, Pieces
from mercery.ai.embedder import EmbedderFailed

needs_weights = pytest.mark.skipif(not available(), reason="its weights are packed for Linux on x86-64 alone")
SMALL = Pieces(
    ["<unk>", SPACE, "a", "b", "ab", f"{SPACE}ab", "退", "货", "退货", "ш"],
    [0.0, -2.0, -3.0, -3.0, -4.0, -4.5, -5.0, -5.0, -6.0, -1.0],
    rewritten={ord("Ａ"): "a", ord("\t"): " "},
    unknown=0,
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> MultilingualE5:
    return MultilingualE5(tmp_path_factory.mktemp("models"))


def test_the_likeliest_pieces_are_taken() -> None:
    assert SMALL.ids("ab") == [5]
    assert SMALL.ids("退货 ab") == [1, 8, 5]


def test_characters_are_rewritten_and_spaces_joined_first() -> None:
    assert SMALL.ids("Ａb\t  退") == SMALL.ids("ab 退")


def test_what_no_piece_knows_is_unknown_character_by_character() -> None:
    assert SMALL.ids("a?!") == [1, 2, 0, 0]
    assert SMALL.ids("ш") == [1, 0], "a script that no shop here writes is left out"


@given(st.text(alphabet="ab退货 "))
def test_pieces_put_together_are_the_text(text: str) -> None:
    texts = ["<unk>", SPACE, "a", "b", "ab", f"{SPACE}ab", "退", "货", "退货", "ш"]
    whole = "".join(texts[one] for one in SMALL.ids(text))
    assert whole.replace(SPACE, " ").split() == text.split()


def test_blocks_of_four_bits_are_unpacked() -> None:
    block = np.zeros(1, BLOCK)
    block["scale"], block["pairs"] = 0.5, np.arange(16) | (15 - np.arange(16)) << 4
    row = unpacked(block)
    assert np.array_equal(row[:16], (np.arange(16) - 8) * 0.5)
    assert np.array_equal(row[16:], (7 - np.arange(16)) * 0.5)


@pytest.mark.parametrize("content", [b"not weights at all", b"E5S1" + b"\0" * 20])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EmbedderFailed, match="multilingual-e5-small"):
        Packed(path)


def test_taking_the_mean_away_leaves_rows_of_length_one() -> None:
    rows = np.array([[1.0, 0.2], [1.0, -0.2]], dtype=np.float32)
    assert np.allclose(centred(rows, rows.mean(axis=0)), [[0.0, 1.0], [0.0, -1.0]])


@needs_weights
def test_a_question_lies_near_its_translation(model: MultilingualE5) -> None:
    asked = ["how long does delivery take", "多久能送到", "what does delivery cost", "运费多少钱"]
    long, long_zh, cost, cost_zh = model.embed(asked)
    assert long @ long_zh > long @ cost_zh and cost @ cost_zh > cost @ long_zh
    assert np.allclose(np.linalg.norm(model.embed(["", "退"]), axis=1), 1.0, atol=1e-4)


@needs_weights
def test_a_text_means_the_same_alone_and_among_others(model: MultilingualE5) -> None:
    texts = ["退货运费谁出", "a", "where is my order 😀"]
    together = model.embed(texts)
    for text, row in zip(texts, together, strict=True):
        assert row @ model.embed([text])[0] > 0.9999
