"""The two sides as functions from a search to its HTML, each in this process and warm."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

Ask = Callable[[str], str]


def our_site() -> Ask:
    """Return our side: a whole request through middleware, view and the production template."""
    django.setup()
    client = Client(headers={"Accept-Language": "en"})

    def ask(address: str) -> str:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}.")
        return str(response.content.decode())

    return ask


@contextmanager
def only_facets(names: Sequence[str]) -> Iterator[None]:
    """Let our page show these facets only, as many as the peer's."""
    from search import facets

    with patch.object(facets, "FACETS", [name for name in facets.FACETS if name in names]):
        yield


def queries_of(ask: Ask, address: str) -> int:
    """Count the queries of one warm page."""
    ask(address)
    with CaptureQueriesContext(connection) as captured:
        ask(address)
    return len(captured)


def our_clients(addresses: Sequence[str], clients: int, times: int) -> list[str]:
    """Let several people ask at once, and return what went wrong."""
    wrong: list[str] = []

    def one(number: int) -> None:
        client = Client()
        for turn in range(times):
            address = addresses[(number + turn) % len(addresses)]
            try:
                response = client.get(address)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
                wrong.append(f"{address}: {error!r}")
            else:
                if response.status_code != 200:
                    wrong.append(f"{address}: {response.status_code}")
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def datasette(database: Path) -> Ask:
    """Return the peer's side: Datasette's HTML page, its limits raised so that it finishes."""
    from datasette.app import Datasette

    loop = asyncio.new_event_loop()
    settings = {
        "sql_time_limit_ms": 120_000,
        "facet_time_limit_ms": 120_000,
        "default_facet_size": 30,
        "suggest_facets": False,
        "truncate_cells_html": 0,
    }
    peer: Any = Datasette([], immutables=[str(database)], settings=settings, memory=False)
    loop.run_until_complete(peer.invoke_startup())

    def ask(address: str) -> str:
        response = loop.run_until_complete(peer.client.get(address, follow_redirects=True))
        if response.status_code != 200:
            raise SystemExit(f"The peer's {address} answered {response.status_code}.")
        return str(response.text)

    return ask
