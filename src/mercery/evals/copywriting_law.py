"""Forbidden words planted in people's copy, and copy without any: what the guard of advertising law catches.

A word is planted by itself at four places of a text that holds none of the listed words: at its start, after its first
comma, between two words in its middle, and at its end. It is caught when a breach touches it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mercery.claims.advertising_law import breaches, rules
from mercery.core.errors import Invalid
from mercery.evals.registry import Say

_TEXTS: Final = 5
"""In so many texts each word is planted."""
_HOME: Final = "cn"
"""Whose law the list is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A text with a word put into it."""

    word: str
    family: str
    place: str
    text: str
    start: int

    def caught(self, laws: frozenset[str] | None) -> bool:
        """Whether a breach touches the word."""
        end = self.start + len(self.word)
        return any(one.start < end and one.end > self.start for one in breaches(self.text, "zh", laws))


def listed_words(path: Path) -> list[str]:
    """Every word of a file of lists ({name: [words]}), each once."""
    body = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(body, dict):
        raise Invalid(f"{path} holds no lists of words.", remedy='Write {"words": ["…"]}.')
    rows = (one for one in body.values() if isinstance(one, list))
    return list(dict.fromkeys(word for row in rows for word in row if isinstance(word, str) and word))


def figures(texts: Sequence[str], words: Sequence[str], say: Say) -> dict[str, Any]:
    """Recall on planted words, false alarms on texts without any, and what is flagged of texts that hold some."""
    clean = [text for text in texts if not any(word.lower() in text.lower() for word in words)]
    if not clean:
        return {}
    own = list(planted(words, clean, "listed"))
    unseen = [one for family, terms in unseen_terms(words).items() for one in planted(terms, clean, family)]
    law = frozenset((_HOME,))
    say(f"{len(own)} listed and {len(unseen)} unseen words planted in {len(clean)} texts without any")
    missed = Counter(one.word for one in (*own, *unseen) if not one.caught(law))
    for word, times in missed.most_common():
        say(f"not caught: {word} ({times})")
    alarms = _alarms(clean, law)
    for text, found in alarms:
        say(f"false alarm: {found} in {text[:60]}")
    return {
        "adlaw_recall": _caught(own, law),
        "adlaw_false_alarms": round(len(alarms) / len(clean), 4),
        "adlaw_unseen_recall": _caught(unseen, law),
        "adlaw_planted": len(own),
        "adlaw_clean_texts": len(clean),
        "by_place": {place: _caught([one for one in own if one.place == place], law) for place in _PLACES},
        "by_unseen_family": {
            family: _caught([one for one in unseen if one.family == family], law)
            for family in dict.fromkeys(one.family for one in unseen)
        },
        "by_jurisdiction": {
            where: {
                "adlaw_recall": _caught(own, frozenset((where,))),
                "adlaw_false_alarms": round(len(_alarms(clean, frozenset((where,)))) / len(clean), 4),
            }
            for where in sorted({where for rule in rules() for where in rule.jurisdictions})
        },
        "by_word_in_context": _in_context(texts, words, law),
    }


def _caught(planted_ones: Sequence[Planted], laws: frozenset[str]) -> float:
    return round(sum(one.caught(laws) for one in planted_ones) / len(planted_ones), 4) if planted_ones else 0.0


def _alarms(texts: Sequence[str], laws: frozenset[str]) -> list[tuple[str, str]]:
    found = [(text, breaches(text, "zh", laws)) for text in texts]
    return [(text, "、".join(one.words for one in broken)) for text, broken in found if broken]


def _in_context(texts: Sequence[str], words: Sequence[str], laws: frozenset[str]) -> dict[str, dict[str, int]]:
    """Of people's texts that hold a listed word: how many, and in how many one of its places is flagged."""
    counted: dict[str, dict[str, int]] = {}
    for word in words:
        holding = [text for text in texts if word.lower() in text.lower()]
        if not holding:
            continue
        flagged = sum(
            Planted(word=word, family="", place="", text=text, start=text.lower().index(word.lower())).caught(laws)
            for text in holding
        )
        counted[word] = {"texts": len(holding), "flagged": flagged}
    return counted


_PLACES: Final = ("start", "after_comma", "middle", "end")


def planted(words: Sequence[str], texts: Sequence[str], family: str) -> Iterator[Planted]:
    """Each word in several texts, at each place. The same words and texts give the same plantings."""
    for row, word in enumerate(words):
        for time in range(min(_TEXTS, len(texts))):
            text = texts[(row * 7 + time * 53) % len(texts)]
            for place, start in _places(text).items():
                yield Planted(
                    word=word, family=family, place=place, text=text[:start] + word + text[start:], start=start
                )


def _places(text: str) -> Mapping[str, int]:
    from rjieba import cut

    middle, at = 0, 0
    for piece in cut(text):
        at += len(piece)
        if at >= len(text) // 2:
            middle = at
            break
    return {"start": 0, "after_comma": text.find("，") + 1, "middle": middle, "end": len(text)}


def unseen_terms(listed: Sequence[str]) -> dict[str, list[str]]:
    """Words of the same families that stand on no list: made by combining, and written so that lists do not see them."""
    made = {
        "most": [f"最{one}" for one in ["舒服", "耐穿", "潮", "靠谱", "划算", "显白", "省心", "百搭", "上镜", "吸睛", "顺滑", "精良", "独特", "结实", "保值", "走心"]],
        "scope": [f"{where}{rank}" for where in ("全亚洲", "业内", "全平台", "同类", "全宇宙", "天猫") for rank in ("最火", "第一", "首创", "独一份")],
        "grade": [f"{one}级" for one in ["宇宙", "大师", "骨灰", "教科书", "博物馆", "皇室", "影后", "航天", "殿堂", "传奇", "天花板", "核弹"]],
        "king": [f"{one}{end}" for one in ("显瘦", "保暖", "性价比", "百搭") for end in ("之王", "天花板", "之冠", "一哥")],
        "rank": ["NO1", "Ｎｏ．１", "No 1", "TOP 1", "ＴＯＰ１", "第①", "第1名", "数一数二", "榜一", "排名前三", "断层领先", "头把交椅"],
        "first": ["首款", "首创", "首推", "率先采用", "业界先河", "开山之作", "鼻祖", "始祖级"],
        "peerless": ["无与伦比", "无可比拟", "举世无双", "无人能及", "绝代", "旷世之作", "后无来者", "首屈一指", "独步天下", "不可超越"],
        "absolute": ["百分百不掉色", "100%不起球", "绝不变形", "永不褪色", "终身不坏", "一辈子穿不烂", "零瑕疵", "0差评", "彻底解决", "一劳永逸"],
        "state": ["国宴同款", "央视推荐", "军工品质", "皇室御用", "政府采购指定", "领导人同款", "国礼", "专家力荐"],
        "medical": ["抗癌", "治疗湿疹", "排毒养颜", "改善睡眠", "缓解颈椎疼痛", "降血压", "提高免疫力", "活血化瘀"],
        "gain": ["稳赚不赔", "升值空间大", "投资收藏首选", "买到就是赚到", "只涨不跌"],
        "superstition": ["招财转运", "辟邪保平安", "旺夫", "开光", "招桃花"],
        "urgency": ["手慢无", "秒杀", "仅限今天", "错过再等一年", "即将涨价", "倒计时", "最后一天"],
        "price": ["跳楼价", "史低价", "全网底价", "免费送", "买一送十", "白菜价", "亏本甩卖"],
        "disguise": ["蕞佳", "zui佳", "最 佳", "最*佳", "最\u200b好", "頂級", "顶ji", "鼎级", "第壹", "弟一", "唯1", "独1无2", "獨家", "國家級", "国家ji", "絕對", "極致", "极zhi", "冠jun", "全網第一", "王 牌", "首-选", "永jiu", "BEST", "N0.1"],
    }  # fmt: skip
    return {family: [word for word in words if word not in listed] for family, words in made.items()}
