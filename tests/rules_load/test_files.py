"""What RULES may be, and which of its files are what."""

import os
from pathlib import Path

import pytest

from auditor.rules.load import load_rules
from tests.rules_load.folder import BALANCE, EXPLAINED, codes, load, pack, said, write


def test_every_pack_under_the_folder_is_active_and_rules_come_sorted(tmp_path: Path) -> None:
    write(tmp_path, {"乙/深/a.yaml": pack(BALANCE), "甲.yml": pack(EXPLAINED)})
    loaded = load_rules([tmp_path])
    assert [rule.id for rule in loaded.rules] == ["勾稽-901", "说明-901"]
    assert [pack.name for pack in loaded.packs] == ["测试", "测试"]


def test_a_single_file_may_be_the_rules(tmp_path: Path) -> None:
    path = write(tmp_path, {"一.yaml": pack(BALANCE), "二.yaml": pack(EXPLAINED)}) / "一.yaml"
    loaded = load_rules([path])
    assert [rule.id for rule in loaded.rules] == ["勾稽-901"]
    assert sorted(loaded.lexicons) == ["2019", "2021"]  # the package's


def test_hidden_and_temporary_files_are_not_looked_at(tmp_path: Path) -> None:
    broken = "规则集: ["
    write(tmp_path, {".a.yaml": broken, "~$b.yaml": broken, "c.yaml~": broken, ".git/d.yaml": broken,
                     "#e.yaml": broken, "f.yaml": pack(BALANCE)})  # fmt: skip
    assert load_rules([tmp_path]).diagnostics == ()


def test_a_yaml_file_that_is_none_of_ours_is_named_and_harms_nothing(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(BALANCE), "名称: 别的东西\n", "- 一\n- 二\n", "")
    assert codes(loaded) == ["rules.foreign"] * 3
    assert (loaded.ok, len(loaded.rules)) == (True, 1)


def test_a_misspelt_mark_is_met_with_the_right_one(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(BALANCE), pack(EXPLAINED).replace("规则集:", "规测集:"))
    assert said(loaded) == [("1:1", "没有“规测集”这个键，是不是“规则集”？这个文件没有用上")]


def test_a_file_with_two_marks_is_refused(tmp_path: Path) -> None:
    assert codes(load(tmp_path, "叠加: 某市\n" + pack(BALANCE))) == ["rules.two-marks"]


@pytest.mark.parametrize("made", ["nothing", "empty", "texts"])
def test_no_rules_at_all_is_an_error(tmp_path: Path, made: str) -> None:
    folder = tmp_path / "rules"
    if made != "nothing":
        write(folder, {"报告.txt": "一、总体情况"} if made == "texts" else {})
        folder.mkdir(exist_ok=True)
    loaded = load_rules([folder])
    assert not loaded.ok
    assert loaded.rules == ()
    assert codes(loaded) == (["file.missing"] if made == "nothing" else ["rules.none"])


def test_a_pack_without_a_rule_is_an_error(tmp_path: Path) -> None:
    assert codes(load(tmp_path, "规则集: 空\n规则: []\n")) == ["rules.inactive"]
    assert codes(load(tmp_path / "b", "规则集: 空\n")) == ["pack.no-rules"]


def test_a_folder_of_overlays_only_has_no_active_rule(tmp_path: Path) -> None:
    loaded = load(tmp_path, "叠加: 某市\n规则:\n" + BALANCE)
    assert codes(loaded) == ["rules.inactive"]


def test_a_file_reached_by_two_roots_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": pack(BALANCE)})
    assert load_rules([tmp_path, tmp_path / "a.yaml"]).diagnostics == ()


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": pack(BALANCE)})
    try:
        os.symlink(tmp_path, tmp_path / "loop", target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    assert [rule.id for rule in load_rules([tmp_path]).rules] == ["勾稽-901"]


def test_the_name_of_a_file_never_matters(tmp_path: Path) -> None:
    write(tmp_path, {"词典/随便.yaml": pack(BALANCE)})
    assert [rule.id for rule in load_rules([tmp_path]).rules] == ["勾稽-901"]


def test_own_word_lists_stand_before_the_packaged_ones(tmp_path: Path) -> None:
    own = '词表: 本地\n版本: "1"\n组: {其他处理说明: [本地说法]}\n'
    loaded = load(tmp_path, pack(BALANCE), own)
    assert loaded.word_lists["其他处理说明"].patterns == ("本地说法",)
    assert loaded.diagnostics == ()


def test_two_lists_of_one_name_are_an_error(tmp_path: Path) -> None:
    own = '词表: 本地\n版本: "1"\n组: {本地词: [甲]}\n'
    loaded = load(tmp_path, pack(BALANCE), own, own)
    assert said(loaded) == [("3:5", f"词组“本地词”在 {(tmp_path / '1.yaml').as_posix()} 里已经有了")]


def test_a_faulty_pattern_is_placed_in_its_list(tmp_path: Path) -> None:
    own = '词表: 本地\n版本: "1"\n组:\n  本地词: [甲, "{乙|丙"]\n'
    loaded = load(tmp_path, pack(BALANCE), own)
    assert [place for place, _ in said(loaded)] == ["4:13"]


@pytest.mark.parametrize(
    ("lists", "code"),
    [("{}", "words.empty"), ("[]", "words.empty"), ("甲", "words.not-a-list"), ("[[甲]]", "words.not-text"),
     ("{词: [甲], 除处: [乙]}", "rule.unknown-key"), ("[甲, 甲]", "words.repeated")],
)  # fmt: skip
def test_a_list_that_is_none_is_said(tmp_path: Path, lists: str, code: str) -> None:
    own = f'词表: 本地\n版本: "1"\n组: {{本地词: {lists}}}\n'
    assert codes(load(tmp_path, pack(BALANCE), own)) == [code]
