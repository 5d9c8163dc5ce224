"""Which Chinese characters are taken for one another: those that sound alike and those that look alike.

Sounds are those of the 3,755 common characters of GB 2312, which stand in its code in the order of their
syllables; tones, zh/z, ch/c, sh/s and final n/ng are not told apart, since people who type do not.
"""

from __future__ import annotations

import re
from functools import cache

# The first character of each syllable, in the order of the code.
_SYLLABLES = """
啊a 埃ai 鞍an 肮ang 凹ao 芭ba 白bai 斑ban 邦bang 苞bao 杯bei 奔ben 崩beng 逼bi 鞭bian 标biao 鳖bie
彬bin 兵bing 玻bo 捕bu 擦ca 猜cai 餐can 苍cang 操cao 厕ce 层ceng 插cha 拆chai 搀chan 昌chang 超chao
车che 郴chen 撑cheng 吃chi 充chong 抽chou 初chu 揣chuai 川chuan 疮chuang 吹chui 春chun 戳chuo 疵ci
聪cong 凑cou 粗cu 蹿cuan 摧cui 村cun 磋cuo 搭da 呆dai 耽dan 当dang 刀dao 德de 蹬deng 堤di 颠dian
碉diao 跌die 丁ding 丢diu 东dong 兜dou 督du 端duan 堆dui 墩dun 掇duo 蛾e 恩en 而er 发fa 藩fan
坊fang 菲fei 芬fen 丰feng 佛fo 否fou 夫fu 噶ga 该gai 干gan 冈gang 篙gao 哥ge 给gei 根gen 耕geng
工gong 钩gou 辜gu 刮gua 乖guai 棺guan 光guang 瑰gui 辊gun 锅guo 哈ha 骸hai 酣han 夯hang 壕hao 呵he
嘿hei 痕hen 哼heng 轰hong 喉hou 呼hu 花hua 槐huai 欢huan 荒huang 灰hui 荤hun 豁huo 击ji 嘉jia
歼jian 僵jiang 蕉jiao 揭jie 巾jin 荆jing 炯jiong 揪jiu 鞠ju 捐juan 撅jue 均jun 喀ka 开kai 刊kan
康kang 考kao 坷ke 肯ken 坑keng 空kong 抠kou 枯ku 夸kua 块kuai 宽kuan 匡kuang 亏kui 坤kun 括kuo 垃la
莱lai 蓝lan 琅lang 捞lao 勒le 雷lei 棱leng 厘li 俩lia 联lian 粮liang 撩liao 列lie 琳lin 玲ling
溜liu 龙long 楼lou 芦lu 驴lv 峦luan 掠lve 抡lun 萝luo 妈ma 埋mai 瞒man 芒mang 猫mao 么me 玫mei
门men 萌meng 眯mi 棉mian 苗miao 蔑mie 民min 明ming 谬miu 摸mo 谋mou 拇mu 拿na 氖nai 南nan 囊nang
挠nao 呢ne 馁nei 嫩nen 能neng 妮ni 蔫nian 娘niang 鸟niao 捏nie 您nin 柠ning 牛niu 脓nong 奴nu 女nv
暖nuan 虐nve 挪nuo 哦o 欧ou 啪pa 拍pai 攀pan 乓pang 抛pao 呸pei 喷pen 砰peng 坯pi 篇pian 飘piao
撇pie 拼pin 乒ping 坡po 扑pu 期qi 掐qia 牵qian 枪qiang 橇qiao 切qie 钦qin 青qing 琼qiong 秋qiu 趋qu
圈quan 缺que 裙qun 然ran 瓤rang 饶rao 惹re 壬ren 扔reng 日ri 戎rong 揉rou 茹ru 软ruan 蕊rui 闰run
若ruo 撒sa 腮sai 三san 桑sang 搔sao 瑟se 森sen 僧seng 莎sha 筛shai 珊shan 墒shang 梢shao 奢she
砷shen 声sheng 师shi 收shou 蔬shu 刷shua 摔shuai 栓shuan 霜shuang 谁shui 吮shun 说shuo 斯si 松song
搜sou 苏su 酸suan 虽sui 孙sun 蓑suo 塌ta 胎tai 坍tan 汤tang 掏tao 特te 藤teng 梯ti 天tian 挑tiao
贴tie 厅ting 通tong 偷tou 凸tu 湍tuan 推tui 吞tun 拖tuo 挖wa 歪wai 豌wan 汪wang 威wei 瘟wen 嗡weng
挝wo 巫wu 昔xi 瞎xia 掀xian 相xiang 萧xiao 楔xie 薪xin 星xing 兄xiong 休xiu 墟xu 轩xuan 靴xue 勋xun
压ya 焉yan 殃yang 邀yao 椰ye 一yi 茵yin 英ying 哟yo 拥yong 幽you 迂yu 鸳yuan 曰yue 耘yun 匝za 栽zai
咱zan 赃zang 遭zao 责ze 贼zei 怎zen 增zeng 扎zha 摘zhai 瞻zhan 樟zhang 招zhao 遮zhe 珍zhen 蒸zheng
芝zhi 中zhong 舟zhou 珠zhu 抓zhua 拽zhuai 专zhuan 桩zhuang 椎zhui 谆zhun 捉zhuo 兹zi 鬃zong 邹zou
租zu 钻zuan 嘴zui 尊zun 昨zuo
"""
_ALIKE = """
己已巳 末未 人入八 土士 天夫无 千干于 日曰 田由甲申电 大太犬 王主玉 午牛 刀力 贝见 外处 令今 拔拨 侯候
即既 折拆析 孤弧 崇祟 治冶 江汇 住往 衷哀 准淮 免兔 侍待 乘乖 券卷 徙徒 竟竞 盲育 杨扬 抢抡 历厉
问间 设没 政攻致 级极 性姓 清请情晴 泽译 辨辩 编偏遍 复夏 幕慕墓暮 密蜜 遣遗 晚挽 拦栏 检捡 径经
职织识 拟似 防妨访 课棵 评坪 话活 议仪 材村 标际 违讳 吉告 效郊 受爱 要耍 责贵 理埋 各名 查杳
果杲 建健 组祖租 领颂 布市 示禾 文又 件伴 渠梁 重童 全金 容客 息恩 信倍 官宫 宣宜 完宪 开井 公么
民氏 网冈 众从 府俯 务各 动劝 规视 范苑 执热 监临 督瞥 申甲 答荅 维难 纠纪 结给 审宙 核该 施旅 善普
例列 高髙 晓哓 口囗 督都 校教 微徵 受授 戳截 撒撤 予矛
"""


@cache
def by_sound() -> dict[int, str]:
    """A translation that gives all characters that sound alike the same one."""
    firsts = [(token[0].encode("gb2312"), _plain(token[1:])) for token in _SYLLABLES.split()]
    kept: dict[str, str] = {}
    table: dict[int, str] = {}
    at = 0
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF if high < 0xD7 else 0xFA):
            code = bytes((high, low))
            if at + 1 < len(firsts) and firsts[at + 1][0] <= code:
                at += 1
            char = code.decode("gb2312")
            table[ord(char)] = kept.setdefault(firsts[at][1], char)
    return table


@cache
def by_shape() -> dict[str, str]:
    """The characters that each of them looks like, itself among them."""
    found: dict[str, str] = {}
    for group in _ALIKE.split():
        for char in group:
            found[char] = found.get(char, "") + group
    return found


def _plain(syllable: str) -> str:
    return re.sub("^([zcs])h", r"\1", syllable).removesuffix("g")
