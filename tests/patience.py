"""Waiting for what happens elsewhere: no longer than it takes, and as long as a starved machine needs."""

import time

PATIENCE_SECONDS = 60


def wait_until(is_so, *, or_else):
    """Wait until something is so; `or_else` says what is wrong when it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, or_else
        time.sleep(0.02)
