"""One JSON document that holds a whole shop: `{"products": …, "customers": …, "orders": …}`, taken apart by kind.

The parts are lists, or objects whose values are the records (their keys are the records' own ids).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from mercery.core.errors import MerceryError
from mercery.core.files.encoding import utf8_copy
from mercery.core.files.records import read_document

_PARTS: Final[dict[str, str]] = {
    "products": "products",
    "policies": "policies",
    "customers": "customers",
    "users": "customers",
    "orders": "orders",
}
"""What a part may be called, and its kind; in the order of import."""


@contextmanager
def parts_of(path: Path) -> Iterator[list[tuple[str, str, Path]]]:
    """Kind, name and a file of its own for each part; empty when the file is no such document."""
    found = _parts(path)
    if not found:
        yield []
        return
    with tempfile.TemporaryDirectory(prefix="mercery-parts-") as folder:
        made = []
        for part, kind in _PARTS.items():
            if part in found:
                file = Path(folder) / f"{part}.json"
                file.write_text(json.dumps(found[part], ensure_ascii=False), encoding="utf-8")
                made.append((kind, f"{path.name}/{part}", file))
        yield made


def _parts(path: Path) -> dict[str, list[Any]]:
    if not {".json", ".gz"} & {path.suffix.casefold()}:
        return {}
    try:
        with utf8_copy(path, path.name) as text:
            with text.open(encoding="utf-8") as stream:
                head = stream.read(200).lstrip()
            # Only an object whose first key names a part is worth reading whole.
            if not head.startswith("{") or not any(head[1:].lstrip().startswith(f'"{part}"') for part in _PARTS):
                return {}
            data, _ = read_document(text, path.name)
    except (MerceryError, OSError, UnicodeError):
        return {}
    if not isinstance(data, dict) or len(data) < 2 or not set(data) <= set(_PARTS):
        return {}
    return {part: _records(held) for part, held in data.items()}


def _records(held: object) -> list[Any]:
    listed = _listed(held)
    if isinstance(listed, dict):
        return list(listed.values())
    return listed if isinstance(listed, list) else [listed]


def _listed(value: Any) -> Any:
    """Objects keyed by the id that each of their records repeats become lists, however deep they lie."""
    if isinstance(value, list):
        return [_listed(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(one, dict) and _names_itself(key, one) for key, one in value.items()):
        return [_listed(one) for one in value.values()]
    return {key: _listed(one) for key, one in value.items()}


def _names_itself(key: str, record: dict[str, Any]) -> bool:
    return any(isinstance(value, str) and value == key for value in record.values())
