"""Heads, deadlines, campaigns, places, owners and checks: what hangs on a task."""

import pytest

import duban
from duban.contract import Document, Task
from duban.facts.campaigns import find_campaign_names
from duban.facts.hierarchy import find_parents
from duban.facts.owner_checks import check_owners
from duban.facts.readings import read_units
from duban.facts.responsibility import find_responsibility
from duban.lexicon import load_lexicons
from duban.mentions.organisations import find_organisations
from duban.mentions.places import find_jurisdiction
from duban.segment import segment

LEX = load_lexicons()


def task(document: Document, words: str) -> Task:
    """The task whose text holds *words*."""
    return next(task for task in document.tasks if words in task.text)


def due(document: Document, words: str) -> str | None:
    """The end of the time that binds the task with *words*."""
    times = {time.id: time.end for time in document.times}
    bound = task(document, words).deadline
    return times[bound] if bound else None


def owners(document: Document, words: str) -> set[tuple[str, str]]:
    """(name, role) of those who answer for the task with *words*."""
    names = {o.id: o.name or o.text for o in document.officials} | {b.id: b.name for b in document.organisations}
    told = task(document, words).responsible
    return {(names[owner.official or owner.organisation or ""], owner.role) for owner in told}


NOTICE = """关于开展秋冬季森林防火专项整治的通知
青林发〔2030〕9号
各乡镇人民政府，县政府各部门：
现将有关事项通知如下：
一、工作任务
（一）摸底排查。
各乡镇以村为单位，逐户登记火源。
该项工作于2030年10月底前完成。
（县林业局牵头，各乡镇负责）
（二）集中整改。
对排查出的隐患逐条整改，2030年11月底前完成清单销号，2030年12月底前完成复查。
（牵头单位：县应急管理局；责任单位：县林业局、各乡镇）
青禾县人民政府办公室
2030年9月20日
"""


@pytest.fixture(scope="module")
def notice() -> Document:
    return duban.extract(NOTICE)


class TestHeads:
    def test_a_numbered_head_heads_its_part(self, notice: Document) -> None:
        assert task(notice, "逐户登记").parent == task(notice, "摸底排查").id
        assert task(notice, "逐条整改").parent == task(notice, "（二）集中整改").id

    def test_a_run_in_head_heads_the_rest_of_its_paragraph(self) -> None:
        document = duban.extract("2030年工作要点\n一、重点任务\n突出项目攻坚。加快建设湖滨大道。实施管网改造。")
        assert task(document, "湖滨大道").parent == task(document, "突出项目攻坚").id
        assert task(document, "管网改造").parent == task(document, "突出项目攻坚").id

    def test_what_announces_a_list_heads_it(self) -> None:
        document = duban.extract("本报讯 这3项重点工作是：加快管网改造；实施危房改造；加强政策宣传。")
        head = task(document, "3项")
        assert [t.parent for t in document.tasks] == [None, head.id, head.id]


class TestDeadlines:
    def test_of_several_the_last_binds(self, notice: Document) -> None:
        assert due(notice, "逐条整改") == "2030-12-31"
        assert not task(notice, "逐条整改").deadline_inherited

    def test_what_points_back_dates_head_and_siblings(self, notice: Document) -> None:
        assert due(notice, "摸底排查") == due(notice, "逐户登记") == "2030-10-31"
        assert task(notice, "逐户登记").deadline_inherited

    def test_the_year_of_the_heading_is_inherited(self) -> None:
        document = duban.extract(
            "政府工作报告\n各位代表：\n二、2030年重点工作\n（一）扩大投资\n加快建设湖滨大道。\n适时启动二期工程。"
        )
        assert due(document, "湖滨大道") == "2030-12-31"
        assert due(document, "适时启动") is None

    def test_the_end_of_the_campaign_is_inherited(self) -> None:
        document = duban.extract(
            "青禾县开展清水净河攻坚行动\n县里召开动员会，决定从3月1日起至5月底，在全县开展清水净河攻坚行动。"
            "会议要求，各乡镇要逐条排查河道。",
            published="2030-02-26",
        )
        told = [(campaign.name, campaign.start, campaign.end) for campaign in document.campaigns]
        assert told == [("清水净河攻坚行动", "2030-03-01", "2030-05-31")]
        assert due(document, "逐条排查") == "2030-05-31"


class TestOwners:
    def test_a_closing_bracket_answers_for_the_item(self, notice: Document) -> None:
        assert owners(notice, "摸底排查") == {("县林业局", "lead"), ("各乡镇", "responsible")}

    def test_labels_in_a_bracket_give_the_role(self, notice: Document) -> None:
        expected = {("县应急管理局", "lead"), ("县林业局", "implementing"), ("各乡镇", "implementing")}
        assert owners(notice, "逐条整改") == expected

    def test_an_addressee_is_not_carried_on(self) -> None:
        document = duban.extract("本报讯 县委书记周岚强调，各级各部门要抓紧育秧。要做好病虫害防治。")
        assert owners(document, "育秧") == {("各级各部门", "implementing")}
        assert owners(document, "病虫害") == set()

    def test_a_column_gives_the_role(self) -> None:
        table = "序号\t任务\t责任领导\t牵头单位\t完成时限\n1\t新建公办幼儿园2所\t副县长周岚\t县教育局\t2030年8月底前"
        document = duban.extract("青禾县2030年民生实事分工方案\n" + table)
        assert owners(document, "幼儿园") == {("周岚", "responsible"), ("县教育局", "lead")}
        assert due(document, "幼儿园") == "2030-08-31"


class TestCampaignNames:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("坚决打赢脱贫攻坚战。", "脱贫攻坚战"),
            ("在全市深入开展“清水净河”专项行动。", "“清水净河”专项行动"),
            ("决定组织开展秋冬季防火专项整治，", "秋冬季防火专项整治"),
        ],
    )
    def test_the_verb_before_it_is_no_part_of_the_name(self, text: str, name: str) -> None:
        assert [found.name for found in find_campaign_names(text, LEX)] == [name]


class TestPlaces:
    def test_the_county_in_the_title_with_its_path(self) -> None:
        place = find_jurisdiction("本报讯 曲周县昨天召开会议，全县上下迅速行动。", "曲周县部署春耕", LEX)
        assert place is not None
        assert (place.code, place.level, place.path) == ("130435", "county", ("河北省", "邯郸市", "曲周县"))

    def test_the_level_the_text_speaks_of_decides(self) -> None:
        place = find_jurisdiction("省委书记要求全省行动。邯郸市、保定市、唐山市作了发言，我省将开展督查。", "", LEX)
        assert place is not None
        assert place.path == ("河北省",)

    def test_an_unlisted_place_stays_without_a_code(self) -> None:
        place = find_jurisdiction("审议了《中共禾北县委关于加快发展的意见》，我县要落实。", "", LEX)
        assert place is not None
        assert (place.name, place.code) == ("禾北县", None)

    def test_no_evidence_gives_no_place(self) -> None:
        assert find_jurisdiction("要抓紧排查隐患。", "", LEX) is None


class TestChecks:
    def test_a_list_over_lines_is_counted(self) -> None:
        document = duban.extract(
            "实施方案\n重点做好以下4项工作：\n一是加快改造管网。\n二是实施危房改造。\n三是清理河道。\n"
        )
        assert ("announced_count", "4 announced, 3 listed") in [(w.code, w.message) for w in document.warnings]

    def test_fewer_items_than_announced(self) -> None:
        document = duban.extract("本报讯 这4项重点工作是：加快管网改造；实施危房改造；加强政策宣传。")
        warned = [(warning.code, warning.message) for warning in document.warnings]
        assert ("announced_count", "4 announced, 3 listed") in warned

    def test_a_part_larger_than_its_whole(self) -> None:
        document = duban.extract("实施方案\n一、任务\n开工项目20个，其中工业项目35个。")
        assert "part_exceeds_whole" in {warning.code for warning in document.warnings}

    def test_a_deadline_that_had_passed(self) -> None:
        document = duban.extract("实施方案\n一、任务\n2029年6月底前完成管网改造。", published="2030-01-05")
        assert "deadline_before_publication" in {warning.code for warning in document.warnings}


class TestStatedOnce:
    def test_the_first_of_a_list_leads(self) -> None:
        document = duban.extract(
            "防火工作的实施意见\n一、任务\n（一）完善预案。修订应急预案。（市应急局、市林业局负责，排在第一位的为牵头部门，下同）\n"
            "（二）强化储备。新增灭火器具500套。（市林业局、市财政局负责）\n"
        )
        assert owners(document, "修订应急预案") == {("市应急局", "lead"), ("市林业局", "responsible")}
        assert owners(document, "新增灭火器具") == {("市林业局", "lead"), ("市财政局", "responsible")}

    def test_one_body_owns_the_items_that_name_nobody(self) -> None:
        document = duban.extract(
            "实施方案\n一、任务\n以下各项均由市水务局落实。\n1.新建蓄水池20座。\n2.市财政局要拨付资金。\n"
        )
        assert owners(document, "蓄水池") == {("市水务局", "implementing")}
        assert owners(document, "拨付资金") == {("市财政局", "implementing")}

    def test_a_body_and_a_colon_own_all_clauses_of_the_item(self) -> None:
        document = duban.extract("实施方案\n一、分工\n市教育局：组织开展消防演练；排查校舍隐患。\n")
        assert owners(document, "排查校舍") == {("市教育局", "implementing")}

    def test_a_cell_cut_by_a_semicolon_keeps_its_row(self) -> None:
        document = duban.extract("序号\t任务\t牵头单位\t完成时限\n1\t新建校舍3栋；改造食堂2个\t市教育局\t2031年8月底\n")
        assert owners(document, "新建校舍") == owners(document, "改造食堂") == {("市教育局", "lead")}


class TestSiblings:
    ITEMS = (
        "实施方案\n一、任务\n1.市水利局要清淤20公里。\n2.市林业局要造林3万亩。\n"
        "3.市教育局要新建校舍3栋。\n4.新建水厂2座。\n"
    )

    def warned(self, text: str) -> list[str]:
        layout = segment(text, LEX)
        readings = read_units(layout, LEX)[0]
        parents = find_parents(layout, readings, LEX)
        bodies = find_organisations(text, LEX)
        owned = find_responsibility(layout, readings, [], bodies, LEX)
        return [w.code for w in check_owners(layout, readings, parents, owned, [None] * len(layout.units))]

    def test_an_item_without_owner_among_items_that_have_one(self) -> None:
        assert self.warned(self.ITEMS) == ["missing_owner"]

    def test_two_bodies_in_the_lead(self) -> None:
        assert self.warned("实施方案\n一、任务\n由市水利局、市林业局牵头，造林3万亩。\n") == ["two_leads"]


def test_every_division_leads_up_to_a_province() -> None:
    divisions = {entry.form: entry for entry in LEX.entries("divisions")}
    for entry in divisions.values():
        steps, at = 0, entry
        while at["parent"]:
            at, steps = divisions[at["parent"]], steps + 1
            assert steps <= 2, entry
        assert at["level"] == "province"


def test_relative_times_that_nothing_dates_are_warned_of() -> None:
    document = duban.extract("要抓紧排查，确保今年6月底前完成整改。")
    assert [time.end for time in document.times] == ["XXXX-06-30"]
    assert "undated_times" in {warning.code for warning in document.warnings}


def test_a_text_that_stops_in_mid_sentence_is_warned_of() -> None:
    cut = (
        "本报讯 县委书记周岚强调，各乡镇要抓紧育秧，落实好各项补贴政策，"
        "加强病虫害监测预报，切实做好农机检修和农资调运，确保在清明"
    )
    assert "truncated_text" in {warning.code for warning in duban.extract(cut).warnings}
    assert "truncated_text" not in {warning.code for warning in duban.extract(cut + "前完成。").warnings}
