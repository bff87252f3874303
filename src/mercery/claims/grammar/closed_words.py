"""Words that have no inflected forms: `mined` is no form of `mine`, `herring` none of `her`."""

from __future__ import annotations

from typing import Final

WITHOUT_FORMS: Final = frozenset(
    {"mine", "me", "my", "her", "him", "his", "us", "our", "one", "all", "be", "do", "we", "he", "she", "it", "they", "this", "that", "can", "may", "will", "must", "shall", "might", "up", "out", "off", "in", "on", "of", "at", "to", "by", "for", "so", "no", "not", "nor", "or", "and", "but", "if", "as", "an", "the", "than", "then", "there", "here", "even", "ever", "over", "under", "with", "from", "per", "via", "both", "each", "any", "some", "such", "very", "too", "well", "found", "left", "last", "more", "most", "less", "least", "much", "many", "few", "own", "same", "other", "else", "how", "who", "why", "what", "when", "where", "which", "while", "just", "only", "now", "soon", "still", "yet", "again", "once", "true", "real", "good", "fine", "right", "kind", "sort"}
)  # fmt: skip
