"""The worker of imports as a process beside another: started, started again when it dies, stopped politely."""

import subprocess
import sys
import time

from django.conf import settings

_WAIT_BEFORE_NEXT = 5.0


class WorkerProcess:
    """``manage.py work_imports`` in a process of its own, so that a long import holds nothing else up.

    It has its own session, so that a signal to our group (Ctrl-C) does not cut an import off; and it ends by itself
    when we are gone, even killed, as it then finds its input closed.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = float("-inf")

    @property
    def pid(self) -> int | None:
        """Its number, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def keep_alive(self) -> int | None:
        """Start it if it is not running; return the exit code of one that ended by itself since the last call."""
        ended = self._process.poll() if self._process else None
        if self._process is not None and ended is None:
            return None
        if time.monotonic() - self._started_at >= _WAIT_BEFORE_NEXT:
            self._started_at = time.monotonic()
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_imports", "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
            return ended
        return None

    def stop(self) -> None:
        """Let the running import finish, then end it."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()
