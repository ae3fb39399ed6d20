"""What a command loads before it does anything: the user waits for it."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("meishi.cli.app", ("sqlalchemy", "pydantic", "rich", "numpy")),
        ("meishi.services.today", ("numpy", "cv2", "alembic", "fastapi")),
        ("meishi.services.follow_ups", ("numpy", "cv2", "phonenumbers")),
    ],
)
def test_what_is_for_pictures_is_loaded_by_who_has_some(module, without):
    check = f"import sys, {module}; print(*sorted({set(without)} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
