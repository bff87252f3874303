"""The bags of browsers."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.storefront.tables import BagCouponRow, CartLineRow

HELD: Final = (
    Held(
        table=CartLineRow,
        name=Words("Bags", "购物袋"),
        where=lambda person: CartLineRow.visitor_id.in_(person.visitor_ids),
        age="touched_at",
        days=400,
        least_days=7,
    ),
    Held(
        table=BagCouponRow,
        name=Words("Codes in bags", "购物袋中的优惠码"),
        where=lambda person: BagCouponRow.visitor_id.in_(person.visitor_ids),
        age="added_at",
        days=400,
        least_days=7,
    ),
)
"""`core/personal.py` says what it means."""
