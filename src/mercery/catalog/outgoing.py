"""The goods as they leave for the warehouse: what a SKU is, and what one piece costs the shop."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func

from mercery.catalog.tables import CategoryRow, ProductRow, VariantCostRow, VariantRow
from mercery.core.outgoing import Columns, Outgoing, content_mark

_V: Final = VariantRow.__table__.c
_P: Final = ProductRow.__table__.c
_C: Final = CategoryRow.__table__.c
_K: Final = VariantCostRow.__table__.c


def _goods(_timezone: str) -> Columns:
    return (
        _V.sku.label("sku"),
        _V.id.label("variant_id"),
        _P.id.label("product_id"),
        _P.handle.label("product"),
        _P.title["en"].astext.label("title_en"),
        _P.title["zh"].astext.label("title_zh"),
        func.split_part(_C.handle, "/", 1).label("category"),
        _C.handle.label("category_path"),
        _P.brand.label("brand"),
        _P.status.label("status"),
        _P.durable.label("durable"),
    )


def _costs(_timezone: str) -> Columns:
    return (
        _V.sku.label("sku"),
        _K.currency.label("currency"),
        _K.cost_minor.label("cost_minor"),
    )


GOODS: Final = Outgoing(
    name="goods",
    about="What each SKU is, as the catalogue has it now.",
    source=VariantRow.__table__.join(ProductRow.__table__, _P.id == _V.product_id).outerjoin(
        CategoryRow.__table__, _C.id == _P.category_id
    ),
    shop=_V.shop_id,
    at=None,
    columns=_goods,
    mark=content_mark(
        _V.id, _V.sku, _P.id, _P.version,
        _P.category_id, _C.handle, _P.status,
    ),
)  # fmt: skip
SKU_COSTS: Final = Outgoing(
    name="sku_costs",
    about="What one piece costs the shop now, in minor units, by currency.",
    source=VariantCostRow.__table__.join(VariantRow.__table__, _V.id == _K.variant_id),
    shop=_K.shop_id,
    at=None,
    columns=_costs,
    mark=content_mark(_V.sku, _K.currency, _K.cost_minor),
)
