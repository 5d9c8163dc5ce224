# ruff: noqa: SIM905
"""Prose for invented agencies: grammatical, about nothing in particular, and no two alike."""

from __future__ import annotations

import random

WORK = (
    "茶园改造 渡口整修 冬修水利 稻田画 集镇路灯 老井清淤 公厕改建 车站搬迁 桥梁加固 "
    "渠道衬砌 校舍粉刷 苗圃扩种 山洪预警 粮库通风 鱼塘换水 果园滴灌 村史馆布展 图书流转 "
    "夜市搬迁 垃圾清运 江堤巡查 电网改造 古树挂牌 凉亭翻修 站牌更新 水表更换 石阶铺设 "
    "菜场整顿 码头疏浚 林道修补"
).split()
FORM = (
    "图解 短视频 问答 口袋书 长图 音频 广播稿 宣讲会 明白纸 案例集 挂图 手册 漫画 访谈 "
    "直播 海报 折页 专栏 快板 公开课"
).split()
PLACE = (
    "服务大厅 村级活动室 图书馆 车站候车室 社区食堂 卫生院 中心小学 农贸市场 文化站 档案馆 "
    "邮政所 渡口值班室 体育场 老年大学 粮站 供水站 法律服务所 司法所 养老院 供销社"
).split()
PEOPLE = (
    "网格员 村会计 退休教师 返乡青年 货车司机 种植大户 小店店主 护林员 渔民 志愿者 调解员 "
    "义务监督员 学生家长 宣讲员 档案员 值班员 包村干部 代办员 讲解员 联络员"
).split()
DOING = (
    "逐户走访 开列清单 当面核对 张贴样张 拍照留底 录入台账 交叉检查 轮流值守 电话回访 "
    "请人试读 对照原件 分片包干 现场演示 抽样复核 编号归档 按月通报 上门送达 当场解答 "
    "整理成册 集中校对"
).split()
FAULT = (
    "目录层级过深 检索结果不准 附件打不开 表格不能下载 图片说明缺失 旧文件没有清理 "
    "栏目名称难懂 手机端显示错位 更新间隔偏长 解读篇幅过长 联系电话有误 文件编号不全 "
    "专栏入口不明显 问答重复 答复用语生硬 查找经过没有写明 公开栏字号太小 信息员更换频繁 "
    "台账记录不全 培训次数偏少"
).split()
CURE = (
    "把目录压缩为两级 换了检索工具 逐个试开附件 另附可以编辑的文件 补写图片说明 分批下架旧文件 "
    "重新命名栏目 请人在手机上逐页试看 约定每周四更新 把解读压缩到一页 逐个拨打核实电话 "
    "重排文件编号 在首页加了入口 合并重复的问答 改写了答复样式 规定写明查找步骤 换了大号字体 "
    "确定了替补人员 补齐台账 增加两次小班培训"
).split()
TAIL = (
    "群众来信减少了 查阅的人多了起来 差错比年初少 办件时间缩短了 多数人说看得懂 "
    "没有再发生同类差错 有关栏目访问量上升 基层反映省事 来电询问少了 检查得分提高 交接更顺当 "
    "老人也会用了"
).split()
OPEN = (
    "入春以后 汛期之前 年中盘点时 收割季节过后 机构调整以后 新目录启用后 检查组走后 国庆前后 "
    "冬闲时节 换届完成后 雨季里 开学前"
).split()


class Writer:
    """Sentences from one seed."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(f"prose {seed}")

    def pick(self, words: list[str], count: int) -> list[str]:
        return self.rng.sample(words, count)

    def paragraph(self, sentences: int) -> str:
        shapes = (self._work, self._form, self._people)
        return "".join(self.rng.choice(shapes)() for _ in range(sentences))

    def _work(self) -> str:
        a, b = self.pick(WORK, 2)
        d, e = self.pick(DOING, 2)
        (when,), (tail,) = self.pick(OPEN, 1), self.pick(TAIL, 1)
        return f"{when}，围绕{a}和{b}，先{d}，再{e}，{tail}。"

    def _form(self) -> str:
        a, b = self.pick(FORM, 2)
        p, q = self.pick(PLACE, 2)
        (what,) = self.pick(WORK, 1)
        return f"{what}的政策做成{a}和{b}，放在{p}、{q}供人取阅。"

    def _people(self) -> str:
        a, b = self.pick(PEOPLE, 2)
        (p,), (d,), (tail,) = self.pick(PLACE, 1), self.pick(DOING, 1), self.pick(TAIL, 1)
        return f"请{a}和{b}到{p}{d}，{tail}。"

    def problems(self) -> tuple[str, str]:
        """The problems and what was done about them."""
        faults = self.pick(FAULT, 3)
        cures = self.pick(CURE, 3)
        tails = self.pick(TAIL, 3)
        when = self.pick(OPEN, 3)
        first = "存在的主要问题：" + "；".join(
            f"{n}是{w}仍有{f}的情况" for n, w, f in zip("一二三", when, faults, strict=True)
        )
        second = "改进情况：" + "；".join(
            f"针对{f}的问题，{c}，{t}" for f, c, t in zip(faults, cures, tails, strict=True)
        )
        return first + "。", second + "。"
