"""What the shop can do with its catalogue. Every function works inside the caller's transaction."""

from mercery.catalog.browsing import Browse, BrowseResult, FacetCount, FacetGroup, browse
from mercery.catalog.importing.apply import ImportSummary, ProductChange
from mercery.catalog.repository import CategoryEntry
from mercery.catalog.service.changing import apply_drafts, remove_product, set_price, set_stock, update_product
from mercery.catalog.service.collections import Collection, collections, save_collection
from mercery.catalog.service.reading import (
    active_handles,
    all_product_ids,
    categories,
    category_by_product,
    offering,
    prices_turned,
    product,
    product_ids_of_skus,
    product_of_sku,
    products,
    variants,
    versions,
)

__all__ = [
    "Browse",
    "BrowseResult",
    "CategoryEntry",
    "Collection",
    "FacetCount",
    "FacetGroup",
    "ImportSummary",
    "ProductChange",
    "active_handles",
    "all_product_ids",
    "apply_drafts",
    "browse",
    "categories",
    "category_by_product",
    "collections",
    "offering",
    "prices_turned",
    "product",
    "product_ids_of_skus",
    "product_of_sku",
    "products",
    "remove_product",
    "save_collection",
    "set_price",
    "set_stock",
    "update_product",
    "variants",
    "versions",
]
