"""The likeness of spelling is the one scikit-learn works out, without scikit-learn."""

import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from mercery.knowledge.classification.spelling import Spelling

TEXTS = [
    "Where is my parcel?",
    "My parcel, my PARCEL",
    "我的包裹在哪里",
    "可以退货吗？ 30 days",
    "a",
    "",
    "  Straße_x  ok\tok ",
]
letters = st.text(st.sampled_from("abcdeÉßİ_ 12，。\n\t我你他的包 ?"), max_size=30)


def known(learnt: list[str], texts: list[str]) -> np.ndarray:
    words = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)[㐀-鿿]|[^\W_㐀-鿿]+", dtype=np.float32
    )
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
    found = []
    for kind in (words, grams):
        rows = kind.fit_transform(learnt)
        found.append((kind.transform(texts) @ rows.T).toarray())
    return np.asarray((found[0] + found[1]) / 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(letters, min_size=1, max_size=6), st.lists(letters, min_size=1, max_size=4))
def test_likeness_is_the_known_one(learnt: list[str], texts: list[str]) -> None:
    learnt = [*learnt, *TEXTS]
    made = Spelling(learnt)
    np.testing.assert_allclose(made.to(texts), known(learnt, texts), atol=2e-6)
    np.testing.assert_allclose(made.among(), known(learnt, learnt), atol=2e-6)


def test_a_web_process_does_not_load_scikit_learn_for_it() -> None:
    code = "import sys, mercery.knowledge.classification.classifier; sys.exit('sklearn' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
