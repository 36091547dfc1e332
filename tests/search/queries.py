"""More than two hundred searches for the parity of the engines: what people type, and what can be made of a corpus."""

import random
from collections.abc import Sequence

PEOPLE = """
    housing | rights | racial discrimination | "racial discrimination" | women | woman | children | child | police
    death penalty | "death penalty" | discriminat* | ratif* | torture | NOT torture | -torture | vivienda | derechos
    mujeres | "derechos de la mujer" | educación | EDUCACION | migrants OR refugees | (migrants OR refugees) -children
    (housing OR food) (women OR children) | "right to" | "the right to food" | "right to the" | rights -"human rights"
    "human rights" -rights | NOT (rights OR women) | -rights -women | rights OR -women | (-rights OR -women) law
    -(-rights) | -(rights -(women -(children -(law -(police -(torture -(housing -(food)))))))) | 18 | 26.101 | 49
    A/HRC/46/15 | CCPR/C/USA/CO/4 | CERD/C/USA/CO/10-12 | "ccpr c usa co 4" | CCPR/C/USA* | 26.10* | 11.2* | 169* | 100*
    ILO | "ILO Convention" | Convention No. 169 | 169 | women's | "women's rights" | "women rights" | United | unit
    nationality | nation | nationalities | arms | armed | minors | minorities | institution | institute | position
    positive | programme | program | organise | organization | ratification | ratify | accession | access | reserve
    reservation | optional | options | AIDS | aid | HIV/AIDS | judge | judicial | labour | labor | the | of | a
    indigenous peoples | "indigenous peoples" | indigen* | trafficking | traffic | violence | violent | intersex
    LGBT* | "sexual orientation" | sexual -orientation | disabilities | personas con discapacidad | agua potable
    жильё | 住房 | zzzz | zzz* | "zzzz rights" | zzzz OR rights | zzzz rights | -zzzz | "rights _" | "and gender"
    poverty, housing | poverty AND housing | (((((((("rights"))))))))
    rights law women children education health right protect national human measures violence
"""


def of_people() -> list[str]:
    """Return the searches above."""
    return [query.strip() for line in PEOPLE.strip().splitlines() for query in line.split("|") if query.strip()]


def of_corpus(texts: Sequence[str], number: int, seed: int = 4) -> list[str]:
    """Return searches made of the words of texts (at least six words each), the same for the same texts."""
    chance = random.Random(seed)

    def some(least: int, most: int) -> list[str]:
        words = chance.choice(texts).split()
        size = chance.randint(least, most)
        start = chance.randrange(len(words) - size + 1)
        return ["".join(filter(str.isalnum, word)) or "law" for word in words[start : start + size]]

    def word() -> str:
        return some(1, 1)[0]

    shapes = (
        word,
        lambda: f'"{" ".join(some(2, 4))}"',
        lambda: " ".join(some(2, 3)),
        lambda: f"{word()} {word()}",
        lambda: f"{word()} -{word()}",
        lambda: f"{word()} OR {word()}",
        lambda: f"({word()} OR {word()}) {word()} -({word()} OR {word()})",
        lambda: f"{(word() + 'law')[:4]}*",
        lambda: f'{word()} "{" ".join(some(2, 2))}" OR -{word()}',
        lambda: f"NOT ({word()} {word()})",
        lambda: "-".join(some(2, 3)),
    )
    return [shapes[at % len(shapes)]() for at in range(number)]
