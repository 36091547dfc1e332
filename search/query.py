"""The language of the search box: a small grammar, read by recursive descent.

    query      = either
    either     = together { "OR" together }
    together   = negation { ["AND" | ","] negation }        all must occur
    negation   = { "NOT" | "-" } atom
    atom       = "(" either ")" | '"' words '"' | word | word "*"

Operators are capitals: "or" in small letters is a word. The signs ¶ and § stand between words, as a space does. What
cannot be understood raises ``QueryError``, whose sentence names the place; nothing is guessed, dropped or widened.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from search.analysis.words import split_words

MAX_CHARACTERS = 500
MAX_WORDS = 32
MAX_DEPTH = 8
MIN_PREFIX = 3

_OPERATORS = ("OR", "AND", "NOT")
_TOKEN = re.compile(
    r'\s+|[,¶§]|(?P<bracket>[()])|"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<minus>-+)|(?P<word>[^\s,¶§()"]+)'
)


@dataclass(frozen=True)
class Words:
    """Consecutive words: one word, a phrase, or what one symbol such as 26.101 is made of.

    ``exact``: these very words, in quotation marks. ``prefix``: the last one is the beginning of a word.
    """

    pieces: tuple[str, ...]
    exact: bool = False
    prefix: bool = False


@dataclass(frozen=True)
class Not:
    """What ``node`` does not find."""

    node: "Node"


@dataclass(frozen=True)
class All:
    """What every node finds."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """What at least one node finds."""

    nodes: tuple["Node", ...]


Node = Words | Not | All | Either


class QueryError(ValueError):
    """A search text that cannot be understood: a translatable sentence, what fills it, and a text that would work."""

    def __init__(self, sentence: LazyText, details: Mapping[str, object], repaired: str) -> None:
        super().__init__(str(sentence) % {"value": "", **details})
        self.sentence = sentence
        self.details = details
        self.repaired = repaired


class _Kind(Enum):
    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"
    WORDS = "words"
    END = "end"


@dataclass(frozen=True)
class _Token:
    kind: _Kind
    place: int
    words: Words | None = None


def parse_query(text: str) -> Node:
    """Return the tree of a search text, or raise ``QueryError``."""
    return _Parser(text).parse()


def change_words(text: str, change: Callable[[str], str]) -> str:
    """Return ``text`` with each plain word changed: none in quotation marks, no operator, no prefix with a star."""

    def changed(match: re.Match[str]) -> str:
        word = match["word"]
        is_plain = word and word not in _OPERATORS and "*" not in word and split_words(word)
        return change(word) if is_plain else match[0]

    return _TOKEN.sub(changed, text)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > MAX_CHARACTERS:
            raise self.error(_TOO_LONG, MAX_CHARACTERS, limit=MAX_CHARACTERS, length=len(text))
        self.tokens = self._tokens()
        self.at = 0

    def error(self, sentence: LazyText, place: int, **details: object) -> QueryError:
        """Build the error for what stands at ``place`` (from 0; people count from 1)."""
        from_here = self.text[place : place + 40]
        repaired = " ".join(split_words(re.sub(r"\b(?:OR|AND|NOT)\b", " ", self.text[:MAX_CHARACTERS]))[:MAX_WORDS])
        return QueryError(sentence, {"place": place + 1, "there": from_here, **details}, repaired)

    # Tokens

    def _tokens(self) -> list[_Token]:
        tokens: list[_Token] = []
        for match in _TOKEN.finditer(self.text):
            place = match.start()
            if match["bracket"]:
                tokens.append(_Token(_Kind(match["bracket"]), place))
            elif match["phrase"] is not None:
                tokens.append(self._phrase(match, place))
            elif match["minus"]:
                tokens.append(_Token(_Kind.NOT, place))
            elif match["word"]:
                tokens.append(self._word(match["word"], place))
        words = sum(len(token.words.pieces) for token in tokens if token.words)
        if words > MAX_WORDS:
            raise self.error(_TOO_MANY_WORDS, 0, limit=MAX_WORDS, count=words)
        return [*tokens, _Token(_Kind.END, len(self.text))]

    def _phrase(self, match: re.Match[str], place: int) -> _Token:
        if not match["closed"]:
            raise self.error(_OPEN_QUOTE, place)
        pieces = split_words(match["phrase"])
        if not pieces:
            raise self.error(_EMPTY_PHRASE, place)
        return _Token(_Kind.WORDS, place, Words(tuple(pieces), exact=True))

    def _word(self, word: str, place: int) -> _Token:
        if word in _OPERATORS:
            return _Token(_Kind(word), place)
        stem = word.rstrip("*")
        pieces = split_words(stem)
        if "*" in stem:
            raise self.error(_STAR_INSIDE, place)
        if stem != word:
            if sum(map(len, pieces)) < MIN_PREFIX:
                raise self.error(_SHORT_PREFIX, place, least=MIN_PREFIX)
            return _Token(_Kind.WORDS, place, Words(tuple(pieces), prefix=True))
        if not pieces:
            raise self.error(_NO_LETTERS, place)
        return _Token(_Kind.WORDS, place, Words(tuple(pieces)))

    # Grammar

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def take(self, kind: _Kind) -> bool:
        """Step over the token here if it is of this kind."""
        if self.here.kind is not kind:
            return False
        self.at += 1
        return True

    def parse(self) -> Node:
        if self.here.kind is _Kind.END:
            raise self.error(_NOTHING, 0)
        node = self.either(depth=0)
        if self.here.kind is _Kind.CLOSE:
            raise self.error(_STRAY_CLOSE, self.here.place)
        return node

    def either(self, depth: int) -> Node:
        nodes = [self.together(depth)]
        while self.take(_Kind.OR):
            nodes.append(self.together(depth))
        return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))

    def together(self, depth: int) -> Node:
        nodes = [self.negation(depth)]
        while self.here.kind in (_Kind.AND, _Kind.NOT, _Kind.OPEN, _Kind.WORDS):
            self.take(_Kind.AND)
            nodes.append(self.negation(depth))
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes))

    def negation(self, depth: int) -> Node:
        negative = False
        while self.take(_Kind.NOT):
            negative = not negative
        node = self.atom(depth)
        return Not(node) if negative else node

    def atom(self, depth: int) -> Node:
        token = self.here
        if token.words:
            self.at += 1
            return token.words
        if not self.take(_Kind.OPEN):
            raise self.missing()
        if depth == MAX_DEPTH:
            raise self.error(_TOO_DEEP, token.place, limit=MAX_DEPTH)
        node = self.either(depth + 1)
        if not self.take(_Kind.CLOSE):
            raise self.error(_OPEN_BRACKET, token.place)
        return node

    def missing(self) -> QueryError:
        """Explain what stands where a word should: a lonely operator, a bracket too many or an empty one."""
        culprit = self.here
        if culprit.kind in (_Kind.END, _Kind.CLOSE) and self.at:
            culprit = self.tokens[self.at - 1]
        if culprit.kind in (_Kind.OR, _Kind.AND):
            return self.error(_LONELY_OPERATOR, culprit.place, operator=culprit.kind.value)
        if culprit.kind is _Kind.NOT:
            return self.error(_NOT_WHAT, culprit.place)
        return self.error(_STRAY_CLOSE if culprit.kind is _Kind.CLOSE else _EMPTY_BRACKETS, culprit.place)


_TOO_LONG = _("Your search has %(length)s characters; it can have %(limit)s.")
_TOO_MANY_WORDS = _("Your search has %(count)s words; it can have %(limit)s.")
_TOO_DEEP = _("Your search puts brackets in brackets more than %(limit)s deep, at character %(place)s: “%(there)s”.")
_OPEN_BRACKET = _("Your search opens a bracket at character %(place)s and does not close it: “%(there)s”.")
_STRAY_CLOSE = _("Your search closes a bracket at character %(place)s that it did not open: “%(there)s”.")
_EMPTY_BRACKETS = _("There is nothing in the brackets at character %(place)s: “%(there)s”.")
_OPEN_QUOTE = _("Your search opens a quotation mark at character %(place)s and does not close it: “%(there)s”.")
_EMPTY_PHRASE = _("There are no words between the quotation marks at character %(place)s: “%(there)s”.")
_LONELY_OPERATOR = _("“%(operator)s” at character %(place)s needs a word before it and a word after it.")
_NOT_WHAT = _("“NOT” or “-” at character %(place)s needs a word after it: “%(there)s”.")
_STAR_INSIDE = _("“*” can stand only at the end of a word; see character %(place)s: “%(there)s”.")
_SHORT_PREFIX = _("“*” needs at least %(least)s letters before it; see character %(place)s: “%(there)s”.")
_NO_LETTERS = _("There is no letter or digit at character %(place)s: “%(there)s”.")
_NOTHING = _("There is no word to search for.")
