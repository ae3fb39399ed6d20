"""The terminal: each command parses what was asked, calls one service and prints.

What a command needs is imported when it runs, so that `meishi --help` answers at once.
"""

from meishi.cli.app import app, main

__all__ = ["app", "main"]
