"""What stands around an article: menus, crumbs, lists of other reports, feet."""

from __future__ import annotations

import random
from dataclasses import dataclass

_AGENCIES = (
    "听涛县人民政府",
    "枕溪区财政局",
    "松风镇人民政府",
    "揽月街道办事处",
    "云阶市教育局",
    "渡口县水利局",
)
_MENU = ("首页", "走进本地", "新闻中心", "政务公开", "办事服务", "互动交流", "数据开放")


def _links(texts: tuple[str, ...] | list[str], tag: str = "ul") -> str:
    items = "".join(f'<li><a href="/a/{n}.html" target="_blank">{t}</a></li>' for n, t in enumerate(texts))
    return f"<{tag}>{items}</{tag}>"


@dataclass(frozen=True, slots=True)
class Chrome:
    """The words of one page's surroundings, drawn from the seed."""

    unit: str
    year: int
    agencies: tuple[str, ...]
    rng: random.Random

    @classmethod
    def of(cls, unit: str, year: int, rng: random.Random) -> Chrome:
        return cls(unit, year, tuple(rng.sample(_AGENCIES, 4)), rng)

    @property
    def years(self) -> list[str]:
        return [
            f"{self.unit}{year}年政府信息公开工作年度报告" for year in range(self.year - 3, self.year + 2)
        ]

    def menu(self) -> str:
        search = '<div class="search"><input placeholder="请输入关键字"><button>搜索</button></div>'
        date = '<div class="today">今天是：<span id="date"></span></div>' if self.rng.random() < 0.4 else ""
        return f'<div class="nav">{_links(list(_MENU))}</div>{search}{date}'

    def crumbs(self) -> str:
        parts = ("首页", "政务公开", "政府信息公开", "政府信息公开年报")
        where = self.rng.choice(("当前位置：", "您现在的位置：", "您当前所在位置："))
        sign = self.rng.choice((" &gt; ", "&nbsp;&gt;&gt;&nbsp;", " / ", "»"))
        return (
            f'<span class="crumbs">{where}{sign.join(f"<a href=#>{p}</a>" for p in parts)}{sign}正文</span>'
        )

    def list_of_years(self) -> str:
        return _links(self.years)

    def related(self) -> str:
        titles = [f"{name}{self.year}年政府信息公开工作年度报告" for name in self.agencies]
        extra = "".join(
            f'<li><a href="#">{t}</a><span>{self.year + 1}-01-{n + 11}</span></li>'
            for n, t in enumerate(titles)
        )
        return f'<ul class="list">{extra}</ul>'

    def neighbours(self) -> str:
        above = f"{self.unit}{self.year - 1}年政府信息公开工作年度报告"
        return f'<p>上一篇：<a href="#">{above}</a></p><p>下一篇：没有了</p>'

    def foot(self) -> str:
        number = self.rng.randint(10**7, 10**8)
        return (
            '<div class="footer"><p><a href="#">网站地图</a> | <a href="#">联系我们</a> | <a '
            'href="#">关于我们</a></p>'
            f"<p>主办单位：{self.unit}　承办单位：{self.unit}办公室　技术支持：某某信息技术有限公司</p>"
            f"<p>网站标识码：{number}　备案号：云ICP备{number}号-1　公网安备 {number}001号</p>"
            f"<p>联系电话：0100-{number % 10**7:07d}　您是第{self.rng.randint(1000, 99999)}位访问者</p></div>"
            '<script src="/js/tj.js"></script>'
        )

    def words(self) -> tuple[str, ...]:
        """Of which none may stand in the report's text."""
        return (
            "网站标识码",
            "备案号",
            "技术支持",
            "上一篇",
            "当前位置",
            "所在位置",
            "在的位置",
            "浏览次数",
            "网站地图",
            "分享到微信",
            "扫一扫",
            "本站原创",
            "责任编辑",
            "公开单位",
            "相关推荐",
            "热点信息",
            *self.agencies,
        )
