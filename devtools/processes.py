"""Starting other programs: quietly, with their output shown only when they fail."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from devtools.console import DevError

ROOT = Path(__file__).resolve().parents[1]
TAIL_LINES = 30


def tail(text: str, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a program's output."""
    return "\n".join(text.strip().splitlines()[-lines:])


def run_quietly(
    command: Sequence[str | Path],
    failure: str,
    *,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    cwd: Path = ROOT,
) -> str:
    """Run a command to its end and return its standard output.

    ``environment`` is added to ours. ``user`` runs it as that user (only root can). Where it fails, the sentence
    ``failure`` and the end of its output become a DevError.
    """
    try:
        finished = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **as_user(user),
        )
    except FileNotFoundError as error:
        raise DevError(f"{failure} The program {command[0]} is not there.") from error
    if finished.returncode:
        raise DevError(f"{failure}\n{tail(finished.stdout)}")
    return finished.stdout


def as_user(user: str | None) -> dict:
    """Return the arguments that make ``subprocess`` run as ``user`` (None: as we are)."""
    if user is None:
        return {}
    import grp
    import pwd

    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": grp.getgrgid(entry.pw_gid).gr_gid, "extra_groups": []}


def run_visibly(command: Sequence[str | Path], *, only: Mapping[str, str] | None = None) -> int:
    """Run a command that prints for itself and return its exit code; ``only`` replaces the environment."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=only, stdin=subprocess.DEVNULL, check=False
    ).returncode
