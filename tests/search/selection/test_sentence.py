"""The sentence of a search, in English and in Spanish."""

import pytest
from django.http import QueryDict
from django.utils import translation

from mechanisms.models import Country
from search.selection import Selection
from search.selection.sentence import listed
from tests.factories import CityFactory, ReviewFactory

pytestmark = pytest.mark.django_db

SEARCHES = [
    ("", "Recommendations", "Recomendaciones"),
    (
        "theme=housing&theme=poverty&position=supported&action=none&city=pittsburgh",
        "Recommendations on right to adequate housing or human rights & poverty, supported, "
        "without a recorded city action in Pittsburgh",
        "Recomendaciones sobre derecho a una vivienda adecuada o derechos humanos y pobreza, con el apoyo del Estado, "
        "sin medida registrada de la ciudad en Pittsburgh",
    ),
    (
        "status=no_action&city=pittsburgh&by=community",
        "Recommendations with no action in the word of the community in Pittsburgh",
        "Recomendaciones sin medidas según la comunidad en Pittsburgh",
    ),
    (
        "status=implemented",
        "Recommendations implemented in at least one city",
        "Recomendaciones con la situación «Aplicada» en al menos una ciudad",
    ),
    (
        "city=pittsburgh",
        "Recommendations with something published in Pittsburgh",
        "Recomendaciones con algo publicado en Pittsburgh",
    ),
    (
        "city=eugene&city=pittsburgh&status=not_assessed",
        "Recommendations not assessed in Eugene or Pittsburgh",
        "Recomendaciones sin evaluar en Eugene o Pittsburgh",
    ),
    (
        "q=rent&kind=concern&year_from=2014",
        "Concerns matching “rent” since 2014",
        "Motivos de preocupación con las palabras «rent» desde 2014",
    ),
    (
        "kind=concern&kind=pledge",
        "Concerns or voluntary pledges",
        "Motivos de preocupación o compromisos voluntarios",
    ),
    (
        "match_theme=all&theme=food&theme=health",
        "Recommendations on right to food and right to health",
        "Recomendaciones sobre derecho a la alimentación y derecho a la salud",
    ),
    (
        "state=NOR&state=FRA&year_from=2010&year_to=2020",
        "Recommendations by France or Norway from 2010 to 2020",
        "Recomendaciones por parte de Francia o Noruega de 2010 a 2020",
    ),
    (
        "theme=none&not_theme=food",
        "Recommendations without a recorded theme, not on right to food",
        "Recomendaciones sin tema registrado, no sobre derecho a la alimentación",
    ),
    (
        "theme=none&group=none&state=none&position=none",
        "Recommendations without a recorded theme, without a recorded affected group and without a recorded "
        "recommending State, with no recorded answer of the State",
        "Recomendaciones sin tema registrado, sin grupo afectado registrado y sin Estado registrado que las formule, "
        "sin respuesta registrada del Estado",
    ),
    (
        "theme=housing&theme=none",
        "Recommendations on right to adequate housing or without a recorded theme",
        "Recomendaciones sobre derecho a una vivienda adecuada o sin tema registrado",
    ),
    (
        "theme=housing&review=upr-3-usa&position=supported&status=no_action&city=pittsburgh",
        "Recommendations on right to adequate housing from UPR cycle 3 (2020), supported, with no action in Pittsburgh",
        "Recomendaciones sobre derecho a una vivienda adecuada del examen EPU ciclo 3 (2020), con el apoyo del "
        "Estado, sin medidas en Pittsburgh",
    ),
    (
        "mechanism=cerd&differs=yes",
        "Recommendations from CERD, on which assessors disagree",
        "Recomendaciones de CERD, en que las entidades evaluadoras discrepan",
    ),
    (
        "q=%22the+right+to+food%22&state=GBR&country=USA&review=upr-3-usa&mechanism=upr",
        "Recommendations matching “‘the right to food’” by the United Kingdom to the United States from UPR and from "
        "UPR cycle 3 (2020)",
        "Recomendaciones con las palabras «“the right to food”» por parte de Reino Unido a Estados Unidos de EPU y del "
        "examen EPU ciclo 3 (2020)",
    ),
    (
        "group=roma&not_group=general&action=none&status=implemented&differs=yes",
        "Recommendations about Roma, Gypsies, Sinti & Travellers, implemented in at least one city, on which assessors "
        "disagree, without a recorded city action, not about people in general",
        "Recomendaciones acerca de romaníes, gitanos, sinti y nómadas, con la situación «Aplicada» en al menos una "
        "ciudad, en que las entidades evaluadoras discrepan, sin medida registrada de la ciudad, no acerca de la "
        "población en general",
    ),
    (
        "theme=national-institution",
        "Recommendations on National Human Rights Institution (NHRI)",
        "Recomendaciones sobre institución nacional de derechos humanos",
    ),
]


@pytest.fixture(autouse=True)
def cities():
    CityFactory(slug="pittsburgh", name="Pittsburgh")
    CityFactory(slug="eugene", name="Eugene", state="OR")


@pytest.mark.parametrize(("query", "english", "spanish"), SEARCHES)
def test_a_search_says_itself_in_both_languages(query, english, spanish):
    selection = Selection.parse(QueryDict(query))
    assert not selection.problems
    with translation.override("en"):
        assert selection.sentence() == english
    with translation.override("es"):
        assert selection.sentence() == spanish


def test_the_review_is_named_and_its_country_only_if_it_is_not_the_home_country():
    slovenia = Country.objects.get(iso3="SVN")
    ReviewFactory(key="upr-4-svn", upr=True, country=slovenia, cycle=4, year=2025)
    with translation.override("en"):
        assert Selection(review=("upr-3-usa",)).sentence() == "Recommendations from UPR cycle 3 (2020)"
        assert Selection(review=("upr-4-svn",)).sentence() == "Recommendations from UPR cycle 4 (2025): Slovenia"
        assert Selection(country=("SVN",)).sentence() == "Recommendations to Slovenia"


@pytest.mark.parametrize(
    ("names", "joined_by", "spanish"),
    [
        (["vivienda"], "or", "vivienda"),
        (["agua", "vivienda"], "or", "agua o vivienda"),
        (["agua", "salud", "vivienda"], "or", "agua, salud o vivienda"),
        (["plata", "oro"], "or", "plata u oro"),
        (["mujeres", "hombres"], "or", "mujeres u hombres"),
        (["verdad", "igualdad"], "and", "verdad e igualdad"),
        (["padres", "hijos"], "and", "padres e hijos"),
        (["agua", "hielo"], "and", "agua y hielo"),
    ],
)
def test_spanish_joins_by_sound(names, joined_by, spanish):
    with translation.override("es"):
        assert listed(names, joined_by) == spanish
