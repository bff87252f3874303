"""What the process may use that examines a host, and what it says it found. Imports nothing heavy: the web process reads it."""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["host", "background"]
SECONDS: Final = 20
"""Of processor time."""
MEMORY: Final = 2_500_000_000
