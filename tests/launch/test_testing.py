from launch.testing import Outcome, read, summary

REPORT = """\
<testsuites><testsuite>
<testcase classname="tests.a" name="test_good"/>
<testcase classname="tests.a" name="test_bad"><failure message="no"/></testcase>
<testcase classname="tests.a" name="test_broken"><error message="no"/></testcase>
<testcase classname="tests.a" name="test_left_out"><skipped message="no"/></testcase>
</testsuite></testsuites>
"""


def test_report_counts_a_skipped_test_as_a_fault(tmp_path):
    report = tmp_path / "unit.xml"
    report.write_text(REPORT)

    assert list(read(report)) == [
        ("tests.a.test_good", None),
        ("tests.a.test_bad", "failure"),
        ("tests.a.test_broken", "error"),
        ("tests.a.test_left_out", "skipped"),
    ]


def test_report_that_was_never_written_has_no_tests(tmp_path):
    assert list(read(tmp_path / "unit.xml")) == []


def test_summary_names_what_failed_and_closes_with_the_total():
    outcomes = [
        Outcome("unit", 61.2, passed=40),
        Outcome("browser", 9.0, passed=2, failed=["tests.b.test_bad (failure)"]),
    ]

    assert summary(outcomes).splitlines() == [
        "",
        "part        passed  failed  seconds",
        "unit            40       0       61",
        "browser          2       1        9",
        "failed in browser: tests.b.test_bad (failure)",
        "",
        "42 passed, 1 failed",
    ]
