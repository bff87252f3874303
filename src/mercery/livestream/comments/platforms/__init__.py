"""Platforms whose comments come in over their own open interfaces, by key. A new one is a module with an adapter, named here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.livestream.comments.platforms.adapter import Platform
from mercery.livestream.comments.platforms.douyin import Douyin
from mercery.livestream.comments.platforms.signed import Signed

PLATFORMS: Final[Mapping[str, Platform]] = {one.key: one for one in (Douyin(), Signed())}
