"""XML of any kind as records: the element that repeats is the record, what stands in it becomes keys and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from mercery.core.files.problems import refused
from mercery.core.files.records import Record

_USUAL: Final = frozenset(
    [
        "product",
        "item",
        "offer",
        "shopitem",
        "entry",
        "article",
        "artikel",
        "produkt",
        "produit",
        "goods",
        "row",
        "record",
    ]
)
_SAFE: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_DEEPEST: Final = 5


def check_xml(path: Path, name: str) -> None:
    """Refuse documents that declare entities: no feed needs them, and they can swell without end."""
    with path.open("rb") as stream:
        head = stream.read(1 << 16)
    upper = head.upper()
    places = [place for mark in (b"<!ENTITY", b"<!DOCTYPE") if (place := upper.find(mark)) >= 0]
    if not places:
        return
    declared = upper.find(b"<!DOCTYPE")
    end = upper.find(b">", declared)
    if b"<!ENTITY" not in upper and b"[" not in upper[declared:end] and b"SYSTEM" in upper[declared:end]:
        return
    raise refused(
        name,
        "The XML declares entities or a document type; such files are not read.",
        "Export a plain feed.",
        line=head[: min(places)].count(b"\n") + 1,
        zh="XML 含有实体或文档类型声明，不予读取。请导出普通的商品数据。",
    )


def xml_records(path: Path, name: str) -> Iterator[Record]:
    """The records, one at a time. Entities are not expanded and nothing outside the file is read."""
    check_xml(path, name)
    tag = _record_tag(path, name)
    if tag is None:
        raise refused(
            name,
            "The XML holds no list of products.",
            "Export it with products.",
            line=1,
            zh="XML 中没有商品列表，请连同商品一起导出。",
        )
    try:
        for _, element in etree.iterparse(str(path), events=("end",), tag=tag, **_SAFE):
            value = as_value(element)
            if isinstance(value, dict):
                yield Record(line=element.sourceline, data=value)
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise _malformed(error, name) from error


def _forget(element: etree._Element) -> None:
    """Free what an element held, and those before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _malformed(error: etree.XMLSyntaxError, name: str) -> Exception:
    return refused(
        name,
        f"The XML is malformed: {error.msg}.",
        "Export it again.",
        line=error.lineno,
        zh=f"XML 格式有误（{error.msg}），请重新导出。",
    )


def _record_tag(path: Path, name: str) -> str | None:
    """The tag of the records: one with several fields, of a usual name if there is one, else the most frequent."""
    seen: Counter[tuple[int, str]] = Counter()
    fields: Counter[tuple[int, str]] = Counter()
    children: list[int] = []
    """Of each element that is still open, from the root inwards."""
    try:
        for event, element in etree.iterparse(str(path), events=("start", "end"), **_SAFE):
            if event == "start":
                if children:
                    children[-1] += 1
                children.append(0)
                continue
            inside, depth = children.pop(), len(children)
            if 1 <= depth <= _DEEPEST:
                key = (depth, str(element.tag))
                seen[key] += 1
                fields[key] = max(fields[key], inside + len(element.attrib))
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise _malformed(error, name) from error
    rich = [key for key in seen if fields[key] >= 2]
    usual = [key for key in rich if etree.QName(key[1]).localname.casefold() in _USUAL]
    best = max(usual or [key for key in rich if seen[key] > 1], key=lambda key: (-key[0], seen[key]), default=None)
    return best[1] if best else None


def as_value(element: etree._Element) -> Any:
    """An element as text, or as an object of its attributes and children; repeated children as a list."""
    children = list(element.iterchildren(tag=etree.Element))
    attributes = {str(key): str(value).strip() for key, value in element.attrib.items()}
    text = (element.text or "").strip()
    if not children and not attributes:
        return text
    if not children and text and set(attributes) <= {"lang", "id", "type", "unit", "currency", "main"}:
        return text
    found: dict[str, Any] = {key: value for key, value in attributes.items() if value}
    for child in children:
        named = child.get("name")
        plain = named and not len(child) and (child.text or "").strip()
        key = str(named) if plain else etree.QName(child).localname
        value = (child.text or "").strip() if plain else as_value(child)
        _add(found, key, value)
    if text:
        found.setdefault("value", text)
    return _unwrapped(found)


def _add(found: dict[str, Any], key: str, value: Any) -> None:
    if value in ("", {}, []):
        return
    label = _pair(value)
    if label:
        key, value = label
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]


def _pair(value: Any) -> tuple[str, Any] | None:
    """`<PARAM><PARAM_NAME>Colour</PARAM_NAME><VAL>Red</VAL></PARAM>` as one field."""
    if not isinstance(value, dict) or len(value) != 2:
        return None
    keys = list(value)
    name = next((key for key in keys if key.casefold().endswith(("name", "key", "label"))), None)
    text = next((key for key in keys if key != name and key.casefold().endswith(("val", "value"))), None)
    return (str(value[name]), value[text]) if name and text else None


def _unwrapped(found: dict[str, Any]) -> Any:
    """A wrapper around one list (`<images><image/>…</images>`) as that list."""
    if len(found) == 1:
        only = next(iter(found.values()))
        if isinstance(only, list):
            return only
    return found
