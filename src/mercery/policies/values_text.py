"""A policy's values as a person writes them: one `name: value` a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mercery.core.errors import Invalid, Problem
from mercery.policies.policy import Scalar

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_WORDS: Mapping[str, Scalar] = {"yes": True, "no": False, "true": True, "false": False, "none": None, "": None}


def values_to_text(values: Mapping[str, Scalar]) -> str:
    """The lines of a policy's values."""
    return "\n".join(f"{name}: {_text(value)}" for name, value in values.items())


def values_from_text(text: str) -> dict[str, Scalar]:
    """The values of the lines; numbers, yes and no are read as such. Invalid names the line that is none."""
    values: dict[str, Scalar] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, separator, value = line.replace("：", ":").partition(":")
        if not separator or not _NAME.match(name.strip()):
            message = f"Line {number}, '{line.strip()[:40]}', is not a value."
            raise Invalid(
                message,
                problems=[
                    Problem(
                        field="values",
                        message=message,
                        remedy="Write days: 30.",
                        zh=f"第 {number} 行“{line.strip()[:40]}”不是数值，请写成 days: 30。",
                    )
                ],
                zh=f"第 {number} 行“{line.strip()[:40]}”不是数值，请写成 days: 30。",
            )
        values[name.strip()] = _scalar(value.strip())
    return values


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _scalar(text: str) -> Scalar:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
