"""./dev itself, run as people run it: one clear sentence where something is missing, a clean start and stop."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.processes import ROOT

pytestmark = pytest.mark.sqlite


def run_dev(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ./dev to its end and return what it said."""
    return subprocess.run(
        ["/bin/sh", str(cwd / "dev"), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def bare_copy(tmp_path: Path) -> Path:
    """The command and its package alone, without an environment."""
    shutil.copy(ROOT / "dev", tmp_path / "dev")
    shutil.copytree(ROOT / "devtools", tmp_path / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_a_busy_port_is_named_before_any_work(bare_copy: Path, busy_port: int) -> None:
    finished = run_dev("start", "--port", str(busy_port), cwd=bare_copy)
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr.startswith(f"Port {busy_port} is in use; choose another: ./dev start --port ")
    assert not (bare_copy / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    finished = run_dev("start", f"--port={port}")
    assert finished.returncode == 2
    assert "a port is a number from 1 to 65535" in finished.stderr


def test_a_wrong_python_is_named() -> None:
    finished = run_dev("start", PYTHON="/nowhere/python")
    assert finished.returncode == 1
    assert finished.stderr == (
        "PYTHON=/nowhere/python is no Python 3.11 or newer; name one that is, or leave PYTHON unset.\n"
    )


def test_a_missing_python_gets_one_sentence(tmp_path: Path) -> None:
    dirname = shutil.which("dirname")
    assert dirname
    (tmp_path / "dirname").symlink_to(dirname)
    finished = run_dev("start", PATH=str(tmp_path), PYTHON="")
    assert finished.returncode == 1
    assert finished.stderr.startswith("Python 3.11 or newer is missing; on Debian 12 install it with: apt-get install ")
    assert finished.stderr.count("\n") == 1


def test_a_missing_venv_module_gets_one_sentence(bare_copy: Path, tmp_path: Path) -> None:
    # Debian without python3-venv has no ensurepip; this Python has one that cannot be imported either.
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "ensurepip.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    finished = run_dev("test", cwd=bare_copy, PYTHON=sys.executable, PYTHONPATH=str(hidden))
    assert finished.returncode == 1
    assert finished.stderr.startswith("The venv module of Python 3.")
    assert finished.stderr.endswith("apt-get install python3-venv\n")
    assert not (bare_copy / ".venv").exists()


def test_without_a_command_it_says_which_there_are() -> None:
    finished = run_dev()
    assert finished.returncode == 2
    assert all(name in finished.stderr for name in ("start", "test", "check", "soak", "services", "translations"))


def test_an_unknown_command_is_a_usage_error() -> None:
    finished = run_dev("fly")
    assert finished.returncode == 2
    assert "invalid choice: 'fly'" in finished.stderr


class TestStart:
    """The site as `./dev start` runs it, on a database of its own."""

    @pytest.fixture
    def environment(self, tmp_path: Path) -> Iterator[dict[str, str]]:
        """An environment with a fresh database; notes about it go with it."""
        before = set((ROOT / "var").glob("demo-loaded-*"))
        outer = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        yield {
            **outer,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'start.sqlite3'}",
            "MEDIA_ROOT": str(tmp_path / "media"),
        }
        for marker in set((ROOT / "var").glob("demo-loaded-*")) - before:
            marker.unlink()

    def start_and_stop(self, environment: dict[str, str], number: signal.Signals) -> tuple[str, int, int]:
        """Start, read the front page, stop by a signal; return what was said, the page's status and the exit code."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        started = subprocess.Popen(
            ["/bin/sh", "dev", "start", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert started.stdout
        said = ""
        try:
            for line in started.stdout:
                said += line
                if line.startswith("Logs and e-mails"):
                    break
            assert f"http://localhost:{port}/en/" in said, said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/", timeout=60) as answer:
                status = answer.status
        finally:
            started.send_signal(number)
            said += started.communicate(timeout=90)[0]
        self.assert_port_is_free(port)
        return said, status, started.returncode

    def assert_port_is_free(self, port: int) -> None:
        """Fail where somebody still listens: a child outlived ./dev."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)):
                    return
            time.sleep(0.1)
        pytest.fail("the web server outlived ./dev start")

    @pytest.mark.slow
    def test_first_and_second_start(self, environment: dict[str, str]) -> None:
        said, status, code = self.start_and_stop(environment, signal.SIGTERM)
        assert (status, code) == (200, 0), said
        assert "Demo content ... done" in said
        assert re.search(r"^  admin ", said, re.M), "the logins are printed"
        said, status, code = self.start_and_stop(environment, signal.SIGINT)
        assert (status, code) == (200, 0), said
        assert "Demo content" not in said, "a second start keeps the data"
