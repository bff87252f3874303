"""One row of synonyms, as the shipped lists and a shop's own table give it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym:
    """Words that mean the same, or that are a kind of something.

    Words are written as shoppers write them, in either language, one word or several (`cell phone`, 手机, `trainers`).
    """

    words: tuple[str, ...]
    kind_of: tuple[str, ...] = ()
    """Empty: all `words` mean the same. Otherwise each of `words` is a kind of each of these: who asks for `shoes` finds
    loafers too, who asks for loafers does not find every shoe."""
    apart: bool = False
    """A shop's own row that takes `words` away from one another (and from `kind_of`) where a shipped list joins them."""
