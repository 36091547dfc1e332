"""Stems: every exception is a pair of words that a stemmer alone takes for the same, or for different ones."""

import pytest

from search.analysis.stems import ANALYSER_VERSION, STEMMERS, read_exceptions
from search.analysis.words import fold_word

APART = """
    nationality nation | accession access | minors minorities | humanity humane | humanity human | executive execution
    arms armed | arms arm | corporate corporal | response respective | respective respect | response responsible
    institute institution | position positive | AIDS aid | naturalization natural | reserve reservation
    options optional | initial initiative | authority author | important import | united unit | several severe
    objective objection | publication public | integrity integration | policy police | international internal
    reporter report | democracy demography | universal university | organization organs
"""
TOGETHER = """
    child children | woman women | man men | ratify ratification | ratified ratification | programme program
    programmes program | organise organize | organisation organization | organising organized | criminalise criminalize
    legalisation legalization | naturalise naturalization | nationality nationalities | discriminatory discrimination
    discriminate discriminatory | minority minorities | authority authorities | crisis crises | analysis analyse
    labour labor | behaviour behavior | defence defense | centre center | judgement judgment | traffic trafficking
    violence violent | religion religious | tribe tribal | democracy democratic | right rights | evict eviction
    homeless homelessness | housing house | policies policy | accede accession | notify notification | states State
    revise revision | supervise supervision | precise precision | promise promised
"""
APART_IN_SPANISH = """
    autoridad autor | nacionalidad nacional | humanidad humano | armadas armas | voto voz | derecho derrocar
    trata tratado | trata trato | trabajador trabajo | media medio | policía policies | covid cover | crear creed
    datos date | menos men | comer come
"""
TOGETHER_IN_SPANISH = """
    mujer mujeres | libertad libertades | joven jóvenes | ciudad ciudades | autoridad autoridades | menor menores
    discapacidad discapacidades | vivienda viviendas | educación educaciones | educacion educación | hogar hogares
    trabajador trabajadores | votación voto | niño niños | alquiler alquileres | nacionalidad nacionalidades
    trabajadora trabajadores | policía policías | indígena indígenas | recomendación recomendaciones | ley leyes
    prisión prisiones
"""


def pairs(text: str) -> list[list[str]]:
    return [pair.split() for line in text.strip().splitlines() for pair in line.split("|")]


def stem(language: str, word: str) -> str:
    return STEMMERS[language].stem(fold_word(word))


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_different_words_of_english_have_different_stems(one, other):
    assert stem("en", one) != stem("en", other)


@pytest.mark.parametrize(("one", "other"), pairs(TOGETHER))
def test_forms_of_one_word_of_english_have_one_stem(one, other):
    assert stem("en", one) == stem("en", other)


@pytest.mark.parametrize(("one", "other"), pairs(APART_IN_SPANISH))
def test_different_words_of_spanish_have_different_stems(one, other):
    assert stem("es", one) != stem("es", other)


@pytest.mark.parametrize(("one", "other"), pairs(TOGETHER_IN_SPANISH))
def test_forms_of_one_word_of_spanish_have_one_stem(one, other):
    assert stem("es", one) == stem("es", other)


def test_stems_of_other_languages_than_english_carry_their_language():
    assert stem("es", "vivienda") == "es_viviend"
    assert stem("en", "rights") == "right"


def test_numbers_and_other_scripts_are_not_stemmed():
    for language in STEMMERS:
        assert stem(language, "1990s") == "1990s"
        assert stem(language, "жильё") == fold_word("жильё")


def test_a_row_that_says_nothing_is_refused():
    for row in ({"kind": "stem", "becomes": ""}, {"kind": "sterm", "becomes": "a"}):
        with pytest.raises(ValueError, match="stemming"):
            read_exceptions([{"language": "en", "words": "word", **row}], "en")


def test_the_version_fits_into_an_integer_column():
    assert 0 < ANALYSER_VERSION < 2**31
