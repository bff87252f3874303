"""`mercery eval faq` on a folder of its format: plain or packed, scored as documented, refused with a reason."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.faq import run, score
from mercery.knowledge.retrieval import Candidate, Match

ANSWERS = [
    {"id": "wrap", "lang": "en", "variants": ["Do you wrap gifts?", "gift box"], "answer": "Yes."},
    {"id": "where", "lang": "en", "variants": ["Where is the shop?", "store address"], "answer": "In Lyon."},
    {"id": "zh-wrap", "lang": "zh", "variants": ["有礼品包装吗？", "礼盒"], "answer": "有。"},
]
QUESTIONS = [
    {"text": "gift box", "lang": "en", "answer_id": "wrap"},
    {"text": "Where is the shop?", "lang": "en", "answer_id": "where"},
    {"text": "quantum chromodynamics", "lang": "en", "answer_id": None},
    {"text": "礼盒", "lang": "zh", "answer_id": "zh-wrap"},
]


def lines(rows: list[dict[str, object]]) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


@pytest.mark.parametrize("packed", [False, True])
def test_a_folder_is_scored(tmp_path: Path, packed: bool) -> None:
    for name, rows in (("faq", ANSWERS), ("faq_test", QUESTIONS)):
        path = tmp_path / (f"{name}.jsonl.gz" if packed else f"{name}.jsonl")
        path.write_bytes(gzip.compress(lines(rows)) if packed else lines(rows))  # type: ignore[arg-type]
    result = run([tmp_path], lambda _: None)
    english = result.figures["en"]
    assert result.n == 4 and isinstance(english, dict)
    assert (english["answerable"], english["direct_precision"], english["direct_coverage"]) == (2, 1.0, 1.0)
    assert english["oos_refused"] == 1.0


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        run([tmp_path], lambda _: None)
    assert "faq.jsonl" in caught.value.remedy


def match(verdict: str, *keys: str) -> Match:
    return Match(
        verdict=verdict,  # type: ignore[arg-type]
        candidates=tuple(Candidate(key=key, score=1.0) for key in keys),
        sure=0.5,
        threshold=0.5,
    )


def test_a_direct_answer_to_a_question_without_one_counts_against_precision() -> None:
    figures = score(
        [
            ("a", match("direct", "a", "b")),
            ("b", match("direct", "a", "b")),
            ("c", match("choices", "a", "b", "c")),
            ("d", match("none")),
            (None, match("direct", "a")),
            (None, match("choices", "a")),
        ]
    )
    assert figures["direct_precision"] == 0.3333
    assert figures["direct_coverage"] == 0.5
    assert figures["reach3"] == 0.5  # the wrong direct answer is a miss though the right one stood second
    assert figures["oos_refused"] == 0.5
