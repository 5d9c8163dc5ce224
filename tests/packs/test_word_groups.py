"""Word lists of the packs: what a sentence says, and what only looks like it."""

from __future__ import annotations

import pytest

from auditor.base.paths import packaged
from auditor.rules.model import WordList
from auditor.rules.wording import WordIndex
from auditor.rules.wordlists import load_word_lists
from auditor.source.load import read_source
from tests.make import report

LISTS: dict[str, WordList] = {}
for _name in ("常用", "用语", "说明", "文表"):
    _source, _ = read_source(packaged() / "rules" / "词表" / f"{_name}.yaml", _name)
    assert _source is not None
    LISTS |= {words.name: words for words in load_word_lists(_source)[0]}
INDEX = WordIndex(LISTS)


def says(name: str, sentence: str) -> bool:
    return INDEX.words(name).first(report(parts={1: sentence}), "第一部分") is not None


SAID = {
    "存在问题": """
自查发现：（1）3个栏目超过半年无内容；（2）1件申请答复超期1天。
2份政策文件解读晚于文件印发10日以上。
7至8月公众号断更21天，便民信息没能第一时间让群众看到。
检查发现错误链接12处，已全部改正。
""",
    "没有问题或只说成绩": """
本年度没有问题，今后将加强学习。
存在的主要问题：无。将继续巩固好现有工作成果。
本年度无。我局公开制度健全。
目前暂无存在问题，我们将继续坚持。
我局政府信息公开工作没有需要改进的地方。
没有发现问题，也没有短板。
全年工作平稳有序，得到群众认可。
没有发现需要整改的事项。
""",
    "责任追究": """
因违反政府信息公开规定，给予通报批评8人、诫勉谈话3人。
全年约谈2家单位。
没有干部因此受到处理。
""",
    "败诉为零": """
全年零败诉。
行政诉讼案件无一败诉。
12月底前全部审结，全年没有败诉。
""",
    "依申请主题": """
54份申请逐一登记，由法制股审核口径。
群众的申请都在时限内答复。
""",
    "追究人数": """
问责10人。
追究责任2人。
""",
    "统计期限": """
所列均为2023年全年数据（1—12月）。
数据截止2023年底。
""",
    "复议诉讼件数": """
1名申请人不服答复，提起行政复议。
复议机关尚未作出决定。
""",
    "收费单位混写": """
收费通知2件，总金额15.83万元，实际收取120600元。
收费通知2件，总金额880元，实际收取0.027万元。
收费通知2件，总金额十五万元，实际收取八百元。
""",
    "其他处理说明": """
按信访处理2件。
3件其他处理均为投诉举报类申请，已转信访局。
""",
}
NOT_SAID = {
    "存在问题": """
自查发现0个，检查查出问题0处。
检查发现0处错误。
没有答复超期的申请，公众号从未断更。
各栏目未出现逾期答复，杜绝超期。
""",
    "没有问题或只说成绩": """
主要问题是公开不及时。
公开内容不够丰富，问题较多。
""",
    "责任追究": """
发布通报8期。
收到批评意见3条。
""",
    "败诉为零": """
下半年无败诉案件。
整改后，第四季度零败诉。
去年零败诉，今年败诉1件。
""",
    "追究人数": """
问责0人。
责任追究人数为零人。
""",
    "统计期限": """
2023年底召开会议。
""",
    "复议诉讼件数": """
因政府信息公开工作被申请行政复议、提起行政诉讼情况见表四。
""",
    "收费单位混写": """
收费通知196件，总金额15.83万元，实际收取12.06万元。
收费通知196件，总金额十五万元，实际收取三万二千元。
""",
    "其他处理说明": """
2件按信访举报投诉类申请处理，3件作其他处理。
""",
}


def sentences(by_name: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, sentence) for name, text in by_name.items() for sentence in text.strip().split("\n")]


@pytest.mark.parametrize(("name", "sentence"), sentences(SAID))
def test_the_list_knows_it(name: str, sentence: str) -> None:
    assert says(name, sentence)


@pytest.mark.parametrize(("name", "sentence"), sentences(NOT_SAID))
def test_the_list_does_not_take_it_for_one(name: str, sentence: str) -> None:
    assert not says(name, sentence)
