"""`eval attributes` learns from one folder, reads another, and counts as researchers do."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.studio.extracting.titles import titles

from mercery.core.errors import Invalid
from mercery.evals.attribute_files import read_sets
from mercery.evals.attributes import judged, judged_all, run, shares
from mercery.studio.extracting.learner.examples import Answer, Example


def answer(value: str) -> Answer:
    return Answer(value=value, start=0, stop=len(value), score=0.9)


def test_the_forms_of_files_are_read_plain_and_packed(tmp_path: Path) -> None:
    shoes = {"input": "Oru Derby", "category": "Shoes", "target_scores": {"Brand": {"Oru": 1}, "Colour": {"n/a": 1}}}
    (tmp_path / "shoes.jsonl.gz").write_bytes(gzip.compress(json.dumps(shoes).encode()))
    spans = {"sentences": "杏色羊毛衫", "spans": [{"type": "颜色", "term": "杏色", "start": 0, "end": 2}]}
    (tmp_path / "words.jsonl").write_text(json.dumps(spans, ensure_ascii=False), "utf-8")
    listed = {"sentences": "Title: 羊毛衫女, Attritute: 材质#:#羊毛#;#产地#:#中国", "labels": {"en": ["match"]}}
    other = {"sentences": "Title: 羊毛衫女, Attritute: 材质#:#棉", "labels": {"en": ["not match"]}}
    (tmp_path / "titles.jsonl").write_text("\n".join(json.dumps(one) for one in (listed, other)), "utf-8")
    shoe, title, word = read_sets(tmp_path)
    assert shoe.examples[0].values == {"Brand": ("Oru",), "Colour": ()}
    assert (shoe.lang, shoe.examples[0].complete, word.examples[0].complete) == ("en", False, True)
    assert title.examples[0].values == {"材质": ("羊毛",), "产地": ()}
    assert (word.lang, word.every_value, len(title.examples)) == ("zh", True, 1)


def test_a_file_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"input": "x", "target_scores": {}}\nno json\n')
    with pytest.raises(Invalid) as caught:
        read_sets(tmp_path)
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == ("broken.jsonl", 2)


def test_a_value_where_there_is_none_is_a_false_positive_and_a_wrong_one_counts_twice() -> None:
    example = Example(text="", category="", values={"a": ("x", "y"), "b": (), "c": (), "d": ("z",), "e": ("w",)})
    given = {"a": [answer("y")], "b": [answer("q")], "d": [answer("no")]}
    counted = sum((one for _, one in judged(example, given)), Counter[str]())
    assert counted == Counter(right=1, false=1, silent=1, wrong=1, missing=1)
    found = shares(counted)
    assert (found["precision"], found["recall"], found["f1"]) == (0.3333, 0.3333, 0.3333)


def test_where_every_value_is_given_each_pair_counts() -> None:
    example = Example(text="", category="", values={"颜色": ("红", "白")})
    counted = dict(judged_all(example, {"颜色": [answer("红")], "材质": [answer("棉")]}))
    assert counted["颜色"] == Counter(right=1, missing=1)
    assert counted["材质"]["false"] == 1


@pytest.mark.slow
def test_one_folder_teaches_how_to_read_another(tmp_path: Path, home: Path) -> None:
    for name, made in (("train", titles(60, seed=1)), ("test", titles(20, seed=2))):
        (tmp_path / name).mkdir()
        rows = [
            {"input": one.text, "category": "Shoes", "target_scores": {key: {value[0]: 1} for key, value in one.values.items()}}
            for one in made
        ]  # fmt: skip
        (tmp_path / name / "shoes.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    found = run([], lambda _: None, {"train": str(tmp_path / "train"), "test": str(tmp_path / "test")})
    assert found.n == 20
    assert isinstance(found.figures["f1_en"], float)
    assert found.figures["f1_en"] > 0.9
    assert set(found.figures) >= {"by_set", "by_category", "by_attribute", "train_seconds", "ms"}
