"""隐私: numbers that identify, their checksum, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.report.model import Status
from auditor.rules.kinds.privacy import is_identity_number, masked
from tests.kinds.ask import ask, breaches, told
from tests.make import report

GOOD = "110101199003071233"
ALL = "识别: [身份号码, 手机号码, 个人邮箱]"


def found(text: str, rule: str = ALL) -> list[tuple[str, str]]:
    """(内容, 遮挡) of the breach in part one, if any."""
    outcomes = breaches(ask("隐私", rule, report(parts={1: text})))
    return [(o.fields["内容"], o.fields["遮挡"]) for o in outcomes]


@pytest.mark.parametrize(
    "text",
    [GOOD, "530100198502144326", "11010119900307123３", f"号码：{GOOD}，", f"({GOOD})"],
)
def test_an_identity_number_is_found_and_masked(text: str) -> None:
    ((what, shown),) = found(f"申请人为{text}。")
    assert what == "公民身份号码"
    assert "*" in shown and len(shown) == 18


@pytest.mark.parametrize(
    "text",
    [
        "110101199003071234",  # checksum
        "990101199003071237",  # no such province
        "110101199013321233",  # no such day
        "1101011990030712331",  # nineteen digits
        "A110101199003071233",
        "12620600MB0523338C",
        "http://www.a.example/110101199003071233.html",
        "110101199003071233.pdf",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert found(f"见{text}。", "识别: 身份号码") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13900000001", "139****0001"),
        ("+86-13900000001", "139****0001"),
        ("１３９０００００００１", "139****0001"),
        ("139-0000-0001", "139******0001"),
    ],
)
def test_a_mobile_number_is_found(text: str, shown: str) -> None:
    assert found(f"联系人{text}。") == [("手机号码", shown)]


@pytest.mark.parametrize(
    "text",
    [
        "12900000001",
        "139000000011",
        "0870-5550123",
        "1390000000",
        "http://a.example/13900000001",
        "X13900000001",
    ],
)
def test_other_digits_are_no_mobile_number(text: str) -> None:
    assert found(f"见{text}。") == []


def test_a_sentence_that_says_it_is_an_office_number_is_let_stand() -> None:
    rule = '识别: 手机号码\n容许: ["{值班|公务}{手机|电话}"]'
    assert found("公务手机13900000001。", rule) == []
    assert found("公务手机见公示栏。联系人13900000001。", rule) == [("手机号码", "139****0001")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("100000001@qq.com", [("个人邮箱", "10*******@qq.com")]),
        ("ysxzwgk@163.com", []),
        ("12345@yunshan.example", []),
    ],
)
def test_a_mailbox_that_is_a_bare_number_at_a_public_host(text: str, shown: list[tuple[str, str]]) -> None:
    assert found(f"邮箱：{text}。") == shown


def test_several_kinds_are_one_breach_with_every_place() -> None:
    text = f"申请人{GOOD}，电话13900000001、13900000002。"
    (outcome,) = breaches(ask("隐私", ALL, report(parts={1: text})))
    assert (outcome.target, outcome.fields["个数"], len(outcome.evidence)) == ("全文", "3", 3)
    assert outcome.fields["内容"] == "公民身份号码、手机号码"
    assert GOOD not in str(outcome)
    assert "13900000001" not in str(outcome)


def test_what_was_not_read_may_hold_one() -> None:
    clean, torn = report(), report(status=Status.PARTIAL)
    assert told(ask("隐私", ALL, clean)) == {"全文": "pass"}
    assert told(ask("隐私", ALL, torn)) == {"全文": "cantTell"}
    leak = report(parts={1: f"{GOOD}。"}, status=Status.PARTIAL)
    assert told(ask("隐私", ALL, leak)) == {"全文": "fail"}


@given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
def test_of_all_last_digits_at_most_one_is_right(number: str) -> None:
    right = [last for last in "0123456789X" if is_identity_number(number[:17] + last)]
    assert len(right) <= 1


@given(st.text(max_size=30))
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    is_identity_number(text)
    if len(text) >= 11:
        assert len(masked(text)) >= 1


@pytest.mark.parametrize(
    ("text", "what", "shown"),
    [
        ("申请人王小明申请公开征收补偿协议。", "当事人姓名", "王**"),
        ("市民欧阳建于2024年3月提出申请。", "当事人姓名", "欧**"),
        ("原告陈建国诉我局信息公开一案。", "当事人姓名", "陈**"),
        ("对孙桂兰申请公开台账一事，已经答复。", "当事人姓名", "孙**"),
        ("申请人刘国梁对查处信息的答复存有异议。", "当事人姓名", "刘**"),
        ("江头村村民罗志明要求公开资金使用情况。", "当事人姓名", "罗**"),
        ("申请人何春梅所申请的登记资料，已告知查询途径。", "当事人姓名", "何**"),
        ("王建国等5人申请公开征地批文。", "当事人姓名", "王**"),
        ("吴建军申请公开档案，已告知查询方式。", "当事人姓名", "吴**"),
        ("2023年5月，赵卫东就补偿标准提出政府信息公开申请。", "当事人姓名", "赵**"),
        ("办结李秀兰的政府信息公开申请1件。", "当事人姓名", "李**"),
        ("已向王淑芬作出答复。", "当事人姓名", "王**"),
        ("陈志强诉县自然资源局政府信息公开一案已审结。", "当事人姓名", "陈**"),
        ("本年度陈志强于三月申请公开征地标准。", "当事人姓名", "陈**"),
        ("王桂兰女士申请公开审批档案。", "当事人姓名", "王**"),
        ("有位叫王桂兰的村民申请公开补偿标准。", "当事人姓名", "王**"),
        ("王秀英夫妇申请公开登记信息。", "当事人姓名", "王**"),
        ("申请人姓名：王桂兰。", "当事人姓名", "王**"),
        ("3月5日陈志强来信申请公开预算。", "当事人姓名", "陈**"),
        ("（2024）云0101行初12号判决。", "案号", "(2024)云****行初**号"),
    ],
)
def test_a_party_is_found_and_masked(text: str, what: str, shown: str) -> None:
    assert found(text, "识别: [当事人姓名, 案号]") == [(what, shown)]


@pytest.mark.parametrize(
    "text",
    [
        "申请人张某申请公开协议。",
        "申请人李××申请公开协议。",
        "市民刘女士向我局提出咨询。",
        "申请人应当向本机关提出申请。",
        "申请人许多要求公开的事项已公开。",
        "申请人程序性提出异议。",
        "组长王小明，副组长李建国。",
        "会上，李建国要求公开工作落实到人，提供保障。",
        "县长李明辉主持召开会议，要求公开重点领域信息并提供服务。",
        "邀请专家张建军就政府信息公开申请答复授课。",
        "联系人：王建华，负责受理公开申请。",
        "申请人江海明珠公司要求公开招标文件。",
        "白云山景区申请公开的事项。",
        "有关申请人田地征收信息的申请已答复。",
        "按云政办发〔2024〕3号执行。",
        "本年度李建国同志担任组长。",
        "李建国同志带队督查依申请公开工作。",
        "副局长李建国分别主持召开会议，通报依申请公开情况。",
        "年度任务全部申请公开验收。",
        "高新区管委会申请公开经费。",
    ],
)
def test_no_party_is_seen_where_none_is_named(text: str) -> None:
    assert found(text, "识别: [当事人姓名, 案号]") == []
