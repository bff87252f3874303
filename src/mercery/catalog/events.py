"""What the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogChanged(Event):
    """Products were added, changed or removed. Search re-indexes them; written content that names them is checked."""

    product_ids: tuple[str, ...]
    """At most `MOST` ids; with `everything` the whole catalogue may differ."""
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CostsChanged(Event):
    """What goods cost the shop, or their floor, was recorded anew."""

    skus: tuple[str, ...]


MOST = 1_000
