"""Labels that a file runs together in one line: "Right to food; Right to health", "Chile, Peru and Togo"."""

import re
from collections.abc import Callable
from typing import TypeVar

Record = TypeVar("Record")

_JOINT = re.compile(r"\s*[;|,\n]\s*(?:and\b)?\s*|\s+and\s+", re.IGNORECASE)
_MOST_PIECES = 60


def records_of(label: str, resolve: Callable[[str], Record | None]) -> list[Record]:
    """Return the record that ``label`` means, or those of all labels it joins; nothing if any part is not known.

    Some labels hold separators themselves ("Children: definition; general principles; protection"), so the label is
    taken apart only where nobody knows it as it stands, and then the longest known part counts.
    """
    known = resolve(label)
    if known is not None:
        return [known]
    joints = [(match.start(), match.end()) for match in _JOINT.finditer(label)]
    if not 0 < len(joints) < _MOST_PIECES:
        return []
    starts = [0, *(end for _, end in joints)]
    ends = [*(start for start, _ in joints), len(label)]
    found: list[Record] = []
    piece = 0
    while piece < len(starts):
        parts = ((last, label[starts[piece] : ends[last]]) for last in range(len(ends) - 1, piece - 1, -1))
        fits = ((last, part_record) for last, part in parts if part and (part_record := resolve(part)) is not None)
        last, record = next(fits, (piece, None))
        if record is None and label[starts[piece] : ends[piece]].strip():
            return []
        if record is not None:
            found.append(record)
        piece = last + 1
    return found
