"""名录: what the roster and the files say together: who has not filed, filed twice, under which name.

    查    未报 重报 重报不同 曾用名 疑似 名录外 上级 错名 两名 两份 (see auditor.rules.between)

Asked once of all reports, not of each. One outcome per agency and year there is something to say of;
通过 where there is nothing; 不适用 where only a roster could tell and there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.rules.between import REGISTER, Remark
from auditor.rules.kinds.common import choice_at, whole_corpus
from auditor.rules.model import BuildContext, Corpus, Survey
from auditor.rules.outcome import Level, Outcome, Subject, Verdict
from auditor.source.tree import Mapping as Tree

NAME = "名录"
SCHEMA: Mapping[str, object] = {
    "properties": {"查": {"enum": list(REGISTER)}},
    "required": ["查"],
}
FIELDS: Mapping[str, str] = {
    "机关": "机关名称；名录外的是几个机关",
    "年度": "报告年度",
    "上级": "名录里写的上级机关（未报、上级）",
    "应为": "机关名称所指的上级（上级）",
    "位置": "名录文件和行（上级）",
    "文件": "报告的文件",
    "另一文件": "同一年度的另一份文件（重报）",
    "不同": "数字不同的格（重报不同）",
    "格数": "数字不同的格数（重报不同）",
    "曾用名": "报告用的曾用名（曾用名）",
    "止": "曾用名用到哪一年度（曾用名）",
    "相近": "名录里相近的名称（疑似）",
    "情况": "有相近的，或有几个同名的（疑似）",
    "个数": "机关个数（名录外）",
    "文件名机关": "文件名写的机关（错名）",
    "落款": "落款的机关（两名）",
    "另有": "文件里另外的标题（两份）",
}
STUB = """\
- 编号: 名录-901
  名称: 应报的机关都有报告
  类型: 名录
  级别: 警告
  依据: [{文件: 政府信息公开条例, 条款: 第四十九条}]
  查: 未报
  消息: "{机关}{年度}年度没有报告"
  怎么改: 催报；已撤并的在名录里写明“止”
  例子:
  - {通过: 标准报告, 名录: [标准报告]}
  - {违反: 标准报告, 名录: [标准报告, 青石县水务局], 应报: [报告]}
"""


@dataclass(frozen=True, slots=True)
class Registered(Survey):
    """The check: nothing to remark."""

    rule: str
    level: Level
    what: str

    def survey(self, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per remark."""
        whole = Subject("corpus")
        remarks = corpus.remarks(self.what)
        if remarks is None:
            reason = "没有名录"
            yield Outcome(self.rule, whole, "名录", Verdict.INAPPLICABLE, self.level, reason=reason)
            return
        if not remarks:
            yield Outcome(self.rule, whole, "名录", Verdict.PASS, self.level)
        for remark in remarks:
            yield self._outcome(remark)

    def _outcome(self, remark: Remark) -> Outcome:
        subject = Subject("agency-year", remark.agency, remark.year, remark.file)
        if remark.missing is not None:
            missing = (remark.missing,)
            return Outcome(
                self.rule, subject, remark.target, Verdict.CANNOT_TELL, self.level, missing=missing
            )
        fields = dict.fromkeys(FIELDS, "") | dict(remark.fields)
        return Outcome(self.rule, subject, remark.target, Verdict.FAIL, self.level, fields)


def build(rule: Tree, context: BuildContext) -> Survey | None:
    """The check; None where a fault was reported."""
    node = rule.get("查")
    what = choice_at(node, REGISTER, "查", context) if node is not None else None
    if what is None or not whole_corpus(rule, context):
        return None
    return Registered(context.rule_id, context.level, what)
