"""Learns which questions are the same in Chinese: `sameness_zh.npz` of `mercery.knowledge`, in three steps.

    .venv/bin/python -m tools.meaning.train_chinese write --work DIR
    PYTHON-WITH-TORCH -m tools.meaning.teaching_chinese --work DIR
    .venv/bin/python -m tools.meaning.train_chinese finish --work DIR --out src/mercery/knowledge

The first writes down what the model is taught: the shops of `chinese`, and the English ones, since both languages share its
space; every text is put through the lower layers, which stay as they are. The second teaches the upper four (torch is
needed for this alone), half an hour on one core. The third puts the change where it ships, with the mean of many questions,
and tells how shops that were not taught fare by it on messages that another hand wrote to them (`chinese/messages.jsonl`),
beside words alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from tools.meaning.material import HERE, Material, Subject, common_subjects, invented_shops, unanswered

from mercery.ai.e5.model import FORM, PREFIX, MultilingualE5, centred
from mercery.ai.e5.packed import network
from mercery.ai.embedder import Vectors
from mercery.ai.encoder_change import read
from mercery.core.i18n import Words
from mercery.evals.faq import score
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.background import common_questions
from mercery.knowledge.retrieval import AnswerIndex, texts_of

FIRST_TAUGHT: Final = 8
"""Layers below it stay as they are."""
MOST_PIECES: Final = 56
FOLDER: Final = HERE / "chinese"
FILES: Final = ("boutiques.txt", "houses.txt", "families.txt")
UNTAUGHT: Final = ("青禾窑家居瓷器", "暮雪羊绒", "护肤香氛")
CENTRE_OF: Final = 400
"""Questions whose mean is taken away from every vector."""


def write(work: Path) -> None:
    """What is taught, and what comes out of the lower layers for each text."""
    shops, alone = {**invented_shops(), **invented_shops(FILES, FOLDER)}, {**unanswered(), **unanswered(FILES, FOLDER)}
    taught = {name: own for name, own in shops.items() if name not in UNTAUGHT}
    taught["common"] = common_subjects()
    taught["common zh"] = [Subject(texts) for texts in common_questions("zh") if len(texts) > 1]
    rows = {name: [[list(one.texts), one.answer] for one in own] for name, own in taught.items()}
    without = {name: list(texts) for name, texts in alone.items() if name in taught}
    texts = list(dict.fromkeys([*_texts(taught), *(text for own in without.values() for text in own)]))
    work.mkdir(parents=True, exist_ok=True)
    (work / "taught.json").write_text(json.dumps({"shops": rows, "unanswered": without, "texts": texts}), "utf-8")
    model = MultilingualE5(work / "models")
    packed, pieces, session = model.with_layers([f"layer{FIRST_TAUGHT - 1}"])
    found = []
    for text in texts:
        ids = [packed.begin, *pieces.ids(PREFIX + text)[: MOST_PIECES - 2], packed.end]
        found.append(session.run([f"layer{FIRST_TAUGHT - 1}"], MultilingualE5.inputs(packed, ids))[0][0])
    ends = np.cumsum([0, *(len(one) for one in found)])
    upper: dict[str, Any] = {
        name: array
        for name, array in network(packed).items()
        if any(name.startswith(f"encoder.layer.{layer}.") for layer in range(FIRST_TAUGHT, FORM.layers))
    }
    np.savez(work / "hidden.npz", rows=np.concatenate(found).astype(np.float16), ends=ends)
    np.savez(work / "upper.npz", **upper)


def finish(work: Path, out: Path) -> None:
    """Put the change where it ships, and tell what it does for shops that were not taught."""
    model = MultilingualE5(work / "models", change=read((work / "change.npz").read_bytes()))
    shops, centre = invented_shops(FILES, FOLDER), _centre(model)
    with np.load(work / "change.npz") as kept:
        arrays: dict[str, Any] = {name: kept[name] for name in kept.files}
    np.savez_compressed(out / "sameness_zh.npz", **arrays, centre=centre.astype(np.float16))
    messages = _messages(shops)
    for name in UNTAUGHT:
        answers = [_answer(place, one) for place, one in enumerate(shops[name])]
        texts = list(dict.fromkeys([*texts_of(answers, "zh"), *(text for text, _ in messages[name])]))
        vectors = dict(zip(texts, centred(model.embed(texts), centre), strict=True))
        own = {text: vectors[text] for text in texts_of(answers, "zh")}
        for kind, index in (("words", AnswerIndex(answers, "zh")), ("meaning", AnswerIndex(answers, "zh", own))):
            found = [
                (None if place < 0 else str(place), index.match(text, vectors[text] if index.needs_vector else None))
                for text, place in messages[name]
            ]
            sys.stderr.write(f"{name}, {kind}: {score(found)}\n")


def _answer(place: int, one: Subject) -> ApprovedAnswer:
    question, answer = Words("", one.texts[0]), Words("", one.answer)
    return ApprovedAnswer(key=str(place), question=question, answer=answer, phrasings={"zh": one.texts[1:]})


def _messages(shops: Material) -> dict[str, list[tuple[str, int]]]:
    """Messages by another hand, each with the place of its answer (-1: none)."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in UNTAUGHT}
    for line in (FOLDER / "messages.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        place = -1 if row["answer"] is None else int(row["answer"])
        if place >= len(shops[row["shop"]]):
            raise ValueError(f"'{row['text']}' names answer {place}, which shop '{row['shop']}' does not have.")
        found[row["shop"]].append((row["text"], place))
    return found


def _centre(model: MultilingualE5) -> Vectors:
    shops = invented_shops(FILES, FOLDER)
    own = [one for name, subjects in shops.items() if name not in UNTAUGHT for one in subjects]
    texts = [text for one in own for text in one.texts[::3]][:CENTRE_OF]
    made: Vectors = model.embed(texts).mean(axis=0)
    return made


def _texts(shops: Material) -> list[str]:
    return [text for own in shops.values() for one in own for text in (*one.texts, one.answer) if text]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("step", choices=("write", "finish"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.step == "write":
        write(options.work)
    else:
        finish(options.work, options.out)


if __name__ == "__main__":
    main()
