"""`mercery eval faq DIR`: how well approved answers are found, and how well a question without an answer is refused.

Reads `faq.jsonl` ({id, lang, variants, answer}) to learn from and `faq_test.jsonl` ({text, lang, answer_id or null}),
plain or gzipped.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.i18n import LANGS, Lang, Words
from mercery.evals.registry import Result, Say
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.retrieval import AnswerIndex, Match, texts_of
from mercery.knowledge.semantics import semantics_of


def run(paths: list[Path], say: Say) -> Result:
    """Score both languages; every message is one item."""
    folder = paths[0]
    answers = [_answer(row) for row in _rows(folder, "faq")]
    tests = list(_rows(folder, "faq_test"))
    figures: dict[str, object] = {}
    semantics = semantics_of(settings())
    if semantics is not None:
        semantics.warm()
    for lang in LANGS:
        own = [row for row in tests if row["lang"] == lang]
        say(f"{lang}: learning {sum(lang in one.phrasings for one in answers)} answers, asking {len(own)} messages")
        written = [one for one in answers if lang in one.phrasings]
        knows = semantics.knowing(lang) if semantics else None
        vectors = knows.of_texts(texts_of(written, lang)) if knows else None
        index = AnswerIndex(written, lang, vectors, knows.ranking if knows and vectors else None)
        asked = knows.of_texts([str(row["text"]) for row in own]) if knows and vectors else None
        found = [
            (row["answer_id"], index.match(text, asked[text] if asked else None))
            for row in own
            for text in [str(row["text"])]
        ]
        figures[lang] = score([(str(wanted) if wanted else None, match) for wanted, match in found])
    return Result(n=len(tests), figures=figures)


def score(found: Sequence[tuple[str | None, Match]]) -> dict[str, float | int]:
    """The figures of one language from the wanted answers (None: there is none) and what was found."""
    answerable = [one for one in found if one[0] is not None]
    without = [match for wanted, match in found if wanted is None]
    direct = [one for one in found if one[1].verdict == "direct"]
    right = [one for one in direct if _first(one[1]) == one[0]]
    offered = [
        one for one in answerable if one[1].verdict != "direct" and one[0] in {found.key for found in one[1].candidates}
    ]
    answered = [one for one in answerable if one[1].verdict == "direct"]
    return {
        "n": len(found),
        "answerable": len(answerable),
        "direct": len(direct),
        "direct_right": len(right),
        "direct_precision": _share(len(right), len(direct)),
        "direct_coverage": _share(len(answered), len(answerable)),
        "reach3": _share(len(right) + len(offered), len(answerable)),
        "oos_refused": _share(sum(match.verdict != "direct" for match in without), len(without)),
    }


def _first(match: Match) -> str | None:
    return match.candidates[0].key if match.candidates else None


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _answer(row: dict[str, object]) -> ApprovedAnswer:
    lang: Lang = "zh" if row["lang"] == "zh" else "en"
    variants = tuple(str(text) for text in row["variants"]) if isinstance(row["variants"], list) else ()
    if not variants:
        raise Invalid(f"Answer '{row['id']}' has no variants.", remedy="Give at least one way to ask it.")

    def words(text: str) -> Words:
        return Words(text) if lang == "en" else Words("", text)

    return ApprovedAnswer(
        key=str(row["id"]), question=words(variants[0]), answer=words(str(row["answer"])), phrasings={lang: variants}
    )


def _rows(folder: Path, name: str) -> Iterator[dict[str, object]]:
    path = next((one for one in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz") if one.exists()), None)
    if path is None:
        raise Invalid(f"{folder} has no {name}.jsonl.", remedy="Name a folder with faq.jsonl and faq_test.jsonl.")
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from (json.loads(line) for line in text.splitlines() if line.strip())
