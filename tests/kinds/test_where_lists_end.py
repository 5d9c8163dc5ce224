"""文内合计: where a list ends, what its items count, and what several of them are together a share of."""

from __future__ import annotations

import pytest

from auditor.rules.kinds.sublists import mentions_of
from tests.kinds.test_partition import OVER, SHARE, WHOLE, verdict


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the items fill the whole, or “、” joins them: what comes after the comma is another matter
        ("收到申请54件，其中46件为自然人申请、8件为法人申请，已答复58件。", "pass"),
        ("收到申请7件，其中6件为自然人申请，1件为法人申请，公开7件。", "pass"),
        ("全年受理54件，其中自然人46件，法人8件，连同跨年的7件，共61件。", "pass"),
        ("工作人员23人，其中专职2人、兼职21人，2023年新增3人。", "pass"),
        ("清理栏目18个，其中合并7个、撤销9个，新增栏目4个。", "pass"),
        ("复议8件，其中维持4件、纠正1件、其他2件、未审结1件，行政诉讼9件。", "pass"),
        ("制定文件12件，其中规章5件，规范性文件7件，公开9件。", "pass"),
        ("诉讼1134件，其中复议后起诉450件，审结的961件中败诉53件。", "pass"),
        # but not where it goes on to sort
        ("收到申请20件，其中自然人15件，企业5件，社会组织2件。", "fail"),
        ("收到申请20件，其中自然人12件、企业5件，社会组织4件。", "fail"),
        ("收到申请20件，其中自然人12件，法人8件，予以公开15件，不予公开9件。", "fail"),
        ("收到申请20件，其中自然人12件，占60%、法人9件，占45%。", "fail"),
        ("公开信息2340条，其中甲类2144条，乙类51条，丙类481条。", "fail"),
        # by the time is the same unit
        ("发布信息1136条次，其中：甲类990条、乙类247条。", "fail"),
        ("培训30人，其中干部40人次。", "-"),
        # periods are no counts
        ("最短1个工作日办结，其中5个工作日内办结的21件。", "-"),
    ],
)
def test_where_a_list_ends(text: str, found: str) -> None:
    assert verdict(OVER, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("实收3200元，其中甲收取2件1800元、乙收取2件1200元、其他1件100元。", "fail"),
        ("实收3200元，其中甲收取2件1800元、乙收取2件共1200元、其他1件200元。", "pass"),
        ("实收3200元，其中甲收取2件，培训费1800元、其他1件200元。", "-"),
    ],
)
def test_a_count_before_its_sum_is_no_item(text: str, found: str) -> None:
    assert verdict(WHOLE, text) == found


def test_a_list_that_opens_a_paragraph_is_not_of_the_figure_before_it() -> None:
    assert verdict(OVER, "撤回申请3件。\n其中，自然人6件，法人5件。") == "-"
    assert verdict(OVER, "收到申请3件。其中，自然人6件，法人5件。") == "fail"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("解读58条，其中图文22条、动漫5条，占46.6%。", "pass"),
        ("解读58条，其中图文12条、图表10条和动漫5条，占46.6%。", "pass"),
        ("解读58条，其中图文22条、动漫5条，占8.6%。", "pass"),
        ("解读58条，其中图文22条，动漫5条，占46.6%。", "fail"),
        ("解读58条，其中图文22条、动漫5条，占56.6%。", "fail"),
    ],
)
def test_items_that_are_joined_may_be_one_share(text: str, found: str) -> None:
    assert verdict(SHARE, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到申请418件，较2022年的366件多出52件，增幅14.2%。", "pass"),
        ("收到申请418件，较2022年的366件多出52件，增幅24.2%。", "fail"),
        ("发布信息318条，比上年318条下降13.1%。", "fail"),
        ("发布信息318条，比上年366条下降13.1%。", "pass"),
        ("公开信息418条，收到申请9件，较上年的6件增长40%。", "fail"),
        # which figure grew, from which, or by how much exactly is not told
        ("新收418件，上年结转5件，较上年的366件增长24.2%。", "-"),
        ("收到418件，较2022年的366件、2021年的300件分别增长24.2%、39.3%。", "-"),
        ("收到418件，较2022年的366件有所增加，其中网上申请增长50%。", "-"),
        ("访问量1.2万次，较上年的1.1万次增长13%。", "-"),
        ("收到约418件，较上年的366件增长24.2%。", "-"),
    ],
)
def test_a_growth_between_two_figures_recomputes(text: str, found: str) -> None:
    assert verdict(SHARE, text) == found


def test_periods_are_not_mentioned() -> None:
    said = [(mention.value, mention.unit) for mention in mentions_of("3个工作日内答复5个申请,提高2个百分点")]
    assert said == [(5, "个")]
