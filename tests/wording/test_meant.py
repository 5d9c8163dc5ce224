"""近似: what is another word is meant, and a guess says which wording it guesses."""

from __future__ import annotations

import pytest

from tests.kinds.ask import ask, breaches
from tests.make import report
from tests.wording.test_misspelt import RULE, lists, standard


@pytest.mark.parametrize(
    "sentence",
    [
        "值守信息实时公开、实时更新、实时回应。",
        "全年新增规范性文件3件。",
        "咨询投诉渠道通畅。",
        "“三项制度”落实情况纳入法治督察，自觉接受质询。",
        "退役军人优待、农民增收信息分类公开。",
        "及时发布新政，邀请律师执导。",
    ],
)
def test_another_word_is_no_slip(sentence: str) -> None:
    assert breaches(ask("禁用词", RULE, report(parts={6: sentence}), words=lists())) == []


@pytest.mark.parametrize(
    ("sentence", "guess"),
    [
        ("对历史信息全面请理。", ("请理", "疑为“清理”")),  # by sound, of two characters
        ("做好依审请公开。", ("依审请公开", "疑为“依申请公开”")),
        ("政策解读质量有待提髙。", ("有待提髙", "疑为“有待提高”")),  # by shape
        ("保护商业密秘。", ("商业密秘", "疑为“商业秘密”")),  # exchanged
        ("做好依审请公开，全面请理文件。", ("依审请公开”“请理", "疑为“依申请公开”“清理”")),
    ],
)
def test_a_guess_names_what_is_meant(sentence: str, guess: tuple[str, str]) -> None:
    (outcome,) = breaches(ask("禁用词", RULE, report(parts={6: sentence}), words=lists()))
    assert (outcome.fields["原文"], outcome.fields["判断"]) == guess


def test_what_is_known_to_be_wrong_is_no_guess() -> None:
    rule = RULE.replace("没有这样的词", "透名度")
    made = report(parts={6: "增强透名度，全面请理文件。"})
    (outcome,) = breaches(ask("禁用词", rule, made, words=lists()))
    assert (outcome.fields["原文"], outcome.fields["判断"]) == ("透名度”“请理", "有错字")


def test_nothing_is_meant_by_what_is_right() -> None:
    assert standard().meant_by("公开透明") == ()
