"""The pages of experiments: all in one table, one by one, set up, decided, taken along."""

from __future__ import annotations

from mercery.experiments.console.pages import router

__all__ = ["router"]
