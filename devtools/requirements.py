"""The pinned packages: `pin` writes them anew, `check` tells whether they still follow from what we ask for.

Ask for packages in pyproject.toml (what the site needs) and requirements-dev.in (tools). The check needs no network.
"""

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from devtools.processes import ROOT

OLDEST_PYTHON = "3.11.2"
"""Debian 12's Python; a package that asks for a newer one cannot be installed there."""

OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-options",
    "--no-emit-find-links",
]
FILES = {
    "requirements.txt": ["--all-build-deps", "pyproject.toml"],
    "requirements-dev.txt": ["requirements-dev.in"],
}
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})*)", re.M
)


def pin(*, upgrade: bool) -> int:
    """Write both files anew: versions stay where they fit, or become the newest ones with ``upgrade``."""
    for output, source in FILES.items():
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *(["--upgrade"] if upgrade else [])]
        environment = {**os.environ, "CUSTOM_COMPILE_COMMAND": "./dev requirements"}
        finished = subprocess.run([*command, "--output-file", output, *source], cwd=ROOT, env=environment, check=False)
        if finished.returncode:
            return finished.returncode
    return check()


def pins(text: str) -> dict[str, str]:
    """Return the pinned versions of a requirements file by normalised name."""
    return {canonicalize_name(match["name"]): match["version"] for match in PIN.finditer(text)}


def without_hash(text: str) -> list[str]:
    """Return the names that a requirements file pins without a hash."""
    return [match["name"] for match in PIN.finditer(text) if not match["hashes"]]


def asked_for() -> dict[str, list[Requirement]]:
    """Return what each requirements file must hold, as pyproject.toml and requirements-dev.in ask for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"] + project["build-system"]["requires"]
    lines = (ROOT / "requirements-dev.in").read_text(encoding="utf-8").splitlines()
    tools = [line for line in lines if line and not line.startswith(("#", "-"))]
    return {
        "requirements.txt": [Requirement(line) for line in runtime],
        "requirements-dev.txt": [Requirement(line) for line in tools],
    }


def problems() -> list[str]:
    """Return one line for each pin that is missing, unhashed, outside what we ask for, or too new for Debian 12."""
    found = []
    held = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
    for file, requirements in asked_for().items():
        found += [f"{file}: {name} has no hash" for name in without_hash(held[file])]
        versions = pins(held[file])
        for requirement in requirements:
            version = versions.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{file}: {requirement} is asked for, {version or 'nothing'} is pinned")
    runtime, tools = (pins(text) for text in held.values())
    found += [
        f"{name} is pinned to {runtime[name]} and {tools[name]}"
        for name in tools
        if runtime.get(name, tools[name]) != tools[name]
    ]
    return found + [too_new for name in {**runtime, **tools} if (too_new := too_new_for_debian(name))]


def too_new_for_debian(name: str) -> str:
    """Return a line where an installed package asks for a newer Python than Debian 12 has, else ""."""
    try:
        wanted = metadata.metadata(name)["Requires-Python"]
    except metadata.PackageNotFoundError:
        # Pinned for another Python or system than this one.
        return ""
    if SpecifierSet(wanted or "").contains(OLDEST_PYTHON):
        return ""
    return f"{name} asks for Python {wanted}; pin on Debian 12's Python {OLDEST_PYTHON} (PYTHON=/usr/bin/python3.11)"


def check() -> int:
    """Print the problems and return 1, or 0 where there are none."""
    found = problems()
    for line in found:
        print(line)
    if found:
        print("Pin again with ./dev requirements.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1] == "check" else pin(upgrade=sys.argv[1] == "upgrade"))
