"""What the user sees while work goes on: a moving line on a terminal, plain lines otherwise.

Standard output carries results; progress goes to standard error. Never a file's content.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

_listener: Callable[[str], None] | None = None


def listen(listener: Callable[[str], None] | None) -> None:
    """Send every step to ``listener``; None stops sending."""
    global _listener
    _listener = listener


def step(text: str) -> None:
    """Tell that a step begins."""
    if _listener is not None:
        _listener(text)


class Display:
    """Shows steps as they come. ``total`` steps are expected."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.is_terminal = sys.stderr.isatty()

    def __call__(self, text: str) -> None:
        self.done += 1
        line = f"[{min(self.done, self.total)}/{self.total}] {text}"
        if self.is_terminal:
            print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self.is_terminal and self.done:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
