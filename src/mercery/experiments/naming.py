"""Visitors the shop's own system names. Pure."""

from __future__ import annotations

import hashlib


def own_visitor(shop_id: str, name: str) -> str:
    """Our name for a visitor the shop calls `name`: the same for ever, and nobody can read theirs out of it."""
    return "own_" + hashlib.sha256(f"{shop_id}\0visitor\0{name}".encode()).hexdigest()[:32]
