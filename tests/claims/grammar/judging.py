"""Short ways of asking the gate of the small shop."""

from __future__ import annotations

from tests.claims.gate_shop import gate, variant

TOTE, TAN_TOTE = variant("harbour-tote", "black"), variant("harbour-tote", "tan")
SOFT, WEEKENDER = variant("harbour-soft-tote", "black"), variant("silk-road-weekender", "olive")
SHOPPER, DAWN, DEEP = variant("ivory-lane-shopper", "navy"), variant("dawn-36"), variant("deep-200", "black")
EVENING, SCARF, STOLE = (
    variant("golden-evening", "red"),
    variant("jardin-silk-scarf", "green"),
    variant("jardin-stole", "grey"),
)
LOAFERS, MENS = variant("lido-women", "black/37"), variant("lido-men", "black/42")
CORDA, PARFUM, BRACELET = variant("corda", "natural/37"), variant("fig-parfum", "50 ml"), variant("ruby-street")


def passes(text: str, about: str | None = None) -> bool:
    """Whether the sentence may go out."""
    lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    return gate().check(text, lang, about=about).passed  # type: ignore[arg-type]
