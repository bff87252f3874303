"""What espeak-ng is given to read: words in its own markup, Mandarin in pinyin, names of the other language in that one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from mercery.ai.speech.reading import Part, aloud
from mercery.core.i18n import Lang

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_NUMERALS: Final = "零一二两三四五六七八九十百千万亿点"
_RUN: Final = re.compile(r"[\u3400-\u9fff]+|[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ'’-]*(?: +[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ'’-]*)*|.", re.DOTALL)  # fmt: skip
_WORD: Final = re.compile(r"[^\s,.;:!?，。；：！？、]+")
_STOPS: Final = {"，": ", ", "。": ". ", "；": "; ", "：": ": ", "！": ". ", "？": "? ", "、": ", ", "（": ", ", "）": ", "}  # fmt: skip
RESPELT: Final = {
    "maison": "mayzon", "atelier": "attelyay", "ateliers": "attelyays", "aurelle": "orrell", "cachemire": "cashmeer",
    "eau": "oh", "parfum": "parfum", "toilette": "twalet", "cloisonné": "clwazonay", "vachetta": "vaketta",
    "intrecciato": "intretchahto", "bouclé": "booklay", "guilloché": "gheeyoshay", "pavé": "pavvay", "crêpe": "crape",
    "jacquard": "jackard", "cabochon": "cabboshon", "minaudière": "minnowdyair", "trapèze": "trapehz", "sautoir": "sotwar",
    "foulard": "foolard", "carré": "carray", "trousse": "trooss",
}  # fmt: skip
"""French and Italian words of the trade, as an English reader has to see them to say them right."""
_SOUNDS: Final = {
    "便宜": "pian2 yi5", "系带": "ji4 dai4", "着色": "zhuo2 se4", "卡扣": "ka3 kou4", "卡槽": "ka3 cao2", "卡位": "ka3 wei4",
    "发卡": "fa4 qia3", "中长": "zhong1 chang2", "加长": "jia1 chang2", "身长": "shen1 chang2", "全长": "quan2 chang2",
    "链长": "lian4 chang2", "衣长": "yi1 chang2", "袖长": "xiu4 chang2", "长款": "chang2 kuan3", "长约": "chang2 yue1",
    "重约": "zhong4 yue1", "净重": "jing4 zhong4", "重磅": "zhong4 bang4", "重工": "zhong4 gong1", "单重": "dan1 zhong4",
    "调节": "tiao2 jie2", "调香": "tiao2 xiang1", "空心": "kong1 xin1", "缝线": "feng2 xian4", "接缝": "jie1 feng4",
    "车缝": "che1 feng2", "手缝": "shou3 feng2", "得体": "de2 ti3", "行李": "xing2 li5", "提手": "ti2 shou3", "背带": "bei1 dai4",
    "肩背": "jian1 bei1", "斜背": "xie2 bei1", "手背": "shou3 bei4", "盛放": "cheng2 fang4", "露出": "lu4 chu1",
}  # fmt: skip
"""Words of the trade whose characters have several sounds and which dictionaries get wrong or do not know."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One word of the markup: where it stands there, what is said, and which written characters it is."""

    at: int
    text: str
    start: int
    end: int


class _Markup:
    def __init__(self) -> None:
        self.text = "<speak>"
        self.words: list[Marked] = []

    def word(self, sounds: str, said: str, start: int, end: int) -> None:
        self.words.append(Marked(len(self.text), said, start, end))
        self.text += escape(sounds)


def markup(text: str, lang: Lang, english: str, mandarin: str) -> tuple[str, tuple[Marked, ...]]:
    """The text for espeak-ng and its words in order. `english`, `mandarin`: names of the voices for either language."""
    out = _Markup()
    signs = [(sign, part) for part in aloud(text, lang) for sign in part.among_words(lang)]
    whole = "".join(sign for sign, _ in signs)
    for run in _RUN.finditer(whole):
        parts = [part for _, part in signs[run.start() : run.end()]]
        if _HAN.match(run.group()):
            _mandarin(out, run.group(), parts, foreign=mandarin if lang == "en" else "")
        elif run.group()[0].isalpha():
            _latin(out, run.group(), parts, foreign=english if lang == "zh" else "")
        else:
            out.text += escape(_STOPS.get(run.group(), run.group()))
    return out.text + "</speak>", tuple(out.words)


def _latin(out: _Markup, run: str, parts: list[Part], foreign: str) -> None:
    out.text += f' <voice name="{foreign}">' if foreign else ""
    for one in _WORD.finditer(run):
        part_from, part_to = parts[one.start()], parts[one.end() - 1]
        sounds = RESPELT.get(one.group().casefold(), one.group())
        out.word(sounds, one.group(), part_from.start, part_to.end)
        out.text += " "
    out.text = out.text[:-1] + ("</voice> " if foreign else "")


def _mandarin(out: _Markup, run: str, parts: list[Part], foreign: str) -> None:
    out.text += f' <voice name="{foreign}">' if foreign else ""
    at = 0
    sounds = toned(run)
    for word in words_of(run):
        syllables = "".join(sounds[at : at + len(word)])
        out.word(syllables, word, parts[at].start, parts[at + len(word) - 1].end)
        out.text += " "
        at += len(word)
    out.text = out.text[:-1] + ("</voice> " if foreign else "")


def words_of(run: str) -> Iterator[str]:
    """Chinese words; a number keeps together, apart from what stands around it, and is cut after its larger steps."""
    import rjieba

    for piece in re.findall(rf"[{_NUMERALS}]{{2,}}|.+?(?=[{_NUMERALS}]{{2}})|.+", run):
        if piece[0] in _NUMERALS and len(piece) > 1 and all(one in _NUMERALS for one in piece):
            yield from re.findall(r".*?[千万亿百点]|.+", piece)
        else:
            measured = piece[-1] in "重长宽高厚深约达" and len(piece) > 1 and len(piece) < len(run)
            yield from rjieba.cut(piece[:-1] if measured else piece)
            if measured:
                yield piece[-1]


def toned(run: str) -> list[str]:
    """The syllable of each character with its tone (`qi1`), ü as v. 一 and 不 change their tone before others."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    if not _LOADED:
        load_phrases_dict({word: [[one] for one in sounds.split()] for word, sounds in _SOUNDS.items()}, style="tone2")
        _LOADED.append(True)
    sounds = lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False)
    if len(sounds) != len(run):
        sounds = [lazy_pinyin(one, style=Style.TONE3, neutral_tone_with_five=True)[0] for one in run]
    return [_sandhi(run, sounds, at) for at in range(len(run))]


_LOADED: list[bool] = []


def _sandhi(run: str, sounds: list[str], at: int) -> str:
    sign, sound = run[at], sounds[at]
    following = sounds[at + 1][-1] if at + 1 < len(run) else ""
    before = run[at - 1] if at else ""
    if sign == "长" and (at + 1 == len(run) or run[at + 1] in _NUMERALS + "约宽") and before in ("", *"，身全边"):
        return "chang2"
    if sign == "只" and before in _NUMERALS and before:
        return "zhi1"
    if sign == "不" and following == "4":
        return "bu2"
    if sign == "一":
        counted = (before and before in _NUMERALS + "第周") or (
            at + 1 < len(run) and run[at + 1] in "月号日年一二三四五六七八九零点"
        )
        if counted or not following:
            return "yi1"
        return "yi2" if following in "45" else "yi4"
    return sound
