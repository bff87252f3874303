"""What is remembered of a search beside its words: what was found and shown, in order. Pure.

One row for a page of results, not one for each piece: `shown` holds their ids.
"""

from __future__ import annotations

from collections.abc import Sequence

from mercery.interactions.interaction import plain_query

LONGEST_RELAXED = 200


def search_details(
    query: str, *, found: int, left_out: Sequence[str], page: int, sort: str, shown: Sequence[str], per_page: int
) -> dict[str, int | str | bool]:
    """`found`: how many there are in all; `from`: the place of the first piece shown, from 1."""
    plain = plain_query(query).casefold()
    said = query.casefold()
    # A word that is not kept of the query is not kept here either.
    kept = [one for one in left_out if one.casefold() in plain or one.casefold() not in said]
    return {
        "found": found,
        "exact": not left_out,
        "relaxed": "; ".join(kept)[:LONGEST_RELAXED],
        "sort": sort,
        "from": (page - 1) * per_page + 1,
        "shown": " ".join(shown),
    }
