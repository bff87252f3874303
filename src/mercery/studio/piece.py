"""A piece of content: passages of sentences, each with the facts it stands on or the reason why it may not go out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang, Words
from mercery.studio.brief import Channel

NO_WORDS = Words("")
Writer = Literal["code", "model", "person"]
PassageKind = Literal["title", "lead", "heading", "paragraph", "item", "caption", "narration", "tags", "call", "label"]
"""`item`: one row of a list or table; `caption`: on or below a picture or shot; `narration`: spoken; `call`: where to go
from here; `label`: that a machine wrote this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence of a piece and what the check said of it. What is blocked stays in place and is never published."""

    sentence: Sentence
    writer: Writer = "code"
    blocked: Words = NO_WORDS
    """Why it may not go out; empty: it holds."""
    law: str = ""
    """Key of the advertising rule it breaks (`superlative`), where it breaks one."""
    source: str = ""
    """Of such a rule: the law and article."""
    instead: tuple[Sentence, ...] = ()
    """What code says of the same facts; empty where it is not clear which facts were meant."""

    @property
    def holds(self) -> bool:
        """Whether it may go out."""
        return not (self.blocked.en or self.blocked.zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences that stand together."""

    kind: PassageKind
    told: tuple[Told, ...]
    about: str = ""
    """The product it speaks of; empty: the piece's first."""
    place: str = ""
    """What it belongs to: a block of a detail page (`material`, `size`), a shot of a video (`shot/2`); else empty."""

    def text(self, lang: Lang) -> str:
        """What of it may go out, as running text."""
        return ("" if lang == "zh" else " ").join(one.sentence.text for one in self.told if one.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What was written for a brief."""

    channel: Channel
    lang: Lang
    product_ids: tuple[str, ...]
    passages: tuple[Passage, ...]

    def sentences(self) -> Iterator[Told]:
        """Every sentence in order, blocked ones too."""
        for passage in self.passages:
            yield from passage.told

    @property
    def title(self) -> str:
        """The first passage of kind `title`; empty where the channel has none."""
        return next((one.text(self.lang) for one in self.passages if one.kind == "title"), "")

    @property
    def blocked(self) -> tuple[Told, ...]:
        """What keeps it from being published."""
        return tuple(one for one in self.sentences() if not one.holds)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """What it depends on, each once: when one of these is no longer in force, it has to be written anew."""
        return tuple(dict.fromkeys(key for one in self.sentences() if one.holds for key in one.sentence.fact_ids))

    def text(self) -> str:
        """Everything that may go out, a passage a line."""
        return "\n".join(text for one in self.passages if (text := one.text(self.lang)))
