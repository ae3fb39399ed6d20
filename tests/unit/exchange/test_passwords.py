"""Passwords for the user's servers."""

import pytest

from meishi.errors import SettingError
from meishi.exchange.passwords import read_password


def test_a_password_that_others_can_read_is_not_used(tmp_path):
    file = tmp_path / "password"
    file.write_text("ひみつ\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(SettingError, match="others can read") as caught:
        read_password(file)
    assert "chmod 600" in caught.value.hint
    file.chmod(0o600)
    assert read_password(file) == "ひみつ"


def test_a_password_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        read_password(tmp_path / "nowhere")
