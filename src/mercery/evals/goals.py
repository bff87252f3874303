"""`mercery eval goals FILE`: a shopper's request turned into the words of a search.

A line is `{"goal", "human_search_queries"}`: what somebody wants, and queries that people typed for it (or null). The score
of a line is the token-F1 of our query against the nearest of theirs; lines without any are counted and left out. Nothing
is learnt from the file.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from mercery.core.errors import Invalid
from mercery.evals.registry import Result, Say
from mercery.guide.hearing.searching import search_query

_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_SHOWN: Final = 10


def run(paths: list[Path], say: Say) -> Result:
    """Figures `query_token_f1` (mean over the lines with queries), the goal itself for comparison, and milliseconds."""
    rows = [row for path in paths for row in _rows(path)]
    judged = [(goal, queries) for goal, queries in rows if queries]
    if not judged:
        raise Invalid("No line has queries to compare with.", remedy="Give lines with human_search_queries.")
    say(f"{len(rows)} requests, {len(judged)} with queries that people typed")
    started = time.perf_counter()
    ours = [search_query(goal) for goal, _ in judged]
    ms = 1000 * (time.perf_counter() - started) / len(judged)
    scores = [nearest_f1(query, queries) for query, (_, queries) in zip(ours, judged, strict=True)]
    for score, query, (goal, _) in sorted(zip(scores, ours, judged, strict=True), key=lambda one: one[0])[:_SHOWN]:
        say(f"{score:.2f} {query!r} for {goal!r}")
    figures: dict[str, object] = {
        "query_token_f1": round(sum(scores) / len(scores), 4),
        "whole_request_token_f1": round(sum(nearest_f1(goal, queries) for goal, queries in judged) / len(judged), 4),
        "exact": sum(score == 1 for score in scores),
        "requests": len(rows),
        "ms": round(ms, 3),
    }
    return Result(n=len(judged), figures=figures)


def nearest_f1(query: str, others: Sequence[str]) -> float:
    """The token-F1 of `query` against the nearest of `others`."""
    return max(token_f1(query, one) for one in others)


def token_f1(one: str, other: str) -> float:
    """Twice the tokens in common, by those of both together; a token said twice counts twice."""
    mine, theirs = Counter(_tokens(one)), Counter(_tokens(other))
    both = sum((mine & theirs).values())
    return 2 * both / (mine.total() + theirs.total()) if both else 0.0


def _tokens(text: str) -> Iterable[str]:
    return _TOKEN.findall(text.lower())


def _rows(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = []
    for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            queries = tuple(str(one) for one in row.get("human_search_queries") or ())
            rows.append((str(row["goal"]), queries))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Invalid(
                f"{path.name}, line {number} is no request: {line[:80]}",
                remedy='Write {"goal": "…", "human_search_queries": ["…"]} in each line.',
            ) from error
    return rows
