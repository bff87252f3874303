"""Queries with what must be read, from text files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mercery.search.query.parts import Reading

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a file."""

    currency: str
    query: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return self.query


def asked(name: str) -> list[Asked]:
    """The lines of a file; the format stands at the head of `known_queries.txt`."""
    made = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            currency, query, expected = (cell.strip() for cell in line.split("|"))
            made.append(Asked(currency, query, tuple(one.strip() for one in expected.split(";"))))
    return made


def faults(reading: Reading, expected: tuple[str, ...]) -> list[str]:
    """What was read otherwise than expected."""
    return [said for one in expected if (said := _fault(reading, one))]


def _fault(reading: Reading, one: str) -> str:
    if one in ("question", "stock", "sale"):
        got = {"question": reading.question, "stock": reading.filters.in_stock, "sale": reading.filters.on_sale}[one]
        return "" if got else f"{one} not read"
    if one.startswith("!"):
        return _values(reading.filters.excluded, one[1:], "excluded ")
    if one.startswith("not:"):
        return "" if one[4:] in reading.filters.unwanted else f"unwanted {reading.filters.unwanted}"
    if one.startswith("price"):
        return _price(reading, one)
    name, _, value = one.partition("=")
    match name:
        case "words":
            left = [word.surface.lower() for word in reading.words]
            return "" if sorted(left) == sorted(value.split()) else f"words {left}"
        case "sort":
            return "" if reading.sort == value else f"sort {reading.sort}"
        case "measure":
            names = {name for limit in reading.filters.measures for name in limit.names}
            return "" if value in names else f"measures {sorted(names)}"
        case "spelt":
            return "" if any(fix.meant.startswith(value) for fix in reading.corrections) else f"{reading.corrections}"
    return _values(reading.filters.facets, one, "")


def _price(reading: Reading, one: str) -> str:
    bound, amount = one[5:7], int(one[7:]) * 100
    got = reading.filters.price_max if bound == "<=" else reading.filters.price_min
    return "" if got == amount else f"price {reading.filters.price_min}..{reading.filters.price_max}"


def _values(facets: object, one: str, what: str) -> str:
    assert isinstance(facets, dict)
    sign = next(sign for sign in (">", "=", "-") if sign in one)
    name, _, wanted = one.partition(sign)
    got = set(facets.get(name, ()))
    if sign == "-":
        return f"{what}{name} {sorted(got)}" if got else ""
    values = set(wanted.split("+"))
    right = values <= got if sign == ">" else values == got
    return "" if right else f"{what}{name} {sorted(got)}"
