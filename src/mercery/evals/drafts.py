"""`mercery eval drafts DIR`: what is drafted from the documents of a folder, and whether it stands in them.

Every document is read by Mercery's own reading; each draft is held against the file opened a second time
(`opened_documents`). Where the folder holds a file of flows ({name: [actions]} as JSON), or `--flows FILE` names one,
each flow is asked for by its name through answer matching, and the answer has to name its actions.
"""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.i18n import LANGS, Lang
from mercery.evals.opened_documents import outside, stands
from mercery.evals.registry import Result, Say
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.opening import FORMATS, open_document, passages_of
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.drafting import drafts_of
from mercery.knowledge.drafts.threads import threads
from mercery.knowledge.retrieval import AnswerIndex, texts_of
from mercery.knowledge.semantics import Semantics, semantics_of


@dataclass(slots=True)
class _Counted:
    """What was counted over the documents of one format."""

    documents: int = 0
    refused: int = 0
    passages: int = 0
    pages: int = 0
    drafts: int = 0
    drafts_with_policy: int = 0
    numbers_outside_passage: int = 0
    threads_total: int = 0
    threads_disagreeing: int = 0
    anchors_right: int = 0
    anchors_total: int = 0
    flows_right: int = 0
    flows_reach3: int = 0
    flows_total: int = 0
    actions_named: int = 0
    actions_total: int = 0
    seconds_reading: float = 0.0
    seconds_drafting: float = 0.0
    made: list[Draft] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float | int]:
        """The counts and the shares of them."""
        found: dict[str, float | int] = {
            name: round(value, 2) for name in self.__slots__ if isinstance(value := getattr(self, name), int | float)
        }
        found["anchors_share"] = _share(self.anchors_right, self.anchors_total)
        if self.flows_total:
            found["flows_share"] = _share(self.flows_right, self.flows_total)
            found["actions_recall"] = _share(self.actions_named, self.actions_total)
        else:
            found = {name: value for name, value in found.items() if not name.startswith(("flows_", "actions_"))}
        return found


def run(paths: list[Path], say: Say, *, options: Mapping[str, str]) -> Result:
    """Draft from every document of the folders; one draft is one item."""
    files = [
        file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*"))) if file.is_file()
    ]
    documents = [file for file in files if file.suffix.lower() in FORMATS]
    if not documents:
        raise Invalid("There is no document to read.", remedy=f"Name a folder with files such as {', '.join(FORMATS)}.")
    flows = _flows(
        [Path(options["flows"])] if "flows" in options else [file for file in files if file.suffix == ".json"]
    )
    counted: dict[str, _Counted] = defaultdict(_Counted)
    for file in documents:
        _examine(file, counted[FORMATS[file.suffix.lower()]], say)
    if flows:
        semantics = semantics_of(settings())
        if semantics is not None:
            semantics.warm()
        for name, one in counted.items():
            _ask(flows, one, semantics)
            say(f"{name}: {one.flows_right} of {one.flows_total} flows; not {', '.join(one.missed)}")
    whole = _Counted()
    for one in counted.values():
        for name in whole.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    by_format = {name: one.figures() for name, one in sorted(counted.items())}
    return Result(n=whole.drafts, figures={**whole.figures(), "by_format": by_format})


def _examine(file: Path, counted: _Counted, say: Say) -> None:
    began = time.perf_counter()
    try:
        opened = open_document(file, file.name, Limits())
        passages = list(passages_of(opened, file.name, Limits()))
    except Refused as error:
        counted.refused += 1
        say(f"{file.name}: refused, {error}")
        return
    read = time.perf_counter()
    made = drafts_of(passages, document_id=file.name)
    counted.seconds_drafting += time.perf_counter() - read
    counted.seconds_reading += read - began
    counted.documents += 1
    counted.passages += len(passages)
    counted.pages += opened.pages or 0
    counted.drafts += len(made)
    counted.made += made
    for draft in made:
        _check(file, draft, counted, say)
    say(f"{file.name}: {len(passages)} passages, {len(made)} drafts")


def _check(file: Path, draft: Draft, counted: _Counted, say: Say) -> None:
    texts = [
        draft.question.en,
        draft.question.zh,
        draft.answer.en,
        draft.answer.zh,
        *(text for lang in LANGS for text in draft.phrasings.get(lang, ())),
    ]
    strange = outside(texts, [source.quote for source in draft.sources])
    counted.numbers_outside_passage += len(strange)
    if strange:
        say(f"{file.name}: '{draft.question.text('en')}' names {', '.join(strange)}, which its passages do not")
    found = threads(draft.answer, draft.sources)
    counted.threads_total += len(found)
    counted.threads_disagreeing += sum(not thread.agrees for thread in found)
    counted.drafts_with_policy += draft.policy is not None
    for source in draft.sources:
        right = stands(file, source)
        counted.anchors_total += 1
        counted.anchors_right += right
        if not right:
            say(f"{file.name}: not at {source.anchor.words().en}: {source.quote[:60]}")


def _flows(files: Sequence[Path]) -> dict[str, list[str]]:
    """Flow to the actions it asks for, of every file that holds such."""
    found: dict[str, list[str]] = {}
    for file in files:
        body = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(body, dict) and all(
            isinstance(one, list) and all(isinstance(act, str) for act in one) for one in body.values()
        ):
            found.update(body)
    return found


def _ask(flows: Mapping[str, Sequence[str]], counted: _Counted, semantics: Semantics | None) -> None:
    """Ask for each flow by its name in words, and see which actions the answer names."""
    answers = [
        ApprovedAnswer(key=str(at), question=one.question, answer=one.answer, phrasings=one.phrasings)
        for at, one in enumerate(counted.made)
    ]
    indexes = {lang: _index(answers, lang, semantics) for lang in LANGS}
    for name, actions in flows.items():
        asked = re.sub(r"[_\-]+", " ", name).strip()
        lang: Lang = "zh" if re.search(r"[\u4e00-\u9fff]", asked) else "en"
        index = indexes[lang]
        knows = semantics.knowing(lang) if semantics and index is not None and index.needs_vector else None
        vector = (knows.of_texts([asked]) or {}).get(asked) if knows else None
        candidates = index.match(asked, vector).candidates if index is not None else ()
        told = [counted.made[int(one.key)].answer.text(lang) for one in candidates]
        named = [sum(_names(text, action) for action in actions) for text in told]
        if len(actions) not in named[:1]:
            counted.missed.append(
                f"{name} → {answers[int(candidates[0].key)].question.text(lang) if candidates else 'nothing'}"
            )
        counted.flows_total += 1
        counted.actions_total += len(actions)
        counted.flows_right += bool(named) and named[0] == len(actions)
        counted.flows_reach3 += len(actions) in named
        counted.actions_named += named[0] if named else 0


def _index(answers: Sequence[ApprovedAnswer], lang: Lang, semantics: Semantics | None) -> AnswerIndex | None:
    written = [one for one in answers if one.asked_as(lang)]
    if not written:
        return None
    knows = semantics.knowing(lang) if semantics is not None else None
    vectors = knows.of_texts(texts_of(written, lang)) if knows else None
    return AnswerIndex(written, lang, vectors, knows.ranking if knows and vectors else None)


def _names(text: str, action: str) -> bool:
    """Whether every word of an action stands in the text, endings aside."""
    low = text.lower()
    if not (wanted := re.findall(r"[a-z0-9]+", action.lower())):
        return action in low
    words = set(re.findall(r"[a-z0-9]+", low))
    return all(any(one.startswith(word) or (len(one) > 3 and word.startswith(one)) for one in words) for word in wanted)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
