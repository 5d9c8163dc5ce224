"""守卫: every list is asked for and none else is taken; a word added to one changes what is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.report.facts import Vocabulary, load_vocabulary
from auditor.report.facts.guards import NAMES, Shapes, shape
from auditor.report.facts.vocabulary_file import LISTS
from auditor.source.load import load_source
from tests.facts.ask import told, vocabulary
from tests.facts.cases import cases
from tests.facts.guard_words import guard_words

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (packaged() / "rules" / "词典" / "事实.yaml").read_text(encoding="utf-8")
WORDS = guard_words()


def _load(text: str) -> tuple[Vocabulary | None, tuple[Diagnostic, ...]]:
    source, faults = load_source(text.encode("utf-8"), "事实.yaml")
    assert source is not None, faults
    return load_vocabulary(source)


def _loaded(text: str) -> Vocabulary:
    made, faults = _load(text)
    assert made is not None, faults
    return made


def _line(text: str, name: str) -> str:
    """The line of a list, as it stands in the file."""
    found = re.search(rf"(?m)^  {name}: .*$", text)
    assert found is not None, name
    return found[0]


def _fault(text: str) -> tuple[str, int]:
    made, faults = _load(text)
    assert made is None
    assert faults[0].place is not None
    return faults[0].message, faults[0].place.line  # type: ignore[union-attr]


def _number(text: str, line: str) -> int:
    return text.split("\n").index(line) + 1


@pytest.mark.parametrize("name", ["自称", "否定间隔", "括号说明"])
def test_a_missing_list_is_told_by_its_name(name: str) -> None:
    text = TEXT.replace(_line(TEXT, name) + "\n", "", 1)
    assert _fault(text) == (f"事实词典写法有误：守卫里缺少“{name}”", _number(text, "守卫:"))


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("否定间隔", "否定间格", "没有“否定间格”这个守卫，是不是“否定间隔”“否定尾字”“否定连字”？"),
        ("来年说法", "来年的说法", "没有“来年的说法”这个守卫，是不是“来年说法”“当年说法”？"),
    ],
)
def test_an_unknown_list_is_told_with_its_line_and_the_nearest_name(
    name: str, written: str, said: str
) -> None:
    line = _line(TEXT, name)
    text = TEXT.replace(line, line.replace(name, written, 1), 1)
    assert _fault(text) == (f"事实词典写法有误：{said}", _number(TEXT, line))


def test_a_list_without_words_is_a_fault_unless_it_says_so() -> None:
    line = _line(TEXT, "期望说法")
    said = "事实词典写法有误：应写成 甲 乙 丙，词与词之间空一格"
    assert _fault(TEXT.replace(line, "  期望说法:", 1)) == (said, _number(TEXT, line))
    assert _loaded(TEXT.replace(line, "  期望说法: []", 1)).guards["期望说法"] == ()


def test_a_file_without_any_is_a_fault() -> None:
    text = re.sub(r"(?ms)^守卫:\n.*?(?=^事实:)", "", TEXT)
    assert _fault(text)[0] == "事实词典写法有误：缺少“守卫”"


def test_no_shape_names_a_list_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="剩馀说法"):
        shape("<剩馀说法>有")


def test_a_shape_takes_the_longest_word_and_words_are_no_regexes() -> None:
    lists = {**dict.fromkeys(NAMES, ()), "剩余说法": ("余", "余下", "余(")}
    found = Shapes(lists)[shape("<剩余说法>")].findall("余余下余(余")
    assert found == ["余", "余下", "余(", "余"]


@pytest.mark.parametrize(
    ("name", "word", "sentence", "before", "after"), WORDS, ids=[name for name, *_ in WORDS]
)
def test_a_word_added_to_a_list_changes_what_is_read(
    name: str, word: str, sentence: str, before: list[str], after: list[str]
) -> None:
    line = _line(TEXT, name)
    wider = _loaded(TEXT.replace(line, f"{line} {word}", 1))
    assert sorted(told(sentence)) == sorted(before)
    assert sorted(told(sentence, words=wider)) == sorted(after)


def test_every_list_has_a_word_that_matters() -> None:
    assert sorted(name for name, *_ in WORDS) == sorted(NAMES)
    assert all(word not in vocabulary().guards[name] for name, word, *_ in WORDS)


def test_without_its_words_a_guard_guards_nothing_and_the_rest_is_read() -> None:
    bare = TEXT
    for name in NAMES:
        bare = bare.replace(_line(bare, name), f"  {name}: []", 1)
    held = _loaded(bare)
    assert told("调解劳动争议143件，办结140件。", words=held) == ["办结 140 total"]
    assert told("没有收到公民提出的政府信息公开申请。", words=held) == []
    for _, sentence, _ in cases():
        told(sentence, words=held)  # nothing falls over


def test_the_handbook_names_lists_that_there_are() -> None:
    page = (ROOT / "docs" / "手册" / "13-正文里的数.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([^`]+)`", page[page.index("| 正文里的数 |") : page.rindex("|")]))
    assert named - {*NAMES, *LISTS} == {"事实:", "动词", "说法", "填充", "断言", "守卫"}
