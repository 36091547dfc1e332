"""A small, real SMTP server (RFC 5321) that keeps what it takes, and can refuse or break off as told."""

import email
import email.policy
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class Behaviour:
    """What the server does out of the ordinary."""

    refuse: dict[str, str] = field(default_factory=dict)
    """Answers to RCPT for some addresses, such as "550 No such user"."""
    refuse_data: list[str] = field(default_factory=list)
    """Answers after the words of the next mails, one each."""
    break_after_data: int = 0
    """So many mails are taken, and the line broken before the server says so."""


class SmtpServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own. ``accepted`` are (recipient, mail) pairs in order; ``connections`` counts."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.behaviour = Behaviour()
        self.accepted: list[tuple[str, EmailMessage]] = []
        self.connections = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_address[1]


class _Session(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.connections += 1
        self.recipients: list[str] = []
        self._say("220 test ESMTP")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if verb.upper() == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(verb.upper(), rest):
                return

    def _answer(self, verb: str, rest: str) -> bool:
        """Answer one command; False where the line is broken."""
        if verb == "RCPT":
            self._recipient(rest.partition(":")[2].split()[0].strip("<>"))
        elif verb == "DATA":
            return self._data()
        else:
            if verb in ("MAIL", "RSET"):
                self.recipients = []
            self._say("250 ok")
        return True

    def _recipient(self, address: str) -> None:
        refusal = self.server.behaviour.refuse.get(address)
        if refusal is None:
            self.recipients.append(address)
        self._say(refusal or "250 ok")

    def _data(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        behaviour = self.server.behaviour
        if behaviour.refuse_data:
            self._say(behaviour.refuse_data.pop(0))
            return True
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.accepted += [(address, mail) for address in self.recipients]
        if behaviour.break_after_data:
            behaviour.break_after_data -= 1
            self.request.shutdown(socket.SHUT_RDWR)
            return False
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running(port: int = 0) -> Iterator[SmtpServer]:
    """Run a server until the block ends."""
    with SmtpServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(timeout=5)
