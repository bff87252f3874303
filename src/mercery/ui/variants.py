"""Closed sets: which variants each component has, and the class that draws each.

Templates reach them only through the global `variant(set, key)`, which raises for a
key outside the set; the stylesheet is compiled with these names in view.
"""

from collections.abc import Mapping
from typing import Final

from mercery.core.errors import MerceryError


class UnknownVariant(MerceryError):
    """A template asked for a variant the component does not have."""

    code = "ui_variant_unknown"
    status = 500


_VERDICTS: Final = ("good", "progress", "care", "stop", "quiet")
_CLAIM_STATES: Final = ("holds", "computed", "expiring", "no_source", "checking")

VARIANTS: Final[Mapping[str, Mapping[str, str]]] = {
    "button.tone": {
        "ink": "button button-ink",
        "outline": "button button-outline",
        "quiet": "button button-quiet",
        "end": "button button-end",
        "shop": "button button-shop",
    },
    "button.size": {"normal": "", "small": "button-small", "large": "button-large", "wide": "button-large button-wide"},
    "badge.tone": {
        **{tone: f"badge badge-{tone}" for tone in _VERDICTS},
        "air": "badge badge-air",
    },
    "badge.dot": {"settled": "badge-dot", "open": "badge-dot badge-dot-open", "none": ""},
    "claim.state": {state: f"claim claim-{state.replace('_', '-')}" for state in _CLAIM_STATES},
    "chip.state": {state: f"chip chip-{state.replace('_', '-')}" for state in _CLAIM_STATES},
    "tone": {
        "good": "tone-good",
        "progress": "tone-progress",
        "care": "tone-care",
        "stop": "tone-stop",
        "quiet": "tone-quiet",
        "ink": "tone-ink",
    },
    "price.size": {"tile": "price price-tile", "page": "price price-page", "hero": "price price-hero"},
    "figure.size": {
        "small": "type-figure type-figure-small",
        "normal": "type-figure",
        "large": "type-figure type-figure-large",
    },
    "panel.kind": {"task": "panel", "flush": "panel panel-flush", "plain": "panel-plain"},
    "column": {
        "text": "",
        "num": "num",
        "end": "end",
        "wide": "wide",
        "tight": "tight",
        "lead": "num lead",
        "desk": "desk",
        "desk-num": "num desk",
        "desk-end": "end desk",
    },
    "ground": {
        name: f"ground ground-{name}" for name in ("rose", "sage", "mist", "straw", "stone", "clay", "leaf", "blush")
    },
    "toast.tone": {"done": "toast", "stopped": "toast toast-stopped", "note": "toast"},
    "state.tone": {"good": "tone-good", "care": "tone-care", "stop": "tone-stop"},
    "step.state": {
        "done": "step step-done",
        "now": "step step-now",
        "next": "step step-next",
        "failed": "step step-failed",
    },
    "avatar.size": {"normal": "avatar", "large": "avatar avatar-large"},
    "notice.tone": {tone: f"notice notice-{tone}" for tone in _VERDICTS},
}

ICONS: Final = frozenset(
    [
        "stop",
        "check",
        "clock",
        "person",
        "close",
        "search",
        "arrow",
        "back",
        "menu",
        "play",
        "bag",
        "play",
        "mic",
        "plus",
        "minus",
        "pause",
        "copy",
        "external",
        "globe",
        "sun",
        "moon",
        "trash",
        "up",
        "down",
        "dot",
        "ring",
        "working",
        "warning",
    ]
)


def variant(name: str, key: str) -> str:
    """The classes for `key` of the closed set `name`; UnknownVariant when either does not exist."""
    try:
        choices = VARIANTS[name]
    except KeyError:
        raise UnknownVariant(
            f"There is no variant set '{name}'.", remedy=f"Use one of {', '.join(VARIANTS)}."
        ) from None
    try:
        return choices[key]
    except (KeyError, TypeError):
        raise UnknownVariant(f"{name} has no variant '{key}'.", remedy=f"Use one of {', '.join(choices)}.") from None
