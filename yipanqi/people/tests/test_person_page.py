"""One person's page: who sees what of it, the trace it leaves, what the person may correct and take along."""

import json
from datetime import date

import pytest

from yipanqi.events.models import Event
from yipanqi.people.models import AccessTrace, Affiliation, Appointment, Employment, ExportTrace, Person
from yipanqi.people.tests.reading import workbook

HIDDEN = "政治面貌和入党情况只有本人、所在支部和它的上级党委看得到"


@pytest.mark.parametrize(
    ("reader", "status", "politics"),
    [
        ("member", 200, True),
        ("secretary", 200, True),
        ("reviewer", 200, True),
        ("party_officer", 200, True),
        ("department_head", 200, False),
        ("leader", 200, False),
        ("administrator", 200, False),
        ("other_secretary", 404, False),
        ("stranger", 404, False),
    ],
)
def test_page_opens_to_the_own_side_and_politics_only_to_the_party_side(cast, reader, status, politics):
    Person.objects.filter(name="陈默").update(joined_on="2011-12-09", born_on="1985-01-02", ethnicity="汉族")

    response = cast.client(reader).get(f"/people/{cast.persons['member'].pk}")

    page = response.content.decode()
    assert response.status_code == status
    assert ("2011-12-09" in page, "1985-01-02" in page, "纪检委员" in page) == (politics, politics, politics)
    assert (HIDDEN in page) == (status == 200 and not politics)


def test_opening_somebodys_politics_leaves_one_trace_a_day_that_the_person_sees(cast):
    member = cast.persons["member"]
    secretary = cast.client("secretary")

    secretary.get(f"/people/{member.pk}")
    secretary.get(f"/people/{member.pk}")
    cast.client("department_head").get(f"/people/{member.pk}")
    own = cast.client("member").get(f"/people/{member.pk}").content.decode()

    traces = AccessTrace.objects.values_list("person__name", "account__username", "on")
    assert list(traces) == [("陈默", "secretary", date(2026, 11, 24))]
    assert "<b>林岚</b>看了政治面貌" in own


def test_traces_are_for_the_persons_eyes_only(cast):
    member = cast.persons["member"]
    ExportTrace.objects.create(account=cast.account("secretary"), page="人员", columns=["姓名"]).persons.add(member)

    pages = [cast.client(reader).get(f"/people/{member.pk}").content.decode() for reader in ("member", "party_officer")]

    assert ["导出了名单" in page for page in pages] == [True, False]


def test_member_without_branch_is_seen_politically_by_the_district_officer(cast):
    page = cast.client("party_officer").get(f"/people/{cast.persons['officer'].pk}").content.decode()

    assert "群众" in page and "没有组织关系" in page


def test_history_tells_what_was_before(cast):
    member = cast.persons["member"]
    Employment.objects.create(
        person=member,
        unit_id=cast.organizations["DY0201"].pk,
        title="科员",
        from_on="2020-01-01",
        until_on="2024-03-01",
    )
    Affiliation.objects.create(
        person=member, branch_id=cast.organizations["D02"].pk, political_status="full_member", until_on="2024-03-01"
    )

    page = cast.client("member").get(f"/people/{member.pk}").content.decode()

    assert "综合科 科员" in page and "2020-01-01 到 2024-02-29" in page
    assert "综合科党支部" in page and "导入之前 到 2024-02-29" in page


def test_person_corrects_the_own_contacts(cast):
    member = cast.persons["member"]
    form = {"phone": "138 0000-0001", "wecom": "chenmo", "version": member.version}

    response = cast.client("member").post(f"/people/{member.pk}/contacts", form)

    member.refresh_from_db()
    assert (response.status_code, member.phone, member.wecom, member.version) == (302, "13800000001", "chenmo", 2)
    assert Event.objects.get(kind="person.contacts_edited").facts == {"fields": ["phone", "wecom"]}


@pytest.mark.parametrize("reader", ["secretary", "party_officer", "administrator"])
def test_nobody_else_changes_the_contacts(cast, reader):
    member = cast.persons["member"]

    response = cast.client(reader).post(f"/people/{member.pk}/contacts", {"phone": "1", "version": 1})

    member.refresh_from_db()
    assert (response.status_code, member.phone) == (403, "")
    assert "手机和企业微信号由本人改" in response.content.decode()


def test_telephone_that_is_none_is_refused_with_words(cast):
    response = cast.client("member").post(f"/people/{cast.persons['member'].pk}/contacts", {"phone": "打给我"})

    assert response.status_code == 422
    assert "手机号写成一串数字" in response.content.decode()


def test_older_page_does_not_overwrite_a_newer_one(cast):
    member = cast.persons["member"]
    client = cast.client("member")
    client.post(f"/people/{member.pk}/contacts", {"phone": "13800000001", "wecom": "", "version": 1})

    response = client.post(f"/people/{member.pk}/contacts", {"phone": "13900000002", "wecom": "", "version": 1})

    member.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, member.phone) == (409, "13800000001")
    assert "13800000001" in page and "13900000002" in page


@pytest.mark.parametrize(
    ("reader", "status"),
    [("secretary", 302), ("department_head", 302), ("party_officer", 302), ("probationer", 403), ("stranger", 404)],
)
def test_remark_is_written_by_officers_who_lead_the_person(cast, reader, status):
    probationer = cast.persons["probationer"]

    response = cast.client(reader).post(f"/people/{probationer.pk}/remark", {"remark": "借调", "version": 1})

    probationer.refresh_from_db()
    assert (response.status_code, probationer.remark) == (status, "借调" if status == 302 else "")


def test_own_record_is_taken_along_whole(cast):
    member = cast.persons["member"]
    cast.client("secretary").get(f"/people/{member.pk}")
    client = cast.client("member")

    record = json.loads(client.get(f"/people/{member.pk}/record").content)
    rows = workbook(client.get(f"/people/{member.pk}/record", {"as": "xlsx"}))

    assert record["基本情况"][0]["姓名"] == "陈默"
    assert sorted(tuple(each.values()) for each in record["岗位、组织关系和任职"]) == [
        ("任职", "查检一科党支部", "纪检委员", "2024-03-01", None),
        ("岗位", "查检一科", "", "2024-03-01", None),
        ("组织关系", "查检一科党支部", "中共党员", "2024-03-01", None),
    ]
    assert record["谁看过我的政治面貌"] == [{"日期": "2026-11-24", "谁": "林岚"}]
    assert rows[0] == ["部分", "第几条", "项目", "内容"] and ["基本情况", 1.0, "姓名", "陈默"] in rows


@pytest.mark.parametrize(("reader", "status"), [("secretary", 403), ("administrator", 403), ("stranger", 404)])
def test_record_of_somebody_else_stays_there(cast, reader, status):
    assert cast.client(reader).get(f"/people/{cast.persons['member'].pk}/record").status_code == status


def test_ended_offices_open_nothing_any_more(cast):
    Appointment.objects.filter(person=cast.persons["secretary"]).update(until_on="2026-11-24")

    assert cast.client("secretary").get(f"/people/{cast.persons['member'].pk}").status_code == 404
