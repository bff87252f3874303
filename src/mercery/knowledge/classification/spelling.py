"""Texts as sparse vectors of words and character n-grams, weighted by how telling they are. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

_WORDS = r"(?u)[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+"
"""Runs of letters and digits; each Chinese character stands alone, and its neighbours make the pairs."""


class Spelling:
    """How alike two texts are written: the mean cosine of words (with pairs) and of character n-grams."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORDS, dtype=np.float32)
        grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        self._kinds = [(kind, csr_matrix(kind.fit_transform(texts))) for kind in (words, grams)]

    def among(self) -> NDArray[np.float32]:
        """Likeness of each text learnt from to each other one."""
        return self._mean([rows @ rows.T for _, rows in self._kinds])

    def to(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Likeness of each of `texts` (rows) to each text learnt from (columns)."""
        return self._mean([csr_matrix(kind.transform(texts)) @ rows.T for kind, rows in self._kinds])

    @staticmethod
    def _mean(products: Sequence[csr_matrix]) -> NDArray[np.float32]:
        whole = products[0]
        for product in products[1:]:
            whole = whole + product
        dense: NDArray[np.float32] = np.asarray(whole.todense(), dtype=np.float32)
        return (dense / len(products)).astype(np.float32)
