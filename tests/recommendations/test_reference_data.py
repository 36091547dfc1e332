"""Themes with their crosswalk, affected groups and SDGs: every label ever seen has its place."""

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mechanisms.normalise import label_key
from mechanisms.reference_rows import ReferenceDataError, read_rows
from recommendations import reference
from recommendations.models import AffectedGroup, AffectedGroupAlias, SdgGoal, SdgTarget, Theme, ThemeAlias
from recommendations.resolve import GroupResolver, SdgMatch, SdgResolver, ThemeResolver
from tests.paths import SHARED_DATA, needs_shared_data
from tests.reference_files import copy_of, empty, snapshot

pytestmark = pytest.mark.django_db

MODELS = (ThemeAlias, Theme, AffectedGroupAlias, AffectedGroup, SdgTarget, SdgGoal)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may spoil."""
    return copy_of(reference.FOLDER, tmp_path)


def taxonomy(start: str, end: str) -> str:
    text = (SHARED_DATA / "un_taxonomy.md").read_text(encoding="utf-8")
    return text[text.index(start) : text.index(end)]


def unknown(resolver: ThemeResolver | GroupResolver, labels: list[str]) -> list[str]:
    return [label for label in labels if resolver.resolve(label) is None]


def list_rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a thematic list."""
    table = docx.Document(str(SHARED_DATA / "ohchr" / name)).tables[0]
    for row in table.rows:
        yield [cell.text for cell in row.cells]


# The files


def test_104_themes_17_goals():
    assert Theme.objects.count() == 104
    assert list(SdgGoal.objects.values_list("number", flat=True)) == list(range(1, 18))


@pytest.mark.parametrize("name", ["themes", "affected_groups", "sdg_goals", "sdg_targets"])
def test_every_cell_is_filled_in_both_languages(name: str):
    for row in read_rows(reference.FOLDER / f"{name}.csv", reference.COLUMNS[name]):
        for column in reference.COLUMNS[name]:
            assert row.text(column), (row.number, column)


def test_meanings_are_one_short_sentence():
    for theme in Theme.objects.all():
        for meaning in (theme.meaning_en, theme.meaning_es):
            assert meaning.endswith("."), meaning
            assert meaning.count(".") == 1, meaning
            assert len(meaning.split()) <= 20, meaning


def test_every_theme_label_has_one_meaning():
    owner = {label_key(theme.name): theme.slug for theme in Theme.objects.all()}
    assert len(owner) == 104
    for row in read_rows(reference.FOLDER / "theme_aliases.csv", reference.COLUMNS["theme_aliases"]):
        key = label_key(row.text("label"))
        assert key not in owner, row.text("label")
        owner[key] = row.text("theme")


def test_every_group_label_has_one_meaning():
    owner = {label_key(group.name_en) for group in AffectedGroup.objects.all()}
    assert len(owner) == AffectedGroup.objects.count()
    for alias in AffectedGroupAlias.objects.all():
        assert alias.key == label_key(alias.label)
        assert alias.key not in owner


# Loading


def test_migrating_loads_and_loading_again_changes_nothing():
    before = snapshot(MODELS)
    with CaptureQueriesContext(connection) as queries:
        created = reference.load()
    assert set(created.values()) == {0}
    assert snapshot(MODELS) == before
    assert len(queries) <= 10


def test_loading_an_empty_database_is_quick():
    empty(MODELS)
    start = time.perf_counter()
    created = reference.load()
    first = time.perf_counter() - start
    assert created["themes"] == 104
    assert created["theme labels"] == ThemeAlias.objects.count()
    start = time.perf_counter()
    reference.load()
    again = time.perf_counter() - start
    assert first < 2
    assert again < 1


def test_what_an_editor_changed_stays():
    housing = Theme.objects.get(slug="housing")
    Theme.objects.filter(slug="water-sanitation").update(meaning_en="Ours")
    ThemeAlias.objects.filter(key=label_key("Right to water")).update(theme=housing)
    AffectedGroup.objects.filter(slug="roma").update(name_es="Pueblo gitano")
    reference.load()
    assert Theme.objects.get(slug="water-sanitation").meaning_en == "Ours"
    assert ThemeResolver().resolve("Right to water") == housing
    assert AffectedGroup.objects.get(slug="roma").name_es == "Pueblo gitano"


def test_a_theme_with_a_new_address_keeps_its_labels_and_is_not_doubled():
    Theme.objects.filter(slug="housing").update(slug="homes")
    ThemeAlias.objects.filter(theme__slug="homes").delete()
    created = reference.load()
    assert created["themes"] == 0
    assert created["theme labels"] > 0
    assert ThemeResolver().resolve("E23 Right to adequate housing") == Theme.objects.get(slug="homes")


@pytest.mark.parametrize(
    ("file", "spoil", "complaint"),
    [
        ("themes.csv", lambda text: text.replace("reservations,", "Re servations,", 1), "themes.csv, row 2: slug"),
        (
            "theme_aliases.csv",
            lambda text: text.replace(",treaty-ratification,", ",treaties,", 1),
            "row 2: theme 'treaties'",
        ),
        (
            "theme_aliases.csv",
            lambda text: text.replace(",2019\n", ",1919\n", 1),
            "theme_aliases.csv, row 2: generation",
        ),
        ("theme_aliases.csv", lambda text: text + "impunity AND transparency,rule-of-law,2019\n", "stands in row"),
        ("affected_group_aliases.csv", lambda text: text + "Bakers,bakers\n", "group 'bakers' is not known"),
        ("sdg_goals.csv", lambda text: text.replace("\n1,", "\none,"), "sdg_goals.csv, row 2: number is 'one'"),
        ("sdg_targets.csv", lambda text: text + "18.1,x,y\n", "the target '18.1' belongs to no goal"),
    ],
)
def test_a_bad_file_is_named_with_its_row_and_writes_nothing(
    folder: Path, file: str, spoil: Callable[[str], str], complaint: str
):
    empty(MODELS)
    path = folder / file
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=re.escape(complaint)):
        reference.load(folder)
    assert not Theme.objects.exists()


def test_the_command_says_what_it_created():
    Theme.objects.filter(slug="housing").delete()
    out = io.StringIO()
    call_command("load_reference_data", stdout=out)
    lines = out.getvalue().splitlines()
    assert "themes: 1 created" in lines
    assert "countries: 0 created" in lines


# Resolving


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Right to adequate housing", "housing"),
        ("E23 Right to adequate housing", "housing"),
        ("22.3. Right to adequate housing", "housing"),
        ("Right to housing", "housing"),
        ("housing", "housing"),
        ("Derecho a una vivienda adecuada", "housing"),
        (" Human rights & toxics / hazardous wastes", "toxics"),
        ("- Children: definition; general principles; protection", "children"),
        ("2030 Agenda & other voluntary commitments", "agenda-2030"),
        ("Acceptance of international norms", "treaty-ratification"),
        ("D23 Death penalty", "death-penalty"),
        ("National Mechanisms for Reporting & Follow-up (NMRF)", "follow-up-mechanisms"),
        ("Other", "cross-cutting"),
        ("Members of minorities", "minorities"),
    ],
)
def test_theme_labels(label: str, slug: str):
    assert ThemeResolver().resolve(label) == Theme.objects.get(slug=slug)


@pytest.mark.parametrize("label", ["", "-", "A12", "2.1.", "Right to be left alone", "Z9 Right to adequate housing"])
def test_an_unknown_theme_stays_unknown(label: str):
    assert ThemeResolver().resolve(label) is None


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("- women", "women-girls"),
        ("girls", "women-girls"),
        ("Women & girls", "women-girls"),
        ("judiciary", "judges-lawyers"),
        ("People of African Descent", "african-descent"),
        ("Minorities / racial, ethnic, linguistic, religious or descent-based groups", "minorities"),
        ("- general", "general"),
    ],
)
def test_group_labels(label: str, slug: str):
    assert GroupResolver().resolve(label) == AffectedGroup.objects.get(slug=slug)


@pytest.mark.parametrize(
    ("label", "goal", "code", "is_new", "name"),
    [
        ("11 - SUSTAINABLE CITIES AND COMMUNITIES", 11, "", False, ""),
        ("- 16 – PEACE, JUSTICE AND STRONG INSTITUTIONS", 16, "", False, ""),
        ("11", 11, "", False, ""),
        ("SDG 11", 11, "", False, ""),
        ("Sustainable cities and communities", 11, "", False, ""),
        ("Ciudades y comunidades sostenibles", 11, "", False, ""),
        ("16.3 - Promote the rule of law", 16, "16.3", False, "Promote the rule of law"),
        ("16.3", 16, "16.3", False, ""),
        ("16.10", 16, "16.10", False, ""),
        ("16.a", 16, "16.a", True, ""),
        ("Target 16.A: Strengthen", 16, "16.a", True, "Strengthen"),
        ("11.1 Adequate homes", 11, "11.1", True, "Adequate homes"),
        ("- 08.07 - End modern slavery", 8, "8.7", False, "End modern slavery"),
    ],
)
def test_sdg_labels(label: str, goal: int, code: str, is_new: bool, name: str):
    match = SdgResolver().resolve(label)
    assert match is not None
    assert (match.goal.number, match.code, match.is_new, match.name) == (goal, code, is_new, name)
    assert (match.target is not None) == (bool(code) and not is_new)


@pytest.mark.parametrize(
    "label", ["", "-", "0", "18", "18.1", "11.0", "16.e", "16.ab", "11.123", "2030", "11 people", "cities", "١١"]
)
def test_what_is_no_sdg_stays_unknown(label: str):
    assert SdgResolver().resolve(label) is None


def test_a_target_that_was_just_made_is_found():
    resolver = SdgResolver()
    match = resolver.resolve("11.1 - Adequate homes")
    assert match is not None
    made = SdgTarget.objects.create(code=match.code, goal=match.goal, name_en=match.name)
    resolver.add(made)
    assert resolver.resolve("11.1") == SdgMatch(match.goal, "11.1", made)


def test_resolvers_ask_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(6):
        themes, groups, sdgs = ThemeResolver(), GroupResolver(), SdgResolver()
    with django_assert_num_queries(0):
        assert themes.resolve("Right to housing") is not None
        assert groups.resolve("women") is not None
        assert sdgs.resolve("16.3 - Promote the rule of law") is not None


# Every label ever seen


@needs_shared_data
def test_the_106_raw_labels_are_100_themes_and_the_lists_add_four():
    section = taxonomy("## 1. Themes", "## 2. Affected")
    raw = re.findall(r"^\| \d+ \| (.+?) \| [\d,]+ \|$", section, re.MULTILINE)
    labels = [label.replace("**(dup)**", "").replace("␠", " ") for label in raw]
    assert len(labels) == 106
    themes = ThemeResolver()
    assert unknown(themes, labels) == []
    found = {theme.slug for theme in map(themes.resolve, labels) if theme}
    assert len(found) == 100
    added = {"indigenous-peoples", "minorities", "migrants", "refugees"}
    assert found | added == set(Theme.objects.values_list("slug", flat=True))


@needs_shared_data
def test_the_names_are_the_exact_current_labels():
    section = taxonomy("## 1. Themes", "## 2. Affected")
    raw = re.findall(r"^\| \d+ \| (.+?) \| [\d,]+ \|$", section, re.MULTILINE)
    labels = {label.replace("**(dup)**", "").replace("␠", " ").strip() for label in raw}
    labels |= {"Indigenous peoples", "Members of minorities", "Migrants", "Refugees & asylum seekers"}
    assert labels == set(Theme.objects.values_list("name", flat=True))


@needs_shared_data
def test_the_old_codes_resolve_with_and_without_the_code():
    seeded = re.findall(r"^\| ([A-H]\d) \| (.+?) \|$", taxonomy("### 3a", "### 3b"), re.MULTILINE)
    listed = re.findall(r"`([A-H]\d+) ([^`]+)`", taxonomy("### 3b", "### 3c"))
    assert (len(seeded), len(listed)) == (39, 53)
    themes = ThemeResolver()
    for code, label in (*seeded, *listed):
        assert themes.resolve(label) is not None, label
        assert themes.resolve(f"{code} {label}") == themes.resolve(label)


@needs_shared_data
def test_the_62_labels_of_2019_resolve():
    labels = re.findall(r"`([^`]+)`", taxonomy("### 3c", "So one tracker"))
    assert len(labels) == 62
    assert unknown(ThemeResolver(), labels) == []


@needs_shared_data
def test_the_crosswalk_pairs_that_the_wording_shows():
    text = (SHARED_DATA / "un_taxonomy.md").read_text(encoding="utf-8")
    pairs = re.findall(r"`([^`]+)` → `([^`]+)`", text[text.index("Crosswalk pairs visible") :])
    assert len(pairs) == 9
    themes = ThemeResolver()
    for old, new in pairs:
        assert themes.resolve(old) == themes.resolve(new) is not None


@needs_shared_data
def test_the_54_issues_of_upr_info_resolve():
    issues: set[str] = set()
    for file in sorted((SHARED_DATA / "upr_info").glob("*.csv")):
        lines = file.read_bytes().decode("mac_roman").replace("\r\n", "\n").replace("\r", "\n")
        for row in csv.DictReader(io.StringIO(lines)):
            issues |= {issue.strip() for issue in row["Issue"].split(",")}
    assert len(issues) == 54
    assert unknown(ThemeResolver(), sorted(issues)) == []


@needs_shared_data
def test_every_theme_group_and_sdg_of_cycle_3_resolves():
    themes, groups, sdgs = ThemeResolver(), GroupResolver(), SdgResolver()
    with (SHARED_DATA / "us_upr_cycle3.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    def labels(column: str) -> list[str]:
        return sorted({label.strip() for row in rows for label in row[column].split("|")} - {""})

    assert unknown(themes, labels("primary_theme") + labels("themes")) == []
    assert unknown(groups, labels("affected_persons")) == []
    assert [label for label in labels("sdgs") if sdgs.resolve(label) is None] == []


@needs_shared_data
@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("UPR20__Slovenia_ThematicListRecommendations_E.docx", 2),
        ("upr48-slovenia-thematic-list-of-recommendatio.docx", 2),
        ("UPR20_Egypt_MatrixOfRecommendations.docx", 3),
    ],
)
def test_every_theme_and_group_of_the_thematic_lists_resolves(file: str, column: int):
    themes: set[str] = set()
    groups: set[str] = set()
    for number, cells in enumerate(list_rows(file)):
        if number == 0 or len(set(cells)) == 1:
            continue
        head, _, tail = re.sub(r"(?i)(affected|groups of) persons:", "\0", cells[column]).partition("\0")
        themes |= {line.strip() for line in head.splitlines() if line.strip()}
        groups |= {line.strip() for line in tail.splitlines() if line.strip()}
    assert len(themes) > 40
    assert len(groups) > 10
    assert unknown(ThemeResolver(), sorted(themes)) == []
    assert unknown(GroupResolver(), sorted(groups)) == []


@needs_shared_data
def test_every_group_label_of_four_sources_resolves():
    section = taxonomy("### 2a", "### 2e")
    labels = re.findall(r"^\| ([^|]+?) \| [JLTX4, ]+ \|", section, re.MULTILINE)
    assert len(labels) == 26
    labels += [label for label in re.findall(r"`([^`]+)`", section) if label != "GET /FilterList"]
    assert len(labels) == 104
    assert unknown(GroupResolver(), labels) == []


@needs_shared_data
def test_the_targets_that_occur_in_the_data_are_recorded():
    codes = re.findall(r"`(\d{1,2}\.(?:\d{1,2}|[a-d])) - ", taxonomy("## 5. Type", "Target codes match"))
    assert len(codes) == 8
    assert set(codes) == set(SdgTarget.objects.values_list("code", flat=True))
