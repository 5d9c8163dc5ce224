"""How reports say that they collected a fee, or none: every way counts; silence and other fees do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.rules.load import load_rules
from auditor.rules.wording import WordIndex, Words
from tests.make import report

LISTS = load_rules([packaged() / "rules"]).word_lists


def listed(name: str) -> Words:
    return WordIndex(LISTS).words(name)


SAID = [
    "2023年度本机关未产生信息处理费。",
    "依据《政府信息公开信息处理费管理办法》，本机关2023年未收到政府信息公开申请，未收取信息处理费。",
    "本年度依申请公开政府信息未收取任何费用。",
    "2021年，按照《办法》（国办函〔2020〕109号）规定的按件、按量收费标准，没有产生信息公开处理费，共收到建议0件。",
    "本年度没有需要收费的信息公开申请件，故没有发出收费通知也无实际收费。",
    "2023年度未发出收费通知，未收取信息处理费。",
    "本年度收取信息处理费0元。",
    "2022年发出收费通知3件，总金额880元，实际收取270元。",
    "本机关2024年度收取政府信息公开信息处理费共计1,200元。",
    "全年信息处理费收取金额为零。",
    "信息处理费收取情况：无。",
    "收取信息处理费情况：未发生。",
    "我局依申请公开信息均未收费。",
    "依申请公开工作中没有收取过任何费用。",
    "无信息处理费收取情况。",
    "无收费情况。",
    "未发生政府信息公开收费事项。",
    "2023年，我镇不存在收取信息处理费的情形。",
    "我单位未对申请人收取检索费、复制费、邮寄费。",
    "本年度我街道免费提供政府信息，未收取费用。",
    "全年零收费。",
    "2023年我局没有信息处理费收取事项。",
    "尚无信息公开处理费收取情况发生。",
    "本年度收到信息处理费缴费0笔。",
    "未涉及信息处理费。",
    "报告期内没有发生信息处理费收取情况。",
    "我委未向申请人发出收费通知。",
    "按照规定应收取信息处理费 50 元，已减免。",
    "2023年度本单位政府信息公开信息处理费收取金额为0.00元。",
    "本机关未依据《政府信息公开信息处理费管理办法》收取信息处理费。",
    "２０２３年　本机关未　收取信息 处理费。",
    "本年度政府信息公开申请未有收费情况。",
    "没有因政府信息公开申请收取费用。",
    "今年以来，未就政府信息公开事项向任何单位和个人收取信息处理费。",
]
NOT_SAID = [
    "无。",
    "没有其他需要报告的事项。",
    "本机关无其他需要报告的事项。",
    "2023年，我局承办人大建议3件，政协提案5件，均已办结。",
    "严格执行《政府信息公开信息处理费管理办法》。",
    "主动公开行政事业性收费目录清单。",
    "及时公开涉企收费信息，未发现违规收费。",
    "未发生“三公”费用超支情况，三公费用公开及时。",
    "认真落实年度政务公开工作要点。",
    "没有乱收费现象。",
    "公开差旅费用等支出情况。",
]


@pytest.mark.parametrize("sentence", SAID)
def test_a_statement_about_the_fee_counts(sentence: str) -> None:
    assert listed("信息处理费收取情况").first(report(parts={6: sentence}), "第六部分") is not None


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_silence_and_other_fees_do_not_count(sentence: str) -> None:
    assert listed("信息处理费收取情况").first(report(parts={6: sentence}), "第六部分") is None


EXPLAINED = [
    "其中8件申请人主动撤销。",
    "申请人主动撤回申请1件。",
    "1件由申请人撤回。",
    "含申请人主动撤回2件。",
    "其他处理5件，主要是合并答复。",
    "1件不属于本机关职责，已告知申请人。",
    "对重复提交的3件申请作合并处理。",
    "其他处理1件，为申请人撤销申请。",
]
NOT_EXPLAINED = [
    "1件尚未审结，2件结转下年度办理。",
    "行政复议1件，申请人撤回复议申请。",
    "法院判决撤销答复1件。",
    "撤销僵尸栏目3个。",
    "未发生申请人撤回的情形，未发生撤回。",
    "没有撤销申请的情况。",
    "撤销机构2家。",
    "加强重复信息排查。",
    "2件按其他处理。",
    "其他处理5件。",
]


@pytest.mark.parametrize("sentence", EXPLAINED)
def test_what_became_of_other_applications_counts_as_explained(sentence: str) -> None:
    assert listed("其他处理说明").first(report(parts={1: sentence}), "正文") is not None


@pytest.mark.parametrize("sentence", NOT_EXPLAINED)
def test_what_is_not_about_applications_explains_nothing(sentence: str) -> None:
    made = report(parts={1: sentence, 5: "问题。改进。"})
    assert listed("其他处理说明").first(made, "正文") is None


INTRODUCTIONS = [
    ("编制依据", "根据《中华人民共和国政府信息公开条例》规定，现公布2023年度报告。"),
    ("编制依据", "本报告按照《中华人民共和国政府信息公开工作年度报告格式》要求编制。"),
    ("编制依据", "依据国办公开办函〔2021〕30号文件要求，编制本报告。"),
    ("编制依据", "按照上级统一要求，我局编制了本报告。"),
    ("统计期限", "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"),
    ("统计期限", "本报告统计数据从2023年1月1日至12月31日。"),
    ("统计期限", "数据统计时限为 2023 年 1 月 1 日 — 12 月 31 日。"),
    ("统计期限", "数据截至2023年12月31日。"),
    ("联系方式", "如有疑问，请与青溪县水利局办公室联系（地址：青溪县人民路1号）。"),
    ("联系方式", "联系电话：0555-1234567。"),
    ("联系方式", "对本报告有疑问的，请联系青溪县水利局。"),
    ("联系方式", "（电话0555—1234567）"),
]
ABSENT = [
    ("编制依据", "2023年，我街道认真贯彻落实市委、市政府决策部署，现将主要工作汇报如下。"),
    ("编制依据", "按照市委、市政府工作部署，我局认真推进政务公开。"),
    ("统计期限", "2023年以来，我局按期公开各类信息。"),
    ("联系方式", "接到咨询电话714个，受理12345便民服务热线441件。"),
    ("联系方式", "规范做好热线电话、领导信箱等渠道的日常维护，公开机构职能、联系方式等信息。"),
    ("联系方式", "手机号码、家庭住址等信息不予公开，广泛听取意见建议。"),
]


@pytest.mark.parametrize(("name", "sentence"), INTRODUCTIONS)
def test_an_introduction_says_it_in_many_ways(name: str, sentence: str) -> None:
    assert listed(name).first(report(parts={0: sentence}), "开头") is not None


@pytest.mark.parametrize(("name", "sentence"), ABSENT)
def test_what_only_sounds_like_it_does_not_count(name: str, sentence: str) -> None:
    assert listed(name).first(report(parts={0: sentence, 1: sentence}), "正文") is None


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("一是政策解读形式较为单一。", True),
        ("工作中还存在一些不足。", True),
        ("无。", False),
        ("暂无问题。", False),
        ("本年度政府信息公开工作没有问题。", False),
        ("存在问题：无。", False),
        ("没有明显不足，但解读不够深入。", True),
        ("问题：公开内容有待丰富。", True),
    ],
)
def test_a_denied_problem_is_no_problem(sentence: str, problem: bool) -> None:
    assert (listed("存在问题").first(report(parts={5: sentence}), "第五部分") is not None) is problem


def test_the_packaged_lists_are_where_the_package_says() -> None:
    assert {"信息处理费收取情况", "其他处理说明", "编制依据", "统计期限", "联系方式"} <= set(LISTS)
    assert (Path(packaged()) / "rules" / "词表" / "常用.yaml").is_file()
