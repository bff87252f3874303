"""How platforms work a stack of rules out, as dated data: stages, basis, groups, rounding, choice. Pure.

The same rules put under two dialects show where the platforms differ: `under("tmall", calendar)`, `under("jd", calendar)`.
What a dialect rests on stands with it, statement by statement, with the source where it was verified and an open "not
verified" where it was not. docs/guide/dialects.md shows worked examples.
"""

from mercery.promotions.dialects.dialect import Dialect, Kind, Place, Statement
from mercery.promotions.dialects.kinds import kind_of
from mercery.promotions.dialects.shelf import DIALECTS, dialect
from mercery.promotions.dialects.translating import Translated, apply, priced_under, under

__all__ = [
    "DIALECTS",
    "Dialect",
    "Kind",
    "Place",
    "Statement",
    "Translated",
    "apply",
    "dialect",
    "kind_of",
    "priced_under",
    "under",
]
