"""What a case expects against what was worked out, to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mercery.evals.promotions.peers.trial import Inexpressible

_HALF_A_CENT: Final = 0.005
_ORDERLESS: Final = frozenset({"actions", "gifts"})
"""Lists whose order means nothing, beside those by article in `per_unit_discounts`: units of one article are alike."""


_UNITS: Final = frozenset({"units", "unit_paid"})


def differences(expected: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """Every figure that is not met, in words. Inexpressible for a figure nobody works out."""
    if strange := sorted(set(expected) - set(ours) - {"note"}):
        raise Inexpressible(f"the figure {', '.join(strange)}")
    wrong = []
    for name, wanted in expected.items():
        if name == "note":
            continue
        found = ours[name]
        if name == "per_unit_discounts":
            wanted, found = _sorted_units(wanted), _sorted_units(found)
        if name in _UNITS:
            wanted, found = [sorted(one) for one in wanted], [sorted(one) for one in found]
        if name in _ORDERLESS:
            wanted, found = _sorted(wanted), _sorted(found)
        if not same(wanted, found):
            wrong.append(f"{name} is {_short(found)}, not {_short(wanted)}")
    return wrong


def same(wanted: Any, found: Any) -> bool:
    """Numbers to half a cent, objects in the fields asked for, lists in full."""
    if isinstance(wanted, bool) or isinstance(found, bool) or wanted is None:
        return wanted is found or wanted == found
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return abs(wanted - found) < _HALF_A_CENT
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(name in found and same(value, found[name]) for name, value in wanted.items())
    if _is_list(wanted) and _is_list(found):
        return len(wanted) == len(found) and all(same(one, other) for one, other in zip(wanted, found, strict=True))
    return bool(wanted == found)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _sorted_units(by_article: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    return {article: sorted(units) for article, units in by_article.items()}


def _sorted(rows: Any) -> Any:
    return sorted(rows, key=_key) if _is_list(rows) else rows


def _key(row: Any) -> str:
    """Without amounts, which may differ by less than a cent."""
    if isinstance(row, Mapping):
        return repr(sorted((name, str(value)) for name, value in row.items() if not isinstance(value, int | float)))
    return repr(row)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 160 else f"{text[:157]}..."
