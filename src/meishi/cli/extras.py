"""What commands need that only an extra installs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from meishi.errors import SetupError


@contextmanager
def needs_web() -> Iterator[None]:
    """Import parts of the web page, or say how they come here.

    Raises:
        SetupError: A part is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise SetupError(f"the web page needs {error.name}", hint="pip install 'meishi[web]'") from error
