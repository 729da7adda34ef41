import json

import pytest

from launch import demo, places
from launch.missing import Missing


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("YIPANQI_VAR", str(tmp_path))
    monkeypatch.delenv("YIPANQI_TODAY", raising=False)
    return tmp_path


def test_reset_leaves_a_state_folder_alone_that_is_not_a_demonstration(var):
    (var / "yipanqi.sqlite3").write_text("a district's own records")

    with pytest.raises(Missing, match="does not hold a demonstration"):
        demo.reset()

    assert (var / "yipanqi.sqlite3").read_text() == "a district's own records"


def test_reset_throws_a_demonstration_away_but_keeps_the_keys(var):
    (var / "demo.json").write_text(json.dumps({"today": "2026-11-24"}))
    (var / "yipanqi.sqlite3").write_text("")
    (var / "yipanqi.sqlite3-wal").write_text("")
    (var / "uploads").mkdir()
    (var / "keys").mkdir()

    demo.reset()

    assert sorted(path.name for path in var.iterdir()) == ["keys"]


def test_reset_of_nothing_does_nothing(var):
    demo.reset()

    assert list(var.iterdir()) == []


def test_children_of_a_demonstration_live_on_its_day(var):
    (var / "demo.json").write_text(json.dumps({"today": "2026-11-24"}))

    assert places.surroundings()["YIPANQI_TODAY"] == "2026-11-24"


def test_children_of_an_ordinary_instance_live_today(var):
    assert "YIPANQI_TODAY" not in places.surroundings()


def test_digest_changes_with_a_workbook(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    workbook = tmp_path / "examples" / "district" / "01.xlsx"
    workbook.parent.mkdir(parents=True)
    workbook.write_bytes(b"one")
    before = demo.digest()

    workbook.write_bytes(b"two")

    assert demo.digest() != before


def test_a_load_without_its_figures_is_not_the_whole_load(var):
    (var / "yipanqi.sqlite3").write_text("")
    (var / "demo.json").write_text(json.dumps({"today": "2026-11-24", "digest": ""}))
    unfinished = demo.is_loaded()

    (var / "demo.json").write_text(json.dumps({"today": "2026-11-24", "digest": demo.digest()}))

    assert (unfinished, demo.is_loaded()) == (False, True)
