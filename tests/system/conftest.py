import pytest

from browser import running_chromium


@pytest.fixture(scope="module")
def chromium():
    with running_chromium() as browser:
        yield browser
