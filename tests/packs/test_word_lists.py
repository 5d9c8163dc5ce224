"""Sentences with what should have been filled in, with a figure left out, written to a superior; and
sentences that only look like them. Each invented for its kind; the packaged rules are asked."""

from __future__ import annotations

import pytest

from tests.packs.test_national_pack import findings, report

PLACEHOLDERS = """
全年主动公开信息XX条。
全年主动公开政府信息（  ）条。
收到政府信息公开申请___件。
2023年X月X日印发。
共举办培训x次，参训人员x人次。
由×××同志担任组长。
联系人：××，电话：××××××。
（请结合本单位实际填写）
【此处补充平台建设情况】
培训人数待补充。
群众满意率达到**%。
○○局高度重视。
某某镇高度重视信息公开工作。
发布解读材料[ ]篇。
本年度收取信息处理费_元。
（根据实际情况填写）
XXX镇党政办负责日常工作。
第XX期简报刊发经验。
（此部分由各科室提供）
召开会议N次。
新媒体账号名称：（　　　　）。
联系人：（    ）。
公众号名称：【】。
账号为“      ”。
投诉电话：（空）。
共整改问题●条。
数据见附件X。
满意度达到XX.X%。
增长了【】个百分点。
印发文件××号。
全县□□个部门参加。
（初稿）
""".strip().split("\n")
PLACEHOLDERS_NOT = """
申请人王某某申请公开征地信息。
张××的申请已答复。
举报电话138****1234。
网址http://www.xx.gov.cn/xxgk/index__1.html。
（2023）云01行初12号。
*主动公开内容包括机构职能。
5G×智慧城市建设。
二〇二三年度报告。
（请在工作日拨打电话联系）
公开内容包括（但不限于）机构职能、规划。
使用Excel、Word等格式。
征求意见稿（草案）已公布。
□是□否
其他需要说明的，待下一年度完善。
数据待核实后公开的，及时更新。
联系人：（县政府办公室）。
办事指南注明“（此处盖章）”等样式供群众参考。
公众号名称：（松澜发布）。
申请人勾选（ ）后提交。
●主动公开。全年公开30条。
""".strip().split("\n")
WITHOUT_FIGURE = """
全年发放宣传资料余份。
召开政务公开工作会议次。
共收到咨询件，全部答复。
开设专题专栏个。
全年通过网站公开信息条，公众号推送篇。
参训人次。
群众满意率达%。
设立信息查阅点处。
印制宣传手册册，发放到户。
依据国办公开办函〔2021〕号编制。
全年组织业务培训期，参加人员名。
全年没有差错，共收到件，办结件。
不定期开展检查次。
全年累计接待群众现场查阅余人次。
实际收取信息处理费元。
全年发布政策解读篇，其中图解个。
累计接待群众来访人次。
整改存在问题个。
""".strip().split("\n")
WITHOUT_FIGURE_NOT = """
加强政策解读，提高时效。
收到各类信件，均已转办。
开展政策宣传活动，效果良好。
审核每条信息，确保准确。
严格审核每一篇稿件，每一条信息。
未收到需要收费的申请件。
公开征集意见，采纳合理建议。
全年开展培训，覆盖各科室人员。
发现问题及时整改，逐条、逐项落实。
举办讲座一场，培训两次。
召开专题会议，研究部署工作事项。
做到件件有着落，事事有回音。
在公示期内未收到异议。
发放资料若干份。
没有收到依申请公开的件。
没有收到公民、法人要求公开政府信息的件。
全年没人来递申请公开的件。
收到群众申请公开的件，都按时答复了。
上年没办完的件，今年都办结了。
未接到投诉、举报的件。
无一件、无一人次。
梳理公开事项，形成目录。
单位：件，万元。
答复率100%。
公开栏处张贴公告。
认真答复每一起咨询、每一件申请。
做好来信、来访、来电登记。
""".strip().split("\n")
LETTERS = """
松澜县人民政府：现将我局年度报告呈上，请审阅。
现将本单位2023年政府信息公开工作年度报告上报，请予备案。
县政府办公室：根据通知要求，我局编制了年度报告，请审核。
以上报告妥否，请批示。
现呈报如下，请领导审阅。
按照要求，我镇撰写了年度报告，现报送贵办，请查收。
敬请批阅。
特此报告，请予审示。
现随文报送年度报告一份，恳请审定。
""".strip().split("\n")
LETTERS_NOT = """
现将2023年政府信息公开工作情况报告如下。
现向社会公布2023年政府信息公开工作年度报告。
如对本报告有疑问，请与县政府办公室联系，电话：0870-5550123。
本报告的电子版可在县政府网站查阅和下载，请登录查看。
现将本机关年度报告予以公布，请予监督。
欢迎社会各界批评指正。
现向全县人民报告2023年度政府信息公开工作，请审阅监督。
请登录松澜县人民政府网站查阅。
如有疑问，请联系松澜县人民政府办公室：地址为锦绣路1号。
本年度报告按规定报送县政府信息公开主管部门备案，并向社会公开。
""".strip().split("\n")

CORRECTED_EXPLAINED = """
关于结果纠正的7件：系信息存在与否的认定依据不足所致，已履行复议决定、判决，并组织承办人员开展案例复盘。
被纠正的3件案件，原因在于答复时对相关信息的检索范围过窄。
结果纠正情况说明：答复文书引用条款有误，现已改正。
法院判我局重新检索后再作答复，已照办。
打输的官司，毛病出在送达上。
复议机关没有支持我局的答复，问题出在说理不够。
上级推翻了我局的答复，我局已重新作了答复。
“结果纠正”一栏的2件，是因为超期答复，已规范流程。
表四中结果纠正的案件，均因超过法定期限，已补充。
被撤销的答复已重新作出。
输了的两件，已按法院判决重新处理。
纠错2例，主要是程序瑕疵。
复议机关改变了原答复，已按要求重新告知。
已执行法院判决，对申请人重新作出答复。
答复未获支持的案件，系适用条款不当。
""".strip().split("\n")
CORRECTED_UNEXPLAINED = """
切实纠正网络泄密。
及时纠正错误信息，规范发布流程。
对发现的错别字当日纠正，全年纠正错误3处。
结果维持3件，结果纠正2件，其他结果1件。
推动问题纠正到位，认真履行公开职责。
纠正网站错误链接5个，规范栏目设置。
撤销了3个公众号，规范新媒体管理。
严格执行领导小组的各项决定。
""".strip().split("\n")

NEVER_LOST = """
行政诉讼案件无一败诉。
在政府信息公开行政诉讼中，行政机关没有败诉记录。
政府信息公开行政诉讼败诉0件。
行政诉讼方面实现了全年零败诉。
打到法院的行政诉讼案件，一件也没有输。
行政诉讼案件没有一件败诉的。
行政诉讼官司没有打输的。
行政诉讼案件全部打赢。
打官司都赢了。
行政诉讼场场胜诉。
行政诉讼败诉案件：无。
行政诉讼败诉数：0。
法院没有判我局败诉。
行政诉讼胜诉率100%。
行政诉讼未出现败诉情形。
行政诉讼未尝败绩。
行政诉讼案件均判我局胜诉。
行政诉讼败诉率为0。
""".strip().split("\n")
NEVER_LOST_NOT = """
败诉1件，已重新答复。
着力降低败诉率。
没有因超期答复败诉。
力争行政诉讼零败诉目标早日实现的机制正在建立。
行政诉讼胜诉率80%。
法院判决我局败诉1件。
行政复议均维持原答复。
系统没有输入错误。
各项工作没有输出。
官司没有打赢。
""".strip().split("\n")

NO_PROBLEM = """
存在的主要问题及改进情况：本年度无。我局公开制度健全、渠道畅通、答复规范，各方面工作都达到了上级要求，不存在需要改进之处，将继续巩固好现有工作成果。
我局政府信息公开工作没有需要改进的地方，今后继续加强。
目前暂无存在问题。我们将继续坚持现有的好做法，不断总结经验。
经自查没有短板，没有薄弱环节，将继续加强学习。
存在的问题及改进措施：无。今后将加强学习。
没有发现需要整改的问题，将继续提升水平。
""".strip().split("\n")
PROBLEMS = """
存在的主要问题及改进情况：一是公开不够及时。已改正。
公开目录没有细化，内容不够丰富，已经完善。
个别栏目没有及时更新。已安排专人。
群众看不到需要的内容。已增设栏目。
没有专职人员，力量薄弱。已配备专人。
仍有需要改进之处，如解读较少。已增加解读。
""".strip().split("\n")


@pytest.mark.parametrize("sentence", PLACEHOLDERS)
def test_what_was_to_be_filled_in_is_found(sentence: str) -> None:
    assert findings(report(parts={6: f"未收取信息处理费。{sentence}"}), "用语-101") == [
        "用语-101 全文 warning"
    ]


@pytest.mark.parametrize("sentence", PLACEHOLDERS_NOT)
def test_what_only_looks_like_a_placeholder_is_none(sentence: str) -> None:
    assert findings(report(parts={6: f"未收取信息处理费。{sentence}"}), "用语-101") == []


@pytest.mark.parametrize("sentence", WITHOUT_FIGURE)
def test_a_count_without_its_figure_is_found(sentence: str) -> None:
    assert findings(report(parts={6: f"未收取信息处理费。{sentence}"}), "用语-105") == [
        "用语-105 正文 warning"
    ]


@pytest.mark.parametrize("sentence", WITHOUT_FIGURE_NOT)
def test_a_noun_that_ends_like_a_unit_lacks_no_figure(sentence: str) -> None:
    assert findings(report(parts={6: f"未收取信息处理费。{sentence}"}), "用语-105") == []


@pytest.mark.parametrize("sentence", LETTERS)
def test_a_letter_to_a_superior_is_found(sentence: str) -> None:
    assert findings(report(parts={0: sentence}), "用语-008") == ["用语-008 开头 warning"]


@pytest.mark.parametrize("sentence", LETTERS_NOT)
def test_words_to_the_public_are_no_letter(sentence: str) -> None:
    assert findings(report(parts={0: sentence}), "用语-008") == []


@pytest.mark.parametrize("sentence", CORRECTED_EXPLAINED)
def test_why_a_case_was_corrected_is_understood(sentence: str) -> None:
    made = report({"表四.复议.纠正": 1}, parts={6: f"未收取信息处理费。{sentence}"})
    assert findings(made, "说明-403") == []


@pytest.mark.parametrize("sentence", CORRECTED_UNEXPLAINED)
def test_other_corrections_explain_no_case(sentence: str) -> None:
    made = report({"表四.复议.纠正": 1}, parts={6: f"未收取信息处理费。{sentence}"})
    assert findings(made, "说明-403") == ["说明-403 表四.纠正 warning"]


@pytest.mark.parametrize("sentence", NEVER_LOST)
def test_who_lost_a_suit_may_not_say_that_none_was_lost(sentence: str) -> None:
    made = report({"表四.直接起诉.纠正": 1}, parts={6: sentence})
    assert findings(made, "用语-304") == ["用语-304 正文 warning"]


@pytest.mark.parametrize("sentence", NEVER_LOST_NOT)
def test_what_only_speaks_of_lost_suits_is_let_stand(sentence: str) -> None:
    made = report({"表四.直接起诉.纠正": 1}, parts={6: sentence})
    assert findings(made, "用语-304") == []


@pytest.mark.parametrize("text", NO_PROBLEM)
def test_who_says_that_there_is_no_problem_has_told_of_none(text: str) -> None:
    assert "表述-501 第五部分.主要问题 error" in findings(report(parts={5: text}), "表述-501")


@pytest.mark.parametrize("text", PROBLEMS)
def test_a_problem_is_one_in_plain_words(text: str) -> None:
    assert findings(report(parts={5: text}), "表述-501") == []
