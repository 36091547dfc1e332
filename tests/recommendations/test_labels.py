"""Unknown labels: a decision reaches what is imported and every later import, and can be taken back."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from mechanisms.models import Country, CountrySpelling
from recommendations import labels
from recommendations.importers.run import ImportOutcome, import_file
from recommendations.models import AffectedGroup, Recommendation, SdgGoal, Theme, ThemeAlias, UnresolvedLabel
from recommendations.nearest import Nearest
from search.finding import finder
from search.selection import Selection
from tests.factories import ReviewFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory()


@pytest.fixture(autouse=True)
def review() -> None:
    ReviewFactory(key="labels-1")


def imported(path: Path, *rows: tuple[str, str, str, str]) -> ImportOutcome:
    """Import rows of paragraph, themes, affected persons, recommending States."""
    lines = ["review,paragraph,kind,themes,affected_persons,recommending_states"]
    lines += [
        f"labels-1,{paragraph},recommendation,{rest}" for paragraph, *others in rows if (rest := ",".join(others))
    ]
    (path / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    return import_file(path / "rows.csv")


def the_label() -> UnresolvedLabel:
    return UnresolvedLabel.objects.get()


def themes_of(paragraph: str) -> set[str]:
    return set(Recommendation.objects.get(paragraph=paragraph).themes.slugs())


def test_a_theme_reaches_what_is_imported_and_what_comes(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""), ("2", "Homes for all | Right to health", "", ""))
    housing = Theme.objects.get(slug="housing")
    assert labels.map_label(the_label(), housing, by=editor) == 2
    assert themes_of("1") == {"housing"}
    assert themes_of("2") == {"housing", "health"}
    outcome = imported(tmp_path, ("1", "Homes for all", "", ""), ("3", "HOMES FOR ALL", "", ""))
    assert (outcome.created, outcome.unchanged, outcome.unknown_labels) == (1, 1, [])
    assert themes_of("3") == {"housing"}
    entry = ModelLogEntry.objects.for_instance(the_label()).get()
    assert (entry.action, entry.user, entry.data["recommendations"]) == (labels.MAP_ACTION, editor, 2)


def test_a_search_finds_what_was_mapped_at_once(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""))
    assert finder().total(Selection(theme=("housing",))) == 0
    labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor)
    assert finder().total(Selection(theme=("housing",))) == 1
    labels.take_back(the_label(), by=editor)
    assert finder().total(Selection(theme=("housing",))) == 0


def test_taking_back_takes_only_what_the_decision_gave(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""), ("2", "Homes for all | Right to adequate housing", "", ""))
    labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor)
    labels.take_back(the_label(), by=editor)
    assert (themes_of("1"), themes_of("2")) == (set(), {"housing"})
    assert not ThemeAlias.objects.filter(label="Homes for all").exists()
    assert imported(tmp_path, ("3", "Homes for all", "", "")).unknown_labels == ["Homes for all"]
    assert the_label().state == "waiting"
    assert the_label().recommendations.count() == 3
    with pytest.raises(ValidationError):
        labels.take_back(the_label(), by=editor)


def test_what_an_editor_corrected_by_hand_is_left_alone(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""), ("2", "Homes for all", "", ""))
    Recommendation.objects.filter(paragraph="1").update(locked_fields=["themes"])
    assert labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor) == 1
    assert (themes_of("1"), themes_of("2")) == (set(), {"housing"})
    Recommendation.objects.filter(paragraph="2").update(locked_fields=["themes"])
    labels.take_back(the_label(), by=editor)
    assert themes_of("2") == {"housing"}


def test_an_ignored_label_stays_on_its_records_and_is_reported_no_more(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""))
    with pytest.raises(ValidationError):
        labels.ignore_label(the_label(), "  ", by=editor)
    labels.ignore_label(the_label(), "A slogan", by=editor)
    assert imported(tmp_path, ("2", "Homes for all", "", "")).unknown_labels == []
    assert the_label().recommendations.count() == 2
    assert the_label().state == "ignored"
    with pytest.raises(ValidationError, match="decided"):
        labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor)


def test_a_group(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "", "People in cities", ""))
    group = AffectedGroup.objects.order_by("pk").first()
    labels.map_label(the_label(), group, by=editor)
    imported(tmp_path, ("2", "", "People in cities", ""))
    assert group.recommendations.count() == 2


def test_a_state_comes_last_and_is_known_from_then_on(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "", "", "Norway; Kingdom of the Fjords"))
    labels.map_label(the_label(), Country.objects.get(iso3="SWE"), by=editor)
    imported(tmp_path, ("2", "", "", "Kingdom of the Fjords"))
    made = Recommendation.objects.get(paragraph="1").recommending.order_by("order")
    assert [(each.country.iso3, each.order) for each in made] == [("NOR", 0), ("SWE", 1)]
    assert CountrySpelling.objects.filter(spelling="Kingdom of the Fjords").exists()
    assert Recommendation.objects.get(paragraph="2").recommending_states.get().iso3 == "SWE"


def import_sdgs(path: Path, *rows: tuple[str, str]) -> ImportOutcome:
    lines = [f"labels-1,{paragraph},recommendation,{label}" for paragraph, label in rows]
    (path / "rows.csv").write_text("\n".join(["review,paragraph,kind,sdgs", *lines]), encoding="utf-8")
    return import_file(path / "rows.csv")


def test_a_goal_in_other_words_reaches_what_is_imported_and_what_comes(tmp_path: Path, editor: User) -> None:
    import_sdgs(tmp_path, ("1", "Cities for all"), ("2", "11 | Cities for all"))
    goal = SdgGoal.objects.get(number=11)
    assert labels.map_label(the_label(), goal, by=editor) == 1
    outcome = import_sdgs(tmp_path, ("1", "Cities for all"), ("3", "CITIES FOR ALL"))
    assert (outcome.created, outcome.unchanged, outcome.unknown_labels) == (1, 1, [])
    assert goal.recommendations.count() == 3
    labels.take_back(the_label(), by=editor)
    assert sorted(goal.recommendations.values_list("paragraph", flat=True)) == ["2", "3"]
    assert import_sdgs(tmp_path, ("4", "Cities for all")).unknown_labels == ["Cities for all"]


def test_a_label_in_the_wrong_column_means_a_theme_in_that_column_only(tmp_path: Path, editor: User) -> None:
    import_sdgs(tmp_path, ("1", "Homes for all"))
    assert labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor) == 1
    assert import_sdgs(tmp_path, ("2", "Homes for all")).unknown_labels == []
    assert (themes_of("1"), themes_of("2")) == ({"housing"}, {"housing"})
    assert imported(tmp_path, ("3", "Homes for all", "", "")).unknown_labels == ["Homes for all"]
    labels.take_back(UnresolvedLabel.objects.get(vocabulary="sdg"), by=editor)
    assert themes_of("1") == set()


def test_a_group_among_the_themes_and_what_no_label_may_mean(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Night workers", "", "Kingdom of the Fjords"))
    label = UnresolvedLabel.objects.get(vocabulary="theme")
    group = AffectedGroup.objects.order_by("pk").first()
    for other, target in (("theme", Country.objects.get(iso3="SWE")), ("country", group)):
        with pytest.raises(ValidationError, match="cannot be mapped"):
            labels.map_label(UnresolvedLabel.objects.get(vocabulary=other), target, by=editor)
    assert labels.map_label(label, group, by=editor) == 1
    imported(tmp_path, ("2", "Night workers", "", ""))
    assert group.recommendations.count() == 2


def test_a_country_under_review_that_has_a_record_of_its_own_is_not_mapped(tmp_path: Path, editor: User) -> None:
    lines = ["body,country,document_symbol,date,paragraph,text", "CERD,Freedonia,CERD/C/FRE/CO/1,2020-01-01,5,Be fair."]
    (tmp_path / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    import_file(tmp_path / "rows.csv")
    label = UnresolvedLabel.objects.get(vocabulary="country")
    with pytest.raises(ValidationError, match="country under review"):
        labels.map_label(label, Country.objects.get(iso3="SWE"), by=editor)
    assert not CountrySpelling.objects.filter(spelling="Freedonia").exists()


def test_a_label_whose_other_name_was_taken_away_waits_again(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""))
    labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor)
    ThemeAlias.objects.get(label="Homes for all").delete()
    imported(tmp_path, ("2", "Homes for all", "", ""))
    assert (the_label().state, the_label().theme) == ("waiting", None)


def test_a_label_that_means_something_already_is_not_mapped_twice(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, ("1", "Homes for all", "", ""))
    ThemeAlias.objects.create(label="homes for all", theme=Theme.objects.get(slug="health"))
    with pytest.raises(ValidationError, match="stands for"):
        labels.map_label(the_label(), Theme.objects.get(slug="housing"), by=editor)
    assert the_label().state == "waiting"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Right to a adequate housing", "housing"),
        ("Torture and other ill-treatment", "torture"),
        ("Health (right to)", "health"),
    ],
)
def test_the_nearest_theme_is_the_one_meant(printed: str, meant: str) -> None:
    near = Nearest().find("theme", printed)
    assert len(near) == 3
    assert meant in [each.target.slug for each in near]
    assert len({each.target.pk for each in near}) == 3


def test_what_an_import_made_for_want_of_better_is_not_its_own_meaning() -> None:
    Country.objects.create(iso3="XAA", name_en="Ruritania", status=Country.Status.OTHER)
    assert Nearest().find("country", "Ruritania")[0].target.iso3 == "MRT"
