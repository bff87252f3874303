"""Two models as one: the cosine is the mean of both, the second's mean taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mercery.ai.e5.model import MultilingualE5, available, centred
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.knowledge.classification.beside import Beside


@pytest.mark.skipif(not available(), reason="its weights are packed for Linux on x86-64 alone")
def test_the_cosine_is_the_mean_of_both(tmp_path: Path) -> None:
    known = ["how long does delivery take", "can I return a bag", "多久能送到", "是真皮吗"]
    words, meaning = HashedEmbedder(), MultilingualE5(tmp_path)
    both = Beside(words, meaning, known)
    rows = both.embed(known)
    own = centred(meaning.embed(known), meaning.embed(known).mean(axis=0))
    first = words.embed(known)
    assert rows.shape == (4, both.dimensions)
    assert np.allclose(rows @ rows.T, (first @ first.T + own @ own.T) / 2, atol=1e-4)
