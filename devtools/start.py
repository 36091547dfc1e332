"""`./dev start`: from a fresh clone to a running site with demo content."""

import csv
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from devtools.console import DevError, say, seconds_since, step
from devtools.environment import ensure
from devtools.processes import ROOT, tail

VAR = ROOT / "var"
LOGS = VAR / "log"
LOGINS = ROOT / "demo" / "logins.csv"
PATIENCE_SECONDS = 60
STOP_SECONDS = 30
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start(port: int) -> int:
    """Prepare everything, run web and worker until Ctrl-C or SIGTERM, and return the exit code.

    0 after a wanted stop; where web or worker ends by itself, its own code.
    """
    began = time.monotonic()
    refuse_busy(port)
    for number in STOP_SIGNALS:
        signal.signal(number, stop_on_signal)
    try:
        python = ensure(development=False)
        LOGS.mkdir(parents=True, exist_ok=True)
        run_steps(python)
        return serve(python, port, began)
    except Stopped:
        return 0


def refuse_busy(port: int) -> None:
    """Raise a DevError where the port cannot be had, before any work is done."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise DevError(
                f"Port {port} is kept for the system; choose one above 1023: ./dev start --port 8000"
            ) from error
        except OSError as error:
            raise DevError(f"Port {port} is in use; choose another: ./dev start --port {port % 65535 + 1}") from error


def run_steps(python: Path) -> None:
    """Compile the translations, bring database and static files up to date, load the demo on the first start."""
    finished = subprocess.run([python, "-m", "devtools.prepare"], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if finished.returncode:
        raise DevError("The site could not be prepared; the lines above say why.")


class Child:
    """A program of the site that runs beside us, with its log."""

    def __init__(self, name: str, command: list[str | Path]) -> None:
        """Start the program in a process group of its own, so that stopping reaches all it started."""
        self.name = name
        self.log = LOGS / f"{name}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def ended(self) -> bool:
        """Whether the program is no longer running."""
        return self.process.poll() is not None

    def explain(self) -> DevError:
        """Return the error that says how the program ended and what it said last."""
        said = tail(self.log.read_text(encoding="utf-8", errors="replace"))
        return DevError(f"{self.name} ended with code {self.process.returncode}. Its last lines:\n{said}")

    def stop(self) -> None:
        """End the program and all it started: first politely, after a while by force."""
        self.signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole process group, which may have ended just now."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


class Stopped(Exception):
    """Somebody asked us to stop."""


def stop_on_signal(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception that unwinds to the place where the children are stopped."""
    raise Stopped


def serve(python: Path, port: int, began: float) -> int:
    """Run web and worker, print where to go, and wait until somebody stops us or one of them ends."""
    children: list[Child] = []
    try:
        with step("Starting web and worker"):
            children.append(Child("web", [python, "manage.py", "runserver", f"127.0.0.1:{port}"]))
            children.append(Child("worker", [python, "manage.py", "work"]))
            wait_until(lambda: answers(port), children)
        announce(port, began)
        while True:
            time.sleep(0.3)
            stop_if_ended(children)
    except DevError as error:
        say(str(error))
        return next((abs(child.process.returncode) or 1 for child in children if child.ended), 1)
    finally:
        # A second Ctrl-C must not leave a child behind.
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        for child in children:
            child.signal(signal.SIGTERM)
        for child in children:
            child.stop()
        say("Stopped.")


def stop_if_ended(children: list[Child]) -> None:
    """Raise where one of the programs ended by itself."""
    for child in children:
        if child.ended:
            raise child.explain()


def wait_until(ready: Callable[[], bool], children: list[Child]) -> None:
    """Wait until the site answers; raise where a program ends first or patience does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        stop_if_ended(children)
        if time.monotonic() > deadline:
            raise DevError(
                f"The site did not answer within {PATIENCE_SECONDS} s; see {LOGS.relative_to(ROOT)}/web.log."
            )
        time.sleep(0.2)


def answers(port: int) -> bool:
    """Whether a web server answers at the port (an error page is an answer)."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def announce(port: int, began: float) -> None:
    """Print the addresses and the demo's logins."""
    say(f"Ready after {seconds_since(began)}: http://localhost:{port}/en/")
    say(f"Admin: http://localhost:{port}/admin/")
    for login in demo_logins():
        say(f"  {login['username']:<24} {login['password']:<24} {login['role_en']}")
    say(f"Logs and e-mails: {LOGS.relative_to(ROOT)}/. Stop with Ctrl-C.")


def demo_logins() -> list[dict[str, str]]:
    """Return the demo's users as demo/logins.csv names them: username, password, role_en."""
    if not LOGINS.exists():
        return []
    with LOGINS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
