"""What the description of the interface (OpenAPI) says of refusals: one shape, whatever was asked."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, Field


class DescribedProblem(BaseModel):
    """One thing that is wrong, and where."""

    message: str
    remedy: str
    file: str | None
    line: int | None
    column: str | None
    field: str | None
    severity: str


class DescribedError(BaseModel):
    """What is wrong and what to do about it. The codes are listed in the reference."""

    code: str = Field(min_length=1)
    message: str = Field(min_length=1)
    remedy: str
    problems: list[DescribedProblem]
    support: str | None


class ErrorAnswer(BaseModel):
    """The body of every refusal (`core/errors.py` writes it)."""

    error: DescribedError


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"model": ErrorAnswer, "description": "Refused; nothing was changed"},
    "502": {"model": ErrorAnswer, "description": "What the shop itself had to ask elsewhere did not answer"},
    "503": {"model": ErrorAnswer, "description": "Not now: ask again after `Retry-After`"},
    "507": {"model": ErrorAnswer, "description": "No room is left; nothing was changed"},
}
"""For every operation. Any other status above 499 is a fault of ours."""
