"""The two languages Mercery speaks, and text that exists in both.

English is the source; Chinese stands beside it in the code (see docs/decisions/0005-two-languages-inline.md).
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeGuard

Lang = Literal["en", "zh"]
LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages. An empty string means: not written yet, fall back to the other."""

    en: str
    zh: str = ""

    def text(self, lang: Lang) -> str:
        """The text in `lang`, or in the other language where `lang` is missing."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    def has(self, lang: Lang) -> bool:
        """Whether the text is really written in `lang`."""
        return bool(self.zh if lang == "zh" else self.en)


def is_lang(value: object) -> TypeGuard[Lang]:
    """Whether `value` names a language Mercery speaks."""
    return value in LANGS


def lang_from_tag(tag: str) -> Lang | None:
    """The language for a BCP 47 tag or an exporter's own spelling (`zh_Hans`, `en-GB`); None when neither."""
    head = tag.strip().lower().replace("_", "-").split("-")[0]
    return head if is_lang(head) else None
