"""What is remembered of a search beside its words: what was found and shown, in order. Pure.

One row for a page of results, not one for each piece: `shown` holds their ids.
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_RELAXED = 200


def search_details(
    *, found: int, left_out: Sequence[str], page: int, sort: str, shown: Sequence[str], per_page: int
) -> dict[str, int | str | bool]:
    """`found`: how many there are in all; `from`: the place of the first piece shown, from 1."""
    return {
        "found": found,
        "exact": not left_out,
        "relaxed": "; ".join(left_out)[:LONGEST_RELAXED],
        "sort": sort,
        "from": (page - 1) * per_page + 1,
        "shown": " ".join(shown),
    }
