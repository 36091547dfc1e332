"""The virtual environment: made once, installed from hashed requirements, stamped so that the next start is quick."""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from devtools.console import DevError, step
from devtools.processes import ROOT, run_quietly

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")


def ensure(*, development: bool) -> Path:
    """Return the Python of an environment that holds what the requirements name, making or mending it if needed.

    ``development`` adds the tools (tests, linters). Two commands started at once wait for each other.
    """
    files = DEVELOPMENT if development else RUNTIME
    make_environment()
    with (VENV / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamps = read_stamps()
        wanted = fingerprint([ROOT / name for name in files])
        if wanted not in stamps["packages"]:
            with step("Installing the packages"):
                install(files)
            # The development set contains the other one.
            stamps["packages"] = [fingerprint([ROOT / name for name in RUNTIME]), wanted]
            write_stamps(stamps)
        project = project_fingerprint()
        if stamps["project"] != project:
            with step("Installing the project"):
                pip("install", "--no-deps", "--no-build-isolation", "-e", ".")
            write_stamps({**stamps, "project": project})
    return PYTHON


def make_environment() -> None:
    """Make .venv where it is missing or was left half-made (no working pip in it)."""
    if (
        PYTHON.exists()
        and not subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode
    ):
        return
    missing = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if missing.returncode:
        raise DevError(
            f"The venv module of Python {sys.version_info.major}.{sys.version_info.minor} is missing;"
            " on Debian install it with: apt-get install python3-venv"
        )
    with step("Making the environment .venv"):
        if VENV.exists():
            shutil.rmtree(VENV)
        run_quietly([sys.executable, "-m", "venv", VENV], "Python could not make the environment .venv.")


def install(files: tuple[str, ...]) -> None:
    """Install exactly what the requirements files name; a package with another hash is refused."""
    named = [part for name in files for part in ("-r", name)]
    pip("install", "--require-hashes", *named)


def pip(*arguments: str) -> None:
    """Run the environment's pip without questions and without advice."""
    run_quietly(
        [PYTHON, "-m", "pip", arguments[0], "--quiet", "--no-input", "--disable-pip-version-check", *arguments[1:]],
        "The packages could not be installed; what pip said:",
        environment={"PIP_ROOT_USER_ACTION": "ignore"},
    )


def fingerprint(files: list[Path]) -> str:
    """Return a hash of the contents of files and of the Python that installs them."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def project_fingerprint() -> str:
    """Return a hash of what an editable install reads from pyproject.toml (linter settings do not count)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    read = [project["build-system"], project["project"], project["tool"]["setuptools"], str(ROOT)]
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


def read_stamps() -> dict:
    """Return what is installed, as the last install noted it; nothing where no note is readable."""
    try:
        stamps = json.loads((VENV / ".installed.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        stamps = {}
    return {"packages": [], "project": "", **stamps}


def write_stamps(stamps: dict) -> None:
    """Note what is installed."""
    (VENV / ".installed.json").write_text(json.dumps(stamps, indent=1), encoding="utf-8")
