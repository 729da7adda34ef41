"""A batch's life: applied once, compared again under the lock, withdrawn as far as nobody built on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.imports.workbooks import NEW, imported, kept, roster, workbook
from yipanqi.kit import journal
from yipanqi.kit.workbook import KINDS, applying, mending, staging, tracing, withdrawing
from yipanqi.kit.workbook.importing import import_file
from yipanqi.kit.workbook.models import Batch, Trace
from yipanqi.organizations.models import Coverage, Organization, Term
from yipanqi.people.models import Affiliation, Appointment, Employment, Person


def people_now() -> dict[str, tuple]:
    """Number -> name, title, branch of everybody with an N in the number."""
    rows = Person.objects.filter(number__startswith="N", employments__until_on=None, affiliations__until_on=None)
    fields = ("number", "name", "employments__title", "affiliations__branch__code")
    return {number: rest for number, *rest in rows.values_list(*fields)}


def staged(path) -> Batch:
    """A roster up to its preview."""
    return staging.stage(staging.receive([path.read_bytes()], path.name, KINDS["people"], by=None))


def origin_of(number: str) -> tracing.Origin:
    """Where somebody came from."""
    return tracing.origins(KINDS["people"], [(number,)])[number,]


def counts(outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, outcome.same, outcome.faulty_rows


def test_same_file_twice_changes_nothing(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {"工号": "N1"}, {"工号": "N2", "姓名": "田野"})

    first, again = import_file("people", path), import_file("people", path)

    assert (counts(first), counts(again)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    assert people_now() == {"N1": ["苏禾", "查验岗", "D0101"], "N2": ["田野", "查验岗", "D0101"]}
    assert (Employment.objects.count(), Affiliation.objects.count()) == (12, 12)


def test_good_rows_go_in_and_faulty_ones_stay_with_the_batch(cast, tmp_path):
    path = roster(
        tmp_path / "a.xlsx", {"工号": "N1"}, {"工号": "N2", "所在机构代码": "DY9"}, {"工号": "N3", "姓名": ""}
    )

    outcome = import_file("people", path, by=cast.account("party_officer"))

    assert counts(outcome) == (1, 0, 0, 2)
    assert list(people_now()) == ["N1"]
    assert outcome.faulty == [
        {"sheet": "名册", "row": 3, "column": "所在机构代码", "reason": "没有代码为 DY9 的机构"},
        {"sheet": "名册", "row": 4, "column": "姓名", "reason": "姓名为空"},
    ]
    assert [row.number for row in kept(outcome).faulty.all()] == [3, 4]


def test_trial_keeps_nothing(cast, tmp_path):
    outcome = import_file("people", roster(tmp_path / "a.xlsx", {}), dry_run=True)

    assert (counts(outcome), Batch.objects.count(), Person.objects.filter(number="N1").count()) == ((1, 0, 0, 0), 0, 0)


def test_one_event_says_what_was_applied(cast, tmp_path):
    heard: list[Any] = []
    journal.heard("people.imported")(heard.append)

    outcome = import_file("people", roster(tmp_path / "a.xlsx", {}), by=cast.account("party_officer"))

    journal._reactions["people.imported"].remove(heard.append)
    assert [(event.subject_id, event.actor, event.facts) for event in heard] == [
        (
            kept(outcome).pk,
            cast.account("party_officer"),
            {"file": "a.xlsx", "new": 1, "changed": 0, "same": 0, "faulty": 0},
        )
    ]


def test_columns_left_out_are_not_said(cast, tmp_path):
    import_file("people", roster(tmp_path / "a.xlsx", {}))

    outcome = import_file(
        "people", workbook(tmp_path / "b.xlsx", {"工号": "n1", "职务": "科长"}, headers=("工号", "职务"))
    )

    assert counts(outcome) == (0, 1, 0, 0)
    assert people_now() == {"N1": ["苏禾", "科长", "D0101"]}
    assert Person.objects.get(number="N1").phone == "10012345678"


def test_change_of_branch_closes_the_old_affiliation(cast, tmp_path, settings):
    import_file("people", roster(tmp_path / "a.xlsx", {}))

    import_file("people", roster(tmp_path / "b.xlsx", {"所在党组织代码": "D0102"}))

    history = Affiliation.objects.filter(person__number="N1").order_by("pk")
    assert list(history.values_list("branch__code", "from_on", "until_on")) == [
        ("D0101", None, settings.YIPANQI_TODAY),
        ("D0102", settings.YIPANQI_TODAY, None),
    ]


def test_second_correction_on_one_day_leaves_no_trace_of_the_first(cast, tmp_path, settings):
    import_file("people", roster(tmp_path / "a.xlsx", {}))
    import_file("people", roster(tmp_path / "b.xlsx", {"所在党组织代码": "D0102"}))

    import_file("people", roster(tmp_path / "c.xlsx", {"所在党组织代码": "D02"}))

    history = Affiliation.objects.filter(person__number="N1").order_by("pk")
    assert list(history.values_list("branch__code", "until_on")) == [("D0101", settings.YIPANQI_TODAY), ("D02", None)]


def test_preview_that_was_overtaken_is_compared_again_when_it_is_applied(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {"工号": "N1"}, {"工号": "N2"})
    mine, theirs = (staged(path) for _ in "12")

    applying.apply(theirs, by=None)
    applying.apply(mine, by=None)

    assert (mine.counts["new"], mine.applied) == (2, {"new": 0, "changed": 0, "same": 2, "faulty": 0})
    assert Person.objects.filter(number__startswith="N").count() == 2


def test_batch_is_applied_once(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {})
    batch = staged(path)

    applying.apply(Batch.objects.get(pk=batch.pk), by=None)
    Person.objects.filter(number="N1").update(name="改过")
    applying.apply(batch, by=None)

    assert (batch.state, Person.objects.get(number="N1").name) == ("applied", "改过")


def test_origin_shows_the_row_without_the_identity_number(cast, tmp_path):
    headers = ("工号", "姓名", "身份证号", "出生日期", "性别")
    import_file("people", roster(tmp_path / "a.xlsx", {"身份证号": "110105199005010026"}, headers=headers))

    origin = origin_of("N1")

    assert (origin.file, origin.sheet, origin.row) == ("a.xlsx", "名册", 2)
    assert origin.cells == (("工号", "N1"), ("姓名", "苏禾"), ("出生日期", "1990-05-01"), ("性别", "女"))


def test_origin_is_the_latest_import_that_changed_something(cast, tmp_path):
    import_file("people", roster(tmp_path / "a.xlsx", {}))
    import_file("people", roster(tmp_path / "b.xlsx", {"职务": "科长"}))
    import_file("people", roster(tmp_path / "c.xlsx", {"职务": "科长"}))

    assert origin_of("N1").file == "b.xlsx"


def test_withdrawing_takes_created_rows_and_puts_changed_fields_back(cast, tmp_path):
    import_file("people", roster(tmp_path / "a.xlsx", {"工号": "N1"}))
    before = people_now()
    batch = imported("people", roster(tmp_path / "b.xlsx", {"工号": "N1", "职务": "科长"}, {"工号": "N2"}))

    plan = withdrawing.withdraw(batch, by=cast.account("party_officer"))

    assert (plan.removed_count, plan.restored_count, plan.staying, people_now()) == (1, 1, [], before)
    assert Employment.objects.filter(person__number="N1").count() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.withdrawn_by, Trace.objects.filter(batch=batch).count()) == (
        "withdrawn", cast.account("party_officer"), 0,
    )  # fmt: skip


def test_withdrawing_leaves_what_somebody_changed_since(cast, tmp_path):
    batch = imported("people", roster(tmp_path / "a.xlsx", {"工号": "N1"}, {"工号": "N2"}))
    Person.objects.filter(number="N1").update(phone="10099999999", version=2)

    plan = withdrawing.withdraw(batch, by=None)

    assert (plan.removed_count, [(each.title, each.reason) for each in plan.staying]) == (1, [("苏禾", "手机后来改过")])
    assert list(people_now()) == ["N1"]
    assert origin_of("N1").file == "a.xlsx"


def test_withdrawing_leaves_what_others_refer_to(cast, tmp_path):
    batch = imported("people", roster(tmp_path / "a.xlsx", {"工号": "N1"}, {"工号": "N2"}))
    seat = {"组织代码": "D0101", "工号": "N1", "姓名": "苏禾", "党内职务": "宣传委员", "任职日期": "2026-01-01"}
    import_file("appointments", workbook(tmp_path / "b.xlsx", seat, headers=tuple(seat)))

    plan = withdrawing.withdraw(batch, by=None)

    assert [(each.key, each.reason) for each in plan.staying] == [("N1", "已经有别的记录用到它（党内任职）")]
    assert list(people_now()) == ["N1"]


def test_withdrawing_puts_back_only_fields_that_still_hold_what_the_batch_wrote(cast, tmp_path):
    import_file("people", roster(tmp_path / "a.xlsx", {}))
    batch = imported("people", roster(tmp_path / "b.xlsx", {"职务": "科长", "手机": "10011111111"}))
    Person.objects.filter(number="N1").update(phone="10099999999")

    plan = withdrawing.withdraw(batch, by=None)

    assert [(each.title, each.reason) for each in plan.staying] == [("苏禾", "手机后来又改了")]
    assert (people_now()["N1"][1], Person.objects.get(number="N1").phone) == ("查验岗", "10099999999")


def test_later_batch_is_withdrawn_first(cast, tmp_path):
    first = imported("people", roster(tmp_path / "a.xlsx", {}))
    later = imported("people", roster(tmp_path / "b.xlsx", {"职务": "科长"}))

    with pytest.raises(withdrawing.NotWithdrawable, match=r"先撤回后来的“b\.xlsx”，它改过同样的行"):
        withdrawing.withdraw(first, by=None)
    withdrawing.withdraw(later, by=None)
    withdrawing.withdraw(first, by=None)

    assert people_now() == {}


def test_batch_older_than_seven_days_stays(cast, tmp_path):
    batch = imported("people", roster(tmp_path / "a.xlsx", {}))
    Batch.objects.filter(pk=batch.pk).update(applied_at=timezone.now() - timedelta(days=7))

    with pytest.raises(withdrawing.NotWithdrawable, match="超过 7 天"):
        withdrawing.withdraw(batch, by=None)

    assert list(people_now()) == ["N1"]


def test_withdrawing_both_trees_leaves_the_district_as_it_was(cast, tmp_path):
    units = {"机构代码": "DY03", "机构名称": "法规处", "上级代码": "DY", "层级": "机关处室", "负责人工号": "1002"}
    section = {"机构代码": "DY0301", "机构名称": "法规科", "上级代码": "DY03", "层级": "科"}
    branch = {
        "组织代码": "D03", "组织名称": "法规处党支部", "组织类型": "党支部", "上级组织代码": "D",
        "覆盖机构代码": "DY03、法规科",
        "本届选举日期": "2026-03-09", "任期年限": 3, "届满日期": "2029-03-09",
    }  # fmt: skip
    tables = (Organization, Coverage, Term, Appointment)
    before = [table.objects.count() for table in tables]
    first = import_file("units", workbook(tmp_path / "a.xlsx", section, units, headers=tuple(units)))
    second = import_file("organizations", workbook(tmp_path / "b.xlsx", branch, headers=tuple(branch)))
    between = [table.objects.count() for table in tables]

    withdrawing.withdraw(kept(second), by=None)
    withdrawing.withdraw(kept(first), by=None)

    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (1, 0, 0, 0))
    assert between == [before[0] + 3, before[1] + 2, before[2] + 1, before[3] + 1]
    assert [table.objects.count() for table in tables] == before


def test_head_named_by_the_register_of_units_takes_the_seat(cast, tmp_path):
    row = {"机构代码": "DY0102", "机构名称": "查检二科", "上级代码": "DY01", "层级": "科", "负责人工号": "1101"}

    import_file("units", workbook(tmp_path / "a.xlsx", row, headers=tuple(row)))

    heads = Appointment.objects.filter(post__organization__code="DY0102", post__office="head", until_on=None)
    assert [head.person.name for head in heads] == ["解放"]


def test_later_election_begins_a_new_term_and_withdrawing_brings_the_old_one_back(cast, tmp_path):
    headers = ("组织代码", "组织名称", "组织类型", "本届选举日期", "任期年限", "届满日期")
    row = {"组织代码": "D0101", "组织名称": "查检一科党支部", "组织类型": "党支部", "任期年限": 3}
    old, new = (
        {"本届选举日期": "2023-03-09", "届满日期": "2026-03-09"},
        {"本届选举日期": "2026-03-09", "届满日期": "2029-03-09"},
    )
    import_file("organizations", workbook(tmp_path / "a.xlsx", row | old, headers=headers))
    batch = imported("organizations", workbook(tmp_path / "b.xlsx", row | new, headers=headers))
    terms = [(f"{term.elected_on:%Y}", term.is_current) for term in Term.objects.order_by("elected_on")]

    withdrawing.withdraw(batch, by=None)

    assert terms == [("2023", False), ("2026", True)]
    assert [(f"{term.elected_on:%Y}", term.is_current) for term in Term.objects.all()] == [("2023", True)]


def test_mending_counts_at_once_and_frees_what_depended_on_it(cast, tmp_path):
    rows = [{"工号": "N1", "姓名": ""}, {"工号": "N1"}, {"工号": "N2", "性别": "男 性别"}]
    path = roster(tmp_path / "a.xlsx", *rows)
    batch = staged(path)
    nameless = batch.faulty.get(number=2)

    mending.leave_out(batch, nameless)

    assert (batch.counts["new"], batch.counts["faulty"]) == (1, 1)
    assert list(batch.faulty.filter(outcome="new").values_list("number", flat=True)) == [3]


def test_mend_can_be_taken_back(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {"姓名": ""})
    batch = staged(path)
    row = batch.faulty.get()

    mending.mend(batch, {row: {"name": "苏禾", "phone": "10000000000"}})
    mended = (batch.counts["new"], batch.counts["faulty"], batch.faulty.get().cells["phone"])
    mending.take_back(batch, [row.pk])

    assert mended == (1, 0, NEW["手机"])  # only the faulty cell can be typed into
    assert (batch.counts["new"], batch.counts["faulty"], batch.faulty.get().cells["name"]) == (0, 1, "")
