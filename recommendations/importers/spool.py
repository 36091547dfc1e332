"""A queue on disk between the steps of an import, so that a file of any size needs little memory."""

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Generic, TypeVar

Item = TypeVar("Item")
_CHUNK = 500


class Spool(Generic[Item]):
    """Items are appended once, then read as often as needed, in the same order.

    The temporary file has no name and goes with the process. Only this process reads it, so that pickle is safe here.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close(), or with the process
        self._waiting: list[Item] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __enter__(self) -> "Spool[Item]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def append(self, item: Item) -> None:
        """Add an item at the end."""
        self._waiting.append(item)
        self._length += 1
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._file.seek(0, 2)
            pickle.dump(self._waiting, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self._waiting = []

    def chunks(self) -> Iterator[list[Item]]:
        """Yield the items in their order, some hundreds at a time."""
        self._flush()
        self._file.flush()
        end = self._file.tell()
        position = 0
        while position < end:
            self._file.seek(position)
            chunk = pickle.load(self._file)  # noqa: S301 - written above by this process
            position = self._file.tell()
            yield chunk

    def __iter__(self) -> Iterator[Item]:
        for chunk in self.chunks():
            yield from chunk

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()
