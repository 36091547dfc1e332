"""What a search finds, a second time and as plainly as can be: the tree, evaluated record by record over its tokens."""

from collections import defaultdict
from collections.abc import Iterable

from search.analysis.indexed_text import IndexedText
from search.analysis.stems import STEMMERS
from search.analysis.words import fold_word
from search.query import All, Node, Not, Words


class Oracle:
    """Knows every record's tokens."""

    def __init__(self, texts: Iterable[IndexedText]) -> None:
        self.folded: dict[int, str] = {}
        self.stemmed: dict[str, set[int]] = defaultdict(set)
        self.worded: dict[str, set[int]] = defaultdict(set)
        for text in texts:
            self.folded[text.id] = f" {text.x} "
            for stem in text.s.split():
                self.stemmed[stem].add(text.id)
            for word in text.x.split():
                self.worded[word].add(text.id)

    def ids(self, node: Node) -> set[int]:
        """Return the records that the search finds."""
        if isinstance(node, Words):
            return self._words(node)
        if isinstance(node, Not):
            return set(self.folded) - self.ids(node.node)
        found = [self.ids(each) for each in node.nodes]
        return set.intersection(*found) if isinstance(node, All) else set.union(*found)

    def _words(self, words: Words) -> set[int]:
        tokens = [fold_word(piece) for piece in words.pieces]
        if len(tokens) == 1 and not words.exact and not words.prefix:
            stems = [stemmer.stem(tokens[0]) for stemmer in STEMMERS.values()]
            return set.union(self.worded[tokens[0]], *(self.stemmed[stem] for stem in stems))
        sought = f" {' '.join(tokens)}" + ("" if words.prefix else " ")
        return {pk for pk, folded in self.folded.items() if sought in folded}
