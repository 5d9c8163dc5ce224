"""What may stand in auditor.toml: one table, of which reading, `auditor config`, the sample file and
the handbook's list are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

FILE = "auditor.toml"

LEVEL_NAMES = {
    "错误": "error",
    "警告": "warning",
    "提示": "info",
    "error": "error",
    "warning": "warning",
    "info": "info",
}
FAIL_NAMES = {**LEVEL_NAMES, "不计": "never", "never": "never"}
THEME_NAMES = {"暗": "暗", "亮": "亮", "高对比": "高对比", "dark": "暗", "light": "亮", "contrast": "高对比"}


class Kind(Enum):
    """What a value may be; the words are those of a person who writes the file."""

    TEXT = "一段文字，写在引号里"
    TEXTS = '文字的列表，例如 ["甲", "乙"]'
    PATH = "文件或文件夹，写在引号里"
    PATHS = '文件或文件夹的列表，例如 ["甲", "乙"]'
    STORE = "文件、文件夹或 postgresql:// 开头的地址，写在引号里"
    WORD = "下列词之一，写在引号里"
    COUNT = "不小于 0 的整数，不写引号"
    FLAG = "true 或 false，不写引号"
    DATE = "日期，例如 2025-03-31，或写在引号里的文字"
    NAMED_TEXTS = "名字和文字，一行一个"
    NAMED_KEYS = "操作和按键，一行一个"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `name` has its table before the dot; `about` says what it settles, `default` what holds
    without it, `example` a value as TOML; `names` are the words of a WORD and what each stands for."""

    name: str
    kind: Kind
    about: str
    default: str
    example: str
    names: tuple[tuple[str, str], ...] = ()


_FAILS = tuple(FAIL_NAMES.items())
KEYS = (
    Key("rules", Kind.PATH, "规则文件夹或文件", "./rules，没有就用随程序提供的", '"rules"'),
    Key("reports", Kind.PATHS, "要审核的报告", "命令里写的", '["reports"]'),
    Key("overlays", Kind.TEXTS, "加用的地方叠加", "名录所在地区的叠加（有才用）", '["某市"]'),
    Key("roster", Kind.PATH, "机关名录", "报告或规则旁边的 名录.yaml、名录.xlsx", '"名录.xlsx"'),
    Key("store", Kind.STORE, "处置库", "run 不记；其他命令找当前文件夹和 reports/", '"审核.sqlite"'),
    Key("who", Kind.TEXT, "谁在处置", "命令里的 --as", '"王芳"'),
    Key("run.fail-on", Kind.WORD, "问题达到哪一级，run 就以 1 退出", "错误", '"警告"', _FAILS),
    Key("run.max-undecided", Kind.COUNT, "无法判定的结论超过多少，run 就以 3 退出", "不计", "200"),
    Key("run.jobs", Kind.COUNT, "报告很多（100 份以上）时用几个工作进程，1 到 64", "处理器个数", "2"),
    Key("run.cache", Kind.PATH, "报告很多时缓存放在哪里", "各人自己的缓存文件夹", '"缓存"'),
    Key("run.with", Kind.PATHS, "只读来比较的报告，例如上年的", "没有", '["../2023/reports"]'),
    Key("notice.issuer", Kind.TEXT, "整改通知的发文机关", "留空待填", '"某市政务公开办"'),
    Key("notice.contact", Kind.TEXT, "整改通知的联系人和电话", "留空待填", '"王芳 0531-00000000"'),
    Key("notice.deadline", Kind.DATE, "整改期限", "留空待填", "2025-03-31"),
    Key("notice.date", Kind.DATE, "发文日期", "留空待填", "2025-03-10"),
    Key("notice.template", Kind.PATH, "整改通知的模板（.docx）", "随程序提供的", '"模板/整改通知.docx"'),
    Key("triage.filter", Kind.TEXT, "打开处置界面时的筛选", "上次离开时的", '"状态:待处理"'),
    Key("triage.filters", Kind.NAMED_TEXTS, "起了名字的筛选", "没有", '{ "急办" = "级别:错误 状态:待处理" }'),
    Key("triage.keys", Kind.NAMED_KEYS, "改用的按键", "见 docs/按键.md", '{ "属实" = ["a", "1"] }'),
    Key("triage.theme", Kind.WORD, "界面的颜色", "暗", '"亮"', tuple(THEME_NAMES.items())),
    Key("triage.ascii", Kind.FLAG, "不画框线和符号", "看终端画不画得好", "true"),
)  # fmt: skip
BY_NAME = {key.name: key for key in KEYS}


def tables() -> tuple[str, ...]:
    """The tables that hold keys: run, notice, triage."""
    return tuple(dict.fromkeys(key.name.partition(".")[0] for key in KEYS if "." in key.name))


def sample() -> str:
    """auditor.toml with every key, each commented out: nothing is settled until a person does."""
    return "\n".join(_sample_lines()) + "\n"


def _sample_lines() -> Iterator[str]:
    yield "# 审核的设置。去掉行首的 # 就生效；命令里写了的，以命令为准。auditor config 显示什么在起作用。"
    yield "# 文件和文件夹从这个文件所在的文件夹算起，分隔用 /；中文的名字和文字写在英文引号里。"
    yield ""
    above = ""
    for key in KEYS:
        table, _, name = key.name.rpartition(".")
        if table != above:
            yield from ("", f"[{table}]")
            above = table
        left = f"# {name} = {key.example}"
        yield f"{left:<44}# {key.about}"
