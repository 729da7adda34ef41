"""Workbooks of people: the roster, and appointments in Party organisations."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, FilteredRelation, Q

from yipanqi.kit import journal
from yipanqi.kit.clock import today
from yipanqi.kit.workbook import (
    Choice,
    Code,
    Day,
    Directory,
    Entry,
    Existing,
    IdentityNumber,
    Kind,
    Name,
    Phone,
    Reference,
    Row,
    Text,
    derived,
    register,
)
from yipanqi.organizations.imports import PARTY_ORGANIZATIONS, UNITS
from yipanqi.organizations.models import PARTY
from yipanqi.people import bulk
from yipanqi.people.models import OFFICES, POLITICAL_STATUS, STAFF_KINDS, Appointment, Person, Post

ASKED_AT_ONCE = 500
DEMOCRATIC_PARTIES = (
    "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "致公党党员", "九三学社社员", "台盟盟员",
)  # fmt: skip
STATUS_WORDS = {word: word for word in (*POLITICAL_STATUS.values(), *DEMOCRATIC_PARTIES)} | {
    "党员": "中共党员", "正式党员": "中共党员", "中共正式党员": "中共党员", "预备党员": "中共预备党员",
    "团员": "共青团员", "无党派": "无党派人士", "无党派民主人士": "无党派人士",
}  # fmt: skip
PARTY_OFFICES = {word: office for office, word in OFFICES.items() if office != "head"} | {
    prefix + word: office
    for office, word in OFFICES.items() if office != "head" and not word.startswith("党")
    for prefix in ("支部", "党支部", "总支", "党总支", "党委")
} | {"支委": "committee_member", "支部委员会委员": "committee_member", "组长": "group_leader"}  # fmt: skip
MEMBERS = ("中共党员", "中共预备党员")
ADULT = 18  # 党章第一条


def _load_people(wanted: set[str]) -> Iterable[Entry]:
    """By number; names are looked up only where something that is no number was written."""
    for chunk in _chunks(sorted(wanted)):
        named = [text for text in chunk if not text.isascii()]
        found = (
            Person.objects.filter(Q(number__in=chunk) | Q(name__in=named))
            if named
            else Person.objects.filter(number__in=chunk)
        )
        yield from (Entry(number, name, id) for id, number, name in found.values_list("id", "number", "name"))


PEOPLE = Directory("人员", _load_people, by="工号")


@register
class People(Kind):
    slug = "people"
    label = "人员"
    counter = "人"
    model = Person
    key = ("number",)
    owned = ("employments", "affiliations")
    remarks = "remark"

    number = Code(
        "工号", "人员编号", "员工编号", "员工工号", "职工号", "职工编号", "工作证号", "关员号", "警号", "人员代码",
        "人员工号", required=True, most=20,
    )  # fmt: skip
    name = Name("姓名", "人员姓名", "员工姓名", "名字", required=True, most=60)
    sex = Choice("性别", choices={"男": "m", "女": "f", "男性": "m", "女性": "f"})
    born_on = Day("出生日期", "出生年月", "出生年月日", "生日", "出生时间", past=True)
    identity = IdentityNumber(
        "公民身份号码",
        "身份证号",
        "身份证号码",
        "身份证",
        "居民身份证号码",
        "证件号码",
        "证件号",
        "公民身份证号码",
        "身份号码",
        born="born_on",
        sex="sex",
        male="m",
    )
    ethnicity = Text("民族", most=20)
    education = Text("学历", "最高学历", "文化程度", "学历学位", "教育程度", most=20)
    staff_kind = Choice(
        "人员类别", "编制类型", "编制类别", "编制", "人员性质", "人员类型", "身份类别",
        choices={word: kind for kind, word in STAFF_KINDS.items()},
    )  # fmt: skip
    unit = Reference(
        "所在机构代码", "所在机构", "机构代码", "单位", "所在单位", "工作单位", "部门", "所在部门", "科室",
        "单位名称", "单位代码", "机构名称", "部门名称", "部门代码", "科室名称", "所在科室", "所在单位代码",
        "所在部门代码", "所属单位", "所属部门", to=UNITS,
    )  # fmt: skip
    title = Text("职务", "行政职务", "现任职务", "职务名称", "岗位", most=40)
    rank = Text("职级", "职务职级", "级别", most=40)
    political = Choice("政治面貌", "政治面目", "政治身份", choices=STATUS_WORDS)
    branch = Reference(
        "所在党组织代码", "所在党组织", "党支部", "所在党支部", "所属党支部", "组织关系", "组织关系所在党支部",
        "党组织代码", "党组织", "党组织名称", "支部", "支部名称", "支部代码", "党支部代码", "党支部名称",
        "所属党组织", "所属党组织代码", "组织关系所在支部", to=PARTY_ORGANIZATIONS,
    )  # fmt: skip
    joined_on = Day("入党时间", "入党日期", "入党年月", "加入党组织日期", "加入中共组织时间", past=True, recent=True)
    confirmed_on = Day("转正时间", "转正日期", "转为正式党员日期", past=True)
    phone = Phone("手机", "手机号", "手机号码", "联系手机", "联系电话", "联系方式", "电话", "移动电话")
    wecom = Text("企业微信号", "企业微信", "企业微信账号", most=60)
    remark = Text("备注", "说明", most=200)

    def check(self, row: Row) -> None:
        if any(map(_is_han, row.get("number", ""))):
            row.fault("number", "工号里有汉字，像是填错了列")
        born, joined, confirmed = row.get("born_on"), row.get("joined_on"), row.get("confirmed_on")
        if joined and confirmed and confirmed < joined:
            row.fault("confirmed_on", "转正时间不能早于入党时间")
        if born and joined and (joined.year - born.year, joined.month, joined.day) < (ADULT, born.month, born.day):
            row.note("joined_on", f"入党时未满 {ADULT} 岁，请核对")
        _suggest_year_of_joining(row)
        if "political" in row and "branch" in row:
            _note_membership(row)
        if "unit" in row and not row.get("unit"):
            _drop_work_without_unit(row)

    def review(self, rows: Sequence[Row]) -> None:
        moved = {row["number"]: row for row in rows if "branch" in row.changed and row.before and row.before["branch"]}
        for number, branch, name, office in _open_offices(list(moved)):
            row = moved[number]
            if row.before and branch == row.before["branch"]:
                row.note("branch", f"还是{name}的{OFFICES.get(office, office)}，任职要另行调整")
        for row in rows:
            _doubt_identity(row)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        found = {}
        for chunk in _chunks([number for (number,) in keys]):
            for values in (
                _people_now().filter(number__in=chunk).values(*bulk.PERSON_FIELDS, *_AROUND, "id", "version", "number")
            ):
                values["political"] = values.pop("words") or POLITICAL_STATUS.get(values["political"], "")
                found[values["number"],] = Existing(values["id"], values, values["version"])
        return found

    def prepare(self, rows: Sequence[Row]) -> None:
        bulk.spell_names(rows)

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_people(rows)


@register
class Appointments(Kind):
    slug = "appointments"
    label = "党内任职"
    model = Appointment
    key = ("organization", "person", "office", "from_on")
    named_by = "holder"

    organization = Reference(
        "组织代码", "党组织代码", "党组织", "所在党组织代码", "任职党组织", "支部代码", "党支部代码", "党支部", "支部",
        "所在党支部", "所在支部", to=PARTY_ORGANIZATIONS, required=True,
    )  # fmt: skip
    organization_name = Text("组织名称", "党组织名称", "党支部名称", kept=False)
    person = Reference("工号", "人员编号", "员工编号", "员工工号", "职工号", "任职人员", to=PEOPLE, required=True)
    holder = Name("姓名", "人员姓名", "任职人员姓名", "书记姓名", kept=False)
    office = Choice(
        "党内职务", "党组织职务", "支部职务", "任职职务", "党内任职", required=True,
        choices=PARTY_OFFICES,
    )  # fmt: skip
    from_on = Day("任职日期", "任职时间", "任职起始日期")
    until_on = Day("免职日期", "免职时间", "离任日期")

    def check(self, row: Row) -> None:
        if (since := row.get("from_on")) and since > today():
            row.note("from_on", "这一天还没到")
        if row.get("from_on") and row.get("until_on") and row["until_on"] < row["from_on"]:
            row.fault("until_on", "免职日期不能早于任职日期")

    def review(self, rows: Sequence[Row]) -> None:
        names = {entry.code: entry.name for entry in _load_people({row["person"] for row in rows})}
        holding = _open_appointments(rows)
        for row in rows:
            known, told = names.get(row["person"], ""), row.get("holder")
            if told and known and told != known:
                row.fault("holder", f"工号 {row['person']} 是“{known}”，与姓名不一致", known)
            post = (row["organization"], row["person"], row["office"])
            if row.now("until_on") is None:
                since = holding.setdefault(post, row["from_on"])
                if since != row["from_on"]:
                    row.fault("from_on", f"已经在任（{since or '很早'} 起），先给那一次填上免职日期")

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        found = {}
        for chunk in _chunks(sorted({person for _, person, _, _ in keys})):
            held = Appointment.objects.filter(person__number__in=chunk, post__organization__tree=PARTY).values_list(
                "id", "until_on", "post__organization__code", "person__number", "post__office", "from_on"
            )
            for id, until_on, *key in held:
                values = dict(zip(self.key, key, strict=True)) | {"until_on": until_on}
                found[tuple(key)] = Existing(id, values)
        return found

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_appointments(rows)

    def remove(self, ids: Sequence[int], *, by, batch) -> None:
        bulk.remove_appointments(ids)


@derived("people")
def _seats_of_people(ids: Sequence[int]):
    yield Appointment.objects.filter(person__in=ids, post__office="head")


@derived("units")
def _seats_of_units(ids: Sequence[int]):
    yield Appointment.objects.filter(post__organization__in=ids, post__office="head")
    yield Post.objects.filter(organization__in=ids, office="head")


@journal.heard("units.imported", "people.imported", "units.withdrawn_batch", "people.withdrawn_batch")
def seat_heads(event) -> None:
    """Heads are named in the register of units and known from the roster: whichever comes second seats them."""
    bulk.seat_heads()


_AROUND = ("unit", "title", "rank", "branch", "political", "words")


def _people_now():
    """People with their open employment and affiliation, in one query."""
    return Person.objects.annotate(
        work=FilteredRelation("employments", condition=Q(employments__until_on__isnull=True)),
        home=FilteredRelation("affiliations", condition=Q(affiliations__until_on__isnull=True)),
        unit=F("work__unit__code"),
        title=F("work__title"),
        rank=F("work__rank"),
        branch=F("home__branch__code"),
        political=F("home__political_status"),
        words=F("home__status_words"),
    ).order_by()


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _suggest_year_of_joining(row: Row) -> None:
    """A missing year is a recent one only for somebody still on probation; for others it is not guessed."""
    for place, wrong in enumerate(row.faults):
        if wrong.field == "joined_on" and wrong.suggestion:
            recent = row.get("political") == "中共预备党员" and not row.get("confirmed_on")
            hint = "是中共预备党员，还没转正，所以补最近一年" if recent else ""
            row.faults[place] = wrong._replace(suggestion=wrong.suggestion if recent else None, hint=hint)


def _note_membership(row: Row) -> None:
    is_member = row["political"] in MEMBERS
    if is_member and not row.get("branch"):
        row.note("branch", "党员没有所在党组织")
    if not is_member and row.get("branch"):
        row.note("political", f"政治面貌是{row['political'] or '空'}，却有所在党组织")
    if not is_member and row.get("joined_on"):
        row.note("joined_on", f"政治面貌是{row['political'] or '空'}，却有入党时间")


def _doubt_identity(row: Row) -> None:
    """A known number with another name: a renamed person, or the number of somebody else."""
    if "name" not in row.changed or row.before is None:
        return
    known = row.before["name"]
    if "born_on" in row.changed and row.before["born_on"]:
        row.fault("number", f"库里这个工号是“{known}”，姓名和出生日期都不同，像是另一个人")
    else:
        row.note("name", f"库里这个工号叫“{known}”，请核对是不是同一个人")


def _drop_work_without_unit(row: Row) -> None:
    """Title and rank belong to a place of work; people who left have none."""
    title = row.values.pop("title", "")
    row.values.pop("rank", None)
    if row.get("staff_kind") != "retired":
        row.note("unit", f"没有所在机构{f'，职务“{title}”不导入' if title else ''}")


def _open_offices(numbers: Sequence[str]) -> Iterable[tuple[str, str, str, str]]:
    """(number of the person, code and name of the organisation, office) of open appointments in the Party tree."""
    for chunk in _chunks(numbers):
        held = Appointment.objects.filter(
            person__number__in=chunk, until_on__isnull=True, post__organization__tree=PARTY
        )
        yield from held.values_list(
            "person__number", "post__organization__code", "post__organization__name", "post__office"
        )


def _open_appointments(rows: Sequence[Row]) -> dict[tuple, object]:
    """(organisation, person, office) -> since when, for open appointments that this workbook does not itself end."""
    ended = {row.key for row in rows if row.now("until_on") is not None}
    holding: dict[tuple, object] = {}
    for chunk in _chunks(sorted({row["person"] for row in rows})):
        held = Appointment.objects.filter(
            person__number__in=chunk, until_on__isnull=True, post__organization__tree=PARTY
        )
        for key in held.values_list("post__organization__code", "person__number", "post__office", "from_on"):
            if key not in ended:
                holding[key[:3]] = key[3]
    return holding


def _chunks(items: Sequence) -> Iterable[Sequence]:
    return (items[start : start + ASKED_AT_ONCE] for start in range(0, len(items), ASKED_AT_ONCE))
