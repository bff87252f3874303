"""Common questions of other shops make an answer less sure, and give way where the shop answers them itself."""

import pytest

from mercery.core.i18n import LANGS, Lang, Words
from mercery.demo.rules import demo_answers
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.background import Background, common_questions
from mercery.knowledge.features import features
from mercery.knowledge.retrieval import AnswerIndex
from mercery.knowledge.wordings import Wordings


@pytest.mark.parametrize("lang", LANGS)
def test_every_subject_is_asked_in_both_languages(lang: Lang) -> None:
    subjects = common_questions(lang)
    assert len(subjects) == len(common_questions("en")) > 100
    assert all(subjects)
    chinese = [any("\u4e00" <= letter <= "\u9fff" for letter in text) for texts in subjects for text in texts]
    assert all(chinese) if lang == "zh" else not any(chinese)


@pytest.mark.parametrize("lang", LANGS)
def test_no_common_question_is_answered_at_once_unless_the_shop_covers_its_subject(lang: Lang) -> None:
    index = AnswerIndex(list(demo_answers()), lang)
    foreign = [text for _, text, _ in index._background.foreign()]
    answered = [text for text in foreign if index.match(text).verdict == "direct"]
    assert len(foreign) > 100
    assert len(answered) <= 0.03 * len(foreign), answered


def test_a_subject_the_shop_answers_takes_no_part() -> None:
    phrasings = ["do you have an app", "is there an app for my phone", "where do I download the app of the shop"]
    others = ["do you wrap gifts", "can you wrap it as a gift", "is gift wrapping free"]
    known = [features(text) for text in (*phrasings, *others)]
    words = Wordings([0, 0, 0, 1, 1, 1], known, [features("Yes, in the store of your phone."), features("Yes.")])
    left = {text for _, text, _ in Background("en", words, None, {}).foreign()}
    assert "do you have an app" not in left and "are you hiring" in left


def test_a_shop_without_answers_has_no_covered_subjects() -> None:
    index = AnswerIndex([ApprovedAnswer(key="a", question=Words("Do you?"), answer=Words("Yes."))], "en")
    assert index.match("are you hiring").verdict == "none"
