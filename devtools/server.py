"""One server of the tests: where it answers, its process, its folder."""

import os
import pwd
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from devtools.console import DevError
from devtools.processes import tail

PLAIN_USER = "nobody"
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A running server: its address, the process that leads its group, the folder that goes when it stops."""

    url: str
    pid: int
    folder: str

    def as_dict(self) -> dict:
        """Return the server as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, entry: dict) -> "Server":
        """Return the server that ``as_dict`` described."""
        return cls(**entry)

    def stop(self) -> None:
        """End the process (by force after a while) and remove the folder. A process that is gone is no error."""
        if self.is_ours():
            os.kill(self.pid, signal.SIGINT)
            wait_for(lambda: not self.is_ours(), STOP_SECONDS)
        if self.is_ours():
            os.killpg(self.pid, signal.SIGKILL)
            wait_for(lambda: not self.is_ours(), STOP_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_ours(self) -> bool:
        """Whether the process runs and is the one we started (its number may have gone to another since)."""
        reap(self.pid)
        try:
            return self.folder.encode() in Path(f"/proc/{self.pid}/cmdline").read_bytes()
        except FileNotFoundError:
            return False


def reap(pid: int) -> None:
    """Collect the exit code of a child that has ended; a process that is no child of ours has none for us."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def plain_user() -> str | None:
    """Return the user servers run as: one without rights where we are root, None (ourselves) elsewhere."""
    return PLAIN_USER if os.geteuid() == 0 else None


def new_folder(name: str) -> Path:
    """Make a folder for a server's data that the plain user owns, with a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix=f"hrc-{name}-"))
    hand_over(folder)
    return folder


def hand_over(folder: Path) -> None:
    """Give a folder and all in it to the plain user."""
    user = plain_user()
    if user is None:
        return
    entry = pwd.getpwnam(user)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, entry.pw_uid, entry.pw_gid)


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(ready: Callable[[], bool], seconds: float) -> bool:
    """Wait until ``ready`` says so, at most ``seconds``; return whether it did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.2)
    return ready()


def failed(server: Server, name: str, log: Path) -> DevError:
    """Stop a server that did not come up and return the error with the end of its log."""
    said = tail(log.read_text(encoding="utf-8", errors="replace")) if log.exists() else "It wrote no log."
    server.stop()
    return DevError(f"{name} did not start:\n{said}")
