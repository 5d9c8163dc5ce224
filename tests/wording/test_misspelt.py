"""近似: standard wordings with a wrong character are found, and nothing else is."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.rules.misspelt import Misspelt, misspelt
from auditor.rules.model import WordList
from auditor.rules.wordlists import load_word_lists
from auditor.source.load import read_source
from tests.kinds.ask import ask, breaches, built
from tests.make import report

RULE = "任一: [没有这样的词]\n近似: [$标准用语, $双字词]"
WRONG = """
切实加强对政务公开工作的组织领道。
我局高度众视政府信息公开工作。
进一步建全工作机制。
坚持以公开为常态、不公开为列外。
严格落实保蜜审查制度。
及时回应社会关注的热点问提。
加强政府网站建没。
政策解读形式较为单一，解读质量有待提髙。
做好依申情公开工作。
进一步完善政务公开制渡。
强化监督保障，严格责任追就。
设立政府信息公开查询点，方便群众查寻。
充分利用微信公重号发布信息。
加大培训力渡，提高业务水平。
配备专制人员负责信息公开工作。
明确分管领到和责任人。
加强对信息发布内容的审合把关。
积极开展政策宣传，提高群众知哓率。
存在公开内容不够全面的问提。
切实提升政府信息公开工作水评。
我镇成立了政务公开工作领导小祖。
畅通依申请公开受理渠到。
规范公开程续，提升公开质量。
健全信息公开长校机制。
进一步优化营商环竟。
完善政府信息公开目路。
广泛听取社会公重意见。
公开信息内容不够丰付。
今后我局将一如既往做好信息公开公作。
依法依规保护商业密秘和个人隐私。
落实"谁公开、谁审查、谁负则"的原则。
加强干部业务培训，提升人员素制。
推进基层政务公开标准化规范化建社。
对涉及群众切身利议的事项及时公开。
及时受里群众提出的公开申请。
进一步加强与上级部门的勾通协调。
完善信息公开工作台帐，定期更行。
政务服务中心办事窗囗人员不足。
工作人员对政策把握不够准却。
对历史信息进行全面请理。
及时完成网站栏木更新。
全年组织业务陪训。
政府信息公开质亮得到提升。
切实维护群众的河法权益。
完善监督保账措施。
""".strip().split("\n")
RIGHT = """
已申请公开的信息不再重复提供。
坚持以公开为常态、不公开为例外，做到应公开尽公开。
行政机关公职人员参加政务公开培训。
本机关依法制订并及时修订公开目录。
全面落实规范行政执法的要求。
群众反应热烈，群众反映的问题已经解决。
办事处各业务科室共同做好公开。
发布准确信息，提供针对信访事项的答复。
公开公示栏的内容，政务公开开展情况良好。
市民反复申请，工作及时完成。
业务由一个科室牵头、各科室配合。
即时公开会议信息，工作合理安排，工作实绩突出。
不断提升标准化、信息化水平。
管委会已公开信息。
参与全过程监督，监督全覆盖，公众好评，责任认定清楚，查阅电子平台。
一是加强组织领导，二是健全工作机制，三是完善公开制度。
监督检察机关依法履职，因公开发布及时。
全县各级行政机关主动公开公共服务信息。
急事先公开、大事反复公开，接手的同志、新任干部参加，公布议定事项和鉴定结论。
被纠正的案件，引发的诉讼，增设智能检索，件件有回音。
自2019年5月15日起施行，年未满的不计，政府信息公开办公室负责。
两处主要体现在两点，现向社会公布，改造升级专区。
""".strip().split("\n")


@cache
def lists() -> dict[str, WordList]:
    """The packaged lists, as a rule names them."""
    found = {}
    for name in ("标准用语", "双字词"):
        source, _ = read_source(packaged() / "rules" / "词表" / f"{name}.yaml", f"{name}.yaml")
        assert source is not None
        (listed,), _ = load_word_lists(source)
        found[name] = listed
    return found


@cache
def standard() -> Misspelt:
    """The packaged lists, ready."""
    made = misspelt((*lists()["标准用语"].patterns, *lists()["双字词"].patterns), None)
    assert isinstance(made, Misspelt)
    return made


def found(text: str, *patterns: str) -> list[str]:
    made = misspelt(patterns, None)
    assert isinstance(made, Misspelt)
    return [hit.quote for hit in made.every(report(parts={6: text}), "第六部分")]


@pytest.mark.parametrize("sentence", WRONG)
def test_a_slip_in_a_standard_wording_is_found(sentence: str) -> None:
    outcomes = ask("禁用词", RULE, report(parts={6: sentence}), words=lists())
    assert len(breaches(outcomes)) == 1


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_sentence_without_a_slip_has_none(sentence: str) -> None:
    assert breaches(ask("禁用词", RULE, report(parts={6: sentence}), words=lists())) == []


def test_what_sounds_or_looks_alike_or_stands_in_the_wrong_order_is_a_slip() -> None:
    assert found("做好依审请公开。", "依申请公开") == ["依审请公开"]
    assert found("不公开为列外。", "不公开为例外") == ["不公开为列外"]
    assert found("政府信公息开。", "政府信息公开") == ["政府信公息开"]
    assert found("做好依法公开。", "依申请公开") == []  # another word, no slip
    assert found("政府 信 洗\n公开。", "政府信息公开") == []  # not across lines


def test_a_longer_wording_may_have_two_slips_and_a_short_one_only_one() -> None:
    assert found("政付信西公开。", "政府信息公开") == ["政付信西公开"]
    assert found("工开透名。", "公开透明") == []


def test_a_wording_that_is_listed_itself_is_no_slip_of_another() -> None:
    assert found("公开实效明显。", "{公开时效|公开实效}") == []


def test_two_characters_count_only_between_words() -> None:
    words = "{定期清理|全面|历史|文件|公开|发布|工作}"
    assert found("全面请理历史文件。", words) == ["请理"]
    assert found("全面清礼。", words) == ["清礼"]
    assert found("甲乙请理历史文件。", words) == []  # 乙请 may be a word
    assert found("全面请理论。", words) == []
    assert found("全面请李历史。", words) == []  # both are other characters
    assert found("全面工开历史文件。", words) == []  # 公开 is no half of a wording


def test_an_exception_takes_a_slip_away() -> None:
    rule = "任一: [甲乙丙]\n近似: [依申请公开]\n除外: [已申请公开]"
    assert breaches(ask("禁用词", rule, report(parts={6: "已申请公开的信息。"}))) == []
    (breach,) = breaches(ask("禁用词", rule, report(parts={6: "依审请公开的信息。"})))
    assert breach.fields["原文"] == "依审请公开"


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("任一: [甲乙]\n近似: [开]", "“近似”里的词“开”太短，至少 2 个字"),
        ("段尾: [，]\n近似: [依申请公开]", "“近似”和“任一”一起写"),
        (f"任一: [甲乙]\n近似: ['{'{一|二|三|四|五}' * 7}']", "“近似”里的词写出来超过 20000 种说法"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_for_is_told(rule: str, fault: str) -> None:
    check, faults = built("禁用词", rule)
    assert check is None
    assert [message for _, message in faults] == [fault]


@given(st.lists(st.sampled_from(sorted(standard().wordings)), min_size=1, max_size=12))
def test_wordings_one_to_a_clause_are_never_slips(wordings: list[str]) -> None:
    assert standard().every(report(parts={6: "，".join(wordings)}), "第六部分") == ()
