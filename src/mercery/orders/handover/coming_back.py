"""Finding the reference of a hand-over in an order, as shop systems write it. Pure.

Shopify tells cart attributes as `Note Attributes` of its CSV (`mercery: hov_…`, one a line), `note_attributes` of its REST
and `customAttributes` of its GraphQL interface; WooCommerce tells what its order attribution noted in `meta_data`, which
exports write as `Meta: _wc_order_attribution_utm_content`. A shop's own program may name it `handover`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_PLACES: Final = (
    "handover", "note attributes", "custom attributes", "customattributes", "attributes", "meta data", "metadata",
    "utm content", "order attribution utm content", "wc order attribution utm content",
    "meta wc order attribution utm content", "landing site ref", "landing site", "landing page",
)  # fmt: skip
_REF: Final = re.compile(r"(?<![A-Za-z0-9_])hov_[A-Za-z0-9]{6,36}(?![A-Za-z0-9])")


def ref_in(cells: Mapping[str, Any]) -> str:
    """The reference among an order's cells (named as files' headings are compared); empty where there is none."""
    for name, held in cells.items():
        if not held or not (name in _PLACES or name.endswith(" utm content")):
            continue
        if found := _REF.search(held if isinstance(held, str) else str(held)):
            return found[0]
    return ""
