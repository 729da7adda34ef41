import stat

import pytest
from cryptography.fernet import InvalidToken

from yipanqi.kit.keyfile import made_once
from yipanqi.kit.sealing import seal, unseal


def test_key_is_made_once_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "keys" / "one"

    first, second = made_once(path), made_once(path)

    assert first == second and len(first) > 60
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["one"]


def test_key_of_a_faster_process_counts(tmp_path):
    path = tmp_path / "one"

    def meanwhile() -> str:
        path.write_text("theirs")
        return "ours"

    assert made_once(path, meanwhile) == "theirs"


def test_sealed_text_comes_back_for_its_purpose_only():
    sealed = seal("秘密", "one purpose")

    assert "秘密" not in sealed and unseal(sealed, "one purpose") == "秘密"
    with pytest.raises(InvalidToken):
        unseal(sealed, "another purpose")
