"""The eval of copy on a folder of its own: what is planted, what is named, what is made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.copywriting import run
from mercery.evals.copywriting_law import planted, unseen_terms
from mercery.evals.copywriting_pieces import Content, distinct3, invented, named, vocabulary

SHIRT = Content(key="1", pairs=(("类型", "上衣"), ("材质", "棉"), ("颜色", "白色"), ("衣样式", "衬衫")))
SKIRT = Content(key="2", pairs=(("类型", "裙"), ("材质", "亚麻"), ("颜色", "黑色"), ("裙长", "长裙")))


def _quiet(_line: str) -> None:
    pass


def test_a_folder_of_copy_is_examined(tmp_path: Path) -> None:
    rows = [
        {"content": "类型#上衣*材质#棉*颜色#白色*衣样式#衬衫", "summary": "白色棉衬衫，领口利落，袖口两颗扣。"},
        {"content": "类型#裙*材质#亚麻*颜色#黑色*裙长#长裙", "summary": "亚麻长裙，黑色，腰间系带，垂到脚踝。"},
    ]
    (tmp_path / "copy.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    (tmp_path / "words.json").write_text(json.dumps({"words": ["最佳", "顶级"]}, ensure_ascii=False), "utf-8")
    result = run([tmp_path], _quiet)
    assert result.n == 2
    assert result.figures["adlaw_recall"] == 1.0
    assert result.figures["adlaw_false_alarms"] == 0.0
    assert result.figures["adlaw_planted"] == 2 * 2 * 4
    assert result.figures["invention"] == 0.0
    assert 0.75 <= float(str(result.figures["coverage"])) <= 1.0


def test_a_folder_without_copy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no copy to examine"):
        run([tmp_path], _quiet)


def test_a_word_is_planted_whole_at_each_place() -> None:
    made = list(planted(["最佳"], ["白色棉衬衫，领口利落。"], "listed"))
    assert {one.place for one in made} == {"start", "after_comma", "middle", "end"}
    assert all(one.text[one.start :].startswith("最佳") for one in made)


def test_unseen_terms_stand_on_no_list() -> None:
    terms = unseen_terms(["顶级", "国礼"])
    assert "国礼" not in terms["state"]
    assert len([word for words in terms.values() for word in words]) > 150


def test_values_of_others_are_made_up() -> None:
    known = vocabulary([SHIRT, SKIRT])
    assert invented(SHIRT, "黑色棉衬衫", known) == {"黑色"}
    assert invented(SHIRT, "白色棉衬衫", known) == set()
    figures = named([(SHIRT, "白色棉衬衫"), (SKIRT, "白色的亚麻裙")], known)
    assert (figures.named, figures.left_out, figures.invented) == (5, 3, 1)


def test_distinct3_counts_what_repeats() -> None:
    assert distinct3(["one two three four"]) == 1.0
    assert distinct3(["one two three", "one two three"]) == 0.5
