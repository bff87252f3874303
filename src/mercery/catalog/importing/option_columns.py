"""Options that a table names in one column and gives in another: `Option1 Name` beside `Option1 Value`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.core.files.tabular import heading

_CHOICES: Final = ("option", "variation", "variacao", "variacion", "variant", "attribut", "atribut", "attribuut", "atrybut", "атрибут", "опци",
                   "property", "merkmal", "eigenschaft", "规格", "销售属性", "属性", "オプション", "옵션")  # fmt: skip
_NAMES: Final = (
    "name",
    "names",
    "title",
    "label",
    "nom",
    "nombre",
    "nome",
    "naam",
    "nazwa",
    "название",
    "имя",
    "名称",
    "名",
    "名前",
    "명",
)
_VALUES: Final = ("value", "values", "description", "choice", "choices", "wert", "werte", "valeur", "valeurs", "valor", "valores", "valore", "valori",
                  "waarde", "waarden", "wartosc", "wartosci", "значение", "значения", "значении", "值", "内容", "値", "값")  # fmt: skip
_ASIDE: Final = (
    "visible",
    "global",
    "default",
    "type",
    "sichtbar",
    "standard",
    "可见",
    "全局",
    "sort",
    "image",
    "id",
    "code",
    "required",
)


def option_pairs(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of columns (as the file writes them) of which the first names an option and the second gives its value."""
    names: dict[tuple[str, str], str] = {}
    values: dict[tuple[str, str], str] = {}
    for column in columns:
        tokens, number = _tokens(heading(column))
        choice = next((word for word in _CHOICES for token in tokens if token.startswith(word)), "")
        if not number or not choice:
            continue
        kinds = {token.removeprefix(choice) if token.startswith(choice) else token for token in tokens}
        if kinds & set(_NAMES):
            names.setdefault((choice, number), column)
        elif kinds & set(_VALUES):
            values.setdefault((choice, number), column)
        elif kinds & set(_ASIDE):
            if "type" in kinds:
                names.setdefault((choice, number + " type"), column)
        else:
            values.setdefault((choice, number + " bare"), column)
    found = []
    for choice, number in dict.fromkeys([*names, *values]):
        if " " in number and number.split()[0] in {place for word, place in names if word == choice}:
            continue
        place = number.split()[0]
        name = names.get((choice, place)) or names.get((choice, f"{place} type"))
        value = values.get((choice, place)) or values.get((choice, f"{place} bare"))
        if name and value:
            found.append((name, value))
    return tuple(dict.fromkeys(found))


def _tokens(column: str) -> tuple[list[str], str]:
    """The heading's words without its number, and the number: `option1 value` and `option value 1` are the same."""
    numbers = re.findall(r"\d+", column)
    return re.sub(r"\d+", " ", column).split(), numbers[0] if len(numbers) == 1 else ""


def split_choices(text: str) -> list[tuple[str, str]]:
    """`Colour: Red; Size: M` and `颜色:红色;尺码:M` as pairs; empty when the text is not written so."""
    pieces = [piece for piece in re.split(r"[;；|\n]|,(?=[^,:：]+[:：])", text) if piece.strip()]
    pairs = [re.split(r"[:：=]", piece, maxsplit=1) for piece in pieces]
    if not pairs or not all(len(pair) == 2 and pair[0].strip() and pair[1].strip() for pair in pairs):
        return []
    return [(name.strip(), value.strip()) for name, value in pairs]
