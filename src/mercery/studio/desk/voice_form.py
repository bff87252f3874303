"""A house voice as the fields of its form, and back: one line a rule, English and Chinese in columns of their own. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from mercery.core.i18n import Words
from mercery.studio.house_voice import HouseVoice, Preferred

_LISTS: Final = ("do", "avoid", "samples")


def typed_of(voice: HouseVoice, *, empty: bool = False) -> dict[str, str]:
    """The fields of the form; `empty`: with nothing in them."""
    typed = {"key": voice.key, "name_en": voice.name.en, "name_zh": voice.name.zh, "pace": voice.pace, "version": ""}
    for name in _LISTS:
        lines: Sequence[Words] = getattr(voice, name)
        typed[f"{name}_en"] = "\n".join(one.en for one in lines if one.en or one.zh)
        typed[f"{name}_zh"] = "\n".join(one.zh for one in lines if one.en or one.zh)
    typed["lexicon_en"] = "\n".join(f"{one.instead_of.en} = {one.use.en}" for one in voice.lexicon if one.use.en)
    typed["lexicon_zh"] = "\n".join(f"{one.instead_of.zh} = {one.use.zh}" for one in voice.lexicon if one.use.zh)
    return dict.fromkeys(typed, "") | {"pace": "calm"} if empty else typed


def voice_of(typed: Mapping[str, str], *, key: str) -> HouseVoice:
    """The voice as it is typed."""
    return HouseVoice(
        key=key,
        name=Words(typed["name_en"].strip(), typed["name_zh"].strip()),
        do=_lines(typed, "do"),
        avoid=_lines(typed, "avoid"),
        samples=_lines(typed, "samples"),
        lexicon=(*_pairs(typed["lexicon_en"], "en"), *_pairs(typed["lexicon_zh"], "zh")),
        pace="brisk" if typed.get("pace") == "brisk" else "calm",
    )


def _lines(typed: Mapping[str, str], name: str) -> tuple[Words, ...]:
    """Lines that stand beside each other are one rule."""
    english, chinese = typed[f"{name}_en"].splitlines(), typed[f"{name}_zh"].splitlines()
    found = (Words(en.strip(), zh.strip()) for en, zh in zip_longest(english, chinese, fillvalue=""))
    return tuple(one for one in found if one.en or one.zh)


def _pairs(text: str, lang: str) -> list[Preferred]:
    found = []
    for line in text.splitlines():
        before, _, after = (part.strip() for part in line.replace("＝", "=").partition("="))
        if before or after:
            words = (before, after)
            pair = [Words(one) if lang == "en" else Words("", one) for one in words]
            found.append(Preferred(instead_of=pair[0], use=pair[1]))
    return found
