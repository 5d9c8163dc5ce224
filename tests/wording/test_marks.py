"""Marks of secrecy, and sentences about papers that bear one."""

from __future__ import annotations

import pytest

from auditor.rules.marks import marks_in
from tests.make import report


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘密级",
        "内部使用 严禁外传",
        "工作秘密 注意保管",
        "（内部材料，不得上网）",
        "秘密★6个月",
        "密级：机密",
        "内部文件，注意保管",
        "（内部资料，仅限系统内传阅）",
        "内部情况 注意保存",
        "机密 ★ 长期",
        "内部资料，注意保存，不得外传",
        "内部文件，请勿外传。",
        "机密★",
        "绝密★启用前",
        "密级：秘密　保密期限：三年",
        "【内部资料 严禁外传】",
        "内部参阅，阅后收回",
        "此件不予公开",
        "（此件不公开）",
        "仅供内部使用",
        "内部掌握，不对外公布",
        "特急 明电",
        "本件为工作秘密，不得扩散",
        "敏感信息，注意保密",
        "内部事项，请勿转发",
        "限内部传阅，不得翻印",
        "工作秘密 严禁上网",
        "内部刊物·注意保存",
    ],
)
def test_a_mark_that_stands_by_itself_is_found(text: str) -> None:
    (found,) = marks_in(report(parts={1: text}))
    assert found.quote == text.rstrip("。")


@pytest.mark.parametrize(
    "text",
    [
        "（此件公开发布）",
        "（此件主动公开）",
        "坚持涉密信息不上网。",
        "严禁泄露国家秘密、工作秘密。",
        "涉及国家秘密的不予公开。",
        "不予公开3件。",
        "（不予公开）",
        "做好内部管理。",
        "内部事务信息",
        "不予公开",
        "依法依规公开",
        "公开内容",
        "保密审查",
        "保守秘密，人人有责。",
        "国家秘密",
        "商业秘密、个人隐私",
        "妥善保管账号密码。",
        "（涉密除外）",
        "（涉及国家秘密的除外）",
        "内部资料不外传、涉密文件不上网。",
        "信息上网",
        "公开为主，不公开为例外",
        "上网公开",
        "严格内部审核",
        "（二）内部管理",
        "不公开",
        "及时上网公开",
        "工作内部监督",
    ],
)
def test_a_sentence_about_such_papers_is_let_stand(text: str) -> None:
    assert marks_in(report(parts={1: text})) == ()
