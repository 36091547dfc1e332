"""What the commands say: one line a step with its time, and one clear sentence when something is wrong."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class DevError(Exception):
    """Something a person can put right; its text is the sentence they read."""


def say(line: str = "") -> None:
    """Print one line at once, also where the output is a pipe."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print one line on standard error."""
    print(line, file=sys.stderr, flush=True)


def seconds_since(start: float) -> str:
    """Return the time since ``start`` (of ``time.monotonic``) as people read it: "0.4 s", "12 s", "3 min 5 s"."""
    passed = time.monotonic() - start
    if passed < 9.95:
        return f"{passed:.1f} s"
    minutes, seconds = divmod(round(passed), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the name of a step, and behind it how long it took or that it failed."""
    start = time.monotonic()
    print(f"{name} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"done ({seconds_since(start)})")
