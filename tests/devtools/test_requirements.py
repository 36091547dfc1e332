"""The pins: read with their hashes, and in step with what is asked for."""

from devtools import requirements
from devtools.processes import ROOT

HASH = "--hash=sha256:" + "0" * 64


def test_pins_are_read_by_normalised_name() -> None:
    text = f"Factory_Boy==3.3.3 \\\n    {HASH} \\\n    {HASH}\n    # via x\nnaked==1.0\n"
    assert requirements.pins(text) == {"factory-boy": "3.3.3", "naked": "1.0"}
    assert requirements.without_hash(text) == ["naked"]


def test_the_committed_pins_follow_from_what_is_asked_for() -> None:
    assert requirements.problems() == []


def test_the_build_backend_is_pinned_to_what_the_project_names() -> None:
    held = requirements.pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    asked = [str(requirement) for requirement in requirements.asked_for()["requirements.txt"]]
    assert f"setuptools=={held['setuptools']}" in asked


def test_no_file_names_a_host_or_a_folder_of_a_machine() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        assert " /" not in text


def test_each_package_we_ask_for_has_its_reason() -> None:
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    explained = {row.split("|")[1].strip() for row in rows if row.startswith("| ")} - {"package"}
    asked = {requirement.name for wishes in requirements.asked_for().values() for requirement in wishes}
    assert explained == asked
