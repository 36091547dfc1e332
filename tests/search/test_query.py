"""The language of the search box: what it means, and how its mistakes are explained."""

import pytest

from search.query import All, Either, Not, QueryError, Words, parse_query


def word(*pieces, **how):
    return Words(pieces, **how)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("rent", word("rent")),
        ("rent eviction", All((word("rent"), word("eviction")))),
        ("rent, eviction,", All((word("rent"), word("eviction")))),
        ("rent AND eviction", All((word("rent"), word("eviction")))),
        ("rent OR eviction", Either((word("rent"), word("eviction")))),
        ("a b OR c", Either((All((word("a"), word("b"))), word("c")))),
        ("a (b OR c)", All((word("a"), Either((word("b"), word("c")))))),
        ("-rent", Not(word("rent"))),
        ("NOT rent", Not(word("rent"))),
        ("NOT -rent", word("rent")),
        ("a -(b c)", All((word("a"), Not(All((word("b"), word("c"))))))),
        ('"rent control"', word("rent", "control", exact=True)),
        ('-"rent control"', Not(word("rent", "control", exact=True))),
        ("evict*", word("evict", prefix=True)),
        ("anti-racism", word("anti", "racism")),
        ("women's", word("women")),
        ("A/HRC/46/15", word("A", "HRC", "46", "15")),
        ("26.101", word("26", "101")),
        ("¶ 26.101", word("26", "101")),
        ("A/HRC/46/15 ¶26.101", All((word("A", "HRC", "46", "15"), word("26", "101")))),
        ("vivienda.", word("vivienda")),
        ("or not and", All((word("or"), word("not"), word("and")))),
        ("“rent”", word("rent")),
        ("住房", word("住房")),
        ("(" * 8 + "a" + ")" * 8, word("a")),
        (" ".join("a" * 32), All((word("a"),) * 32)),
    ],
)
def test_what_a_text_means(text, tree):
    assert parse_query(text) == tree


@pytest.mark.parametrize(
    ("text", "sentence", "place"),
    [
        ("", "There is no word to search for.", 1),
        (" , ", "There is no word to search for.", 1),
        ("*", "“*” needs at least 3 letters before it", 1),
        ("rent ev*", "“*” needs at least 3 letters before it", 6),
        ("e*vict", "“*” can stand only at the end of a word", 1),
        ("AND", "“AND” at character 1 needs a word before it and a word after it.", 1),
        ("rent OR", "“OR” at character 6 needs", 6),
        ("OR rent", "“OR” at character 1 needs", 1),
        ("rent OR OR water", "“OR” at character 9 needs", 9),
        ("rent (OR water)", "“OR” at character 7 needs", 7),
        ("rent NOT", "“NOT” or “-” at character 6 needs a word after it", 6),
        ("rent -", "“NOT” or “-” at character 6 needs a word after it", 6),
        ("!@#", "There is no letter or digit at character 1: “!@#”.", 1),
        ("rent &", "There is no letter or digit at character 6", 6),
        ('rent "', "opens a quotation mark at character 6 and does not close it", 6),
        ('rent "control', 'opens a quotation mark at character 6 and does not close it: “"control”.', 6),
        ('""', "no words between the quotation marks at character 1", 1),
        ("(housing OR", "“OR” at character 10 needs", 10),
        ("(housing", "Your search opens a bracket at character 1 and does not close it: “(housing”.", 1),
        ("housing)", "closes a bracket at character 8 that it did not open", 8),
        (")", "closes a bracket at character 1 that it did not open", 1),
        ("rent ()", "nothing in the brackets at character 6", 6),
        ("(" * 9 + "a" + ")" * 9, "brackets in brackets more than 8 deep, at character 9", 9),
        ("a" * 501, "Your search has 501 characters; it can have 500.", 501),
        (" ".join("a" * 33), "Your search has 33 words; it can have 32.", 1),
        ("a" * 10_000, "Your search has 10000 characters; it can have 500.", 501),
    ],
)
def test_a_mistake_is_explained_with_its_place(text, sentence, place):
    with pytest.raises(QueryError) as raised:
        parse_query(text)
    assert sentence in str(raised.value)
    assert raised.value.details["place"] == place


@pytest.mark.parametrize(
    ("text", "repaired"),
    [("(housing OR rent", "housing rent"), ('"rent control', "rent control"), ("a OR", "a"), ("*", ""), ("AND", "")],
)
def test_a_mistake_comes_with_a_text_that_works(text, repaired):
    with pytest.raises(QueryError) as raised:
        parse_query(text)
    assert raised.value.repaired == repaired
