"""Which files drawn of a published piece may still leave the shop: what is on a picture cannot be put right once it is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from mercery.catalog.facts import product_facts
from mercery.studio.exporting.markup import without_prices
from mercery.studio.kept import KeptFile, Render
from mercery.studio.materials import Materials
from mercery.studio.serving import Served
from mercery.studio.standing import key_of


def may_leave(renders: Iterable[Render], one: Served, media: Path) -> list[tuple[Render, Sequence[KeptFile]]]:
    """The newest files of each kind drawn of the published version. None while the piece says something else than what was
    drawn, and no picture with a fact of it or of a neighbour that has another version by now."""
    if without_prices(one.version.piece).text() != without_prices(one.piece).text():
        return []
    newest: dict[str, Render] = {}
    for render in renders:
        if render.state == "done" and render.version == one.version.version:
            newest.setdefault(render.kind, render)
    return [(render, render.files) for render in newest.values() if _holds(render, one, media)]


def _holds(render: Render, one: Served, media: Path) -> bool:
    listed = render.file("drawn")
    if listed is None or one.materials is None:
        return True
    told = {key_of(line.fact_id) for line in one.version.grounds}
    beside = [key for key in _facts_on(media / listed.path) if key_of(key) not in told]
    return not beside or set(beside) <= _in_force(one.materials)


def _facts_on(listed: Path) -> list[str]:
    """The facts that stand on the pictures of `drawn.json`."""
    if not listed.is_file():
        return []
    return [key for picture in json.loads(listed.read_text("utf-8"))["pictures"] for key in picture["facts"]]


def _in_force(materials: Materials) -> set[str]:
    return {
        *materials.by_id,
        *(fact.id for product in materials.neighbours for fact in product_facts(product)),
    }
