"""Office files as what they are: packed folders of XML. Nothing is unpacked before it was found harmless."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Final

from lxml import etree

from mercery.core.i18n import Words
from mercery.knowledge.documents.limits import Limits, Refused

_SMALL: Final = 1 << 20
"""Bytes below which a part may be packed as tightly as it likes."""
_BEGINNING: Final = 1 << 14
_DECLARES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_MEMORY: Final = 2
"""libxml2's number for it."""
_OTHERS: Final = {"docx": "DOCX", "xlsx": "XLSX", "pptx": "PPTX"}


class Package:
    """The parts of an office file."""

    def __init__(self, path: Path, name: str, limits: Limits, *, other: str) -> None:
        """Look at the list of parts. Refused when the file is broken, locked, a trap, or holds programs.

        `other`: the format to save it in without programs.
        """
        self.name, self._limits = name, limits
        try:
            self._zip = zipfile.ZipFile(path)
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("corrupt", file=name, what=_BROKEN) from error
        if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
            size = sum(part.file_size for part in parts)
            raise Refused("too_much_packed", file=name, what=f"{len(parts):,} parts, {size >> 20:,} MB")
        for part in parts:
            self._check(part, other)
        self.names = frozenset(part.filename for part in parts)
        self.embedded = sum(1 for part in parts if "/embeddings/" in f"/{part.filename}")

    def _check(self, part: zipfile.ZipInfo, other: str) -> None:
        if part.flag_bits & 1:
            raise Refused("encrypted", file=self.name, place=part.filename)
        if "vbaproject" in part.filename.lower():
            raise Refused("macros", file=self.name, place=part.filename, other=_OTHERS.get(other, other))
        large = part.file_size > self._limits.part
        dense = part.file_size > _SMALL and part.file_size > part.compress_size * self._limits.ratio
        if large or dense:
            what = f"{part.file_size >> 20:,} MB"
            raise Refused("too_much_packed", file=self.name, place=part.filename, what=what)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def open(self, part: str) -> IO[bytes]:
        """The bytes of a part; Refused when there is none."""
        try:
            return self._zip.open(part)
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            missing = Words(f"its part {part} is missing or damaged", f"组成部分 {part} 缺失或损坏")
            raise Refused("corrupt", file=self.name, place=part, what=missing) from error

    def events(self, part: str, *events: str) -> Iterator[tuple[str, etree._Element]]:
        """The elements of a part as they are met. Entities are never expanded, nothing is fetched."""
        self._refuse_entities(part)
        with self.open(part) as stream:
            try:
                yield from etree.iterparse(
                    stream, events=events or ("end",), resolve_entities=False, no_network=True, load_dtd=False
                )
            except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                if ran_out_of_memory(error):
                    raise MemoryError from error
                raise Refused("corrupt", file=self.name, place=part, what=_broken_xml(part)) from error

    def root(self, part: str) -> etree._Element:
        """A small part, whole."""
        elements = [element for event, element in self.events(part, "start") if element.getparent() is None]
        if not elements:
            raise Refused("corrupt", file=self.name, place=part, what=_broken_xml(part))
        return elements[0]

    def _refuse_entities(self, part: str) -> None:
        with self.open(part) as stream:
            try:
                beginning = stream.read(_BEGINNING).replace(b"\0", b"")
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise Refused("corrupt", file=self.name, place=part, what=_broken_xml(part)) from error
        if found := _DECLARES.search(beginning):
            raise Refused("entities", file=self.name, place=part, what=found.group().decode("ascii"))

    def related(self, part: str) -> Mapping[str, tuple[str, str]]:
        """What a part refers to inside the file: by id, the kind of reference and the part. Links outward are left out."""
        folder, base = posixpath.split(part)
        where = f"{folder}/_rels/{base}.rels".lstrip("/")
        if where not in self.names:
            return {}
        found = {}
        for one in self.root(where):
            if one.get("TargetMode") != "External":
                target = str(one.get("Target") or "")
                inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[str(one.get("Id"))] = (str(one.get("Type") or "").rsplit("/", 1)[-1], inside.lstrip("/"))
        return found

    def main_part(self) -> str:
        """The part everything hangs on."""
        for kind, part in self.related("").values():
            if kind == "officeDocument" and part in self.names:
                return part
        missing = Words("it has no main part", "缺少主体部分")
        raise Refused("corrupt", file=self.name, what=missing)

    def title(self) -> str:
        """As the document's own properties say."""
        if "docProps/core.xml" not in self.names:
            return ""
        for one in self.root("docProps/core.xml"):
            if local(one) == "title":
                return " ".join((one.text or "").split())
        return ""


_BROKEN: Final = Words("it is damaged or was cut off", "文件已损坏或不完整")


def _broken_xml(part: str) -> Words:
    return Words(f"its part {part} is damaged", f"组成部分 {part} 已损坏")


def ran_out_of_memory(error: Exception) -> bool:
    """Whether the parser stopped for want of memory, which it tells like a mistake in the file."""
    return isinstance(error, etree.XMLSyntaxError) and getattr(error, "code", None) == _NO_MEMORY


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: the strict and the usual form of office files differ there."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    if element is not None:
        for one in element:
            if local(one) == name:
                return one
    return None


def inner(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of that name inside, at any depth."""
    return (one for one in element.iter() if local(one) == name)
