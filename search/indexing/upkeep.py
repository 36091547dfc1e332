"""What the worker does for the search, again and again: read what is due, deliver what changed."""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections
from django.utils import timezone

from search.changes.pruning import prune
from search.engines.elastic import worker
from search.engines.elastic.server import ElasticAway
from search.engines.text import database_text_engine
from search.indexing.writing import make_missing_due, read_due
from search.query import Words

PAUSE = 0.5
"""Seconds between two rounds: a change is found on every engine within two."""

LOOK_AROUND = timedelta(minutes=10)
"""How often to look for what no change announced (another analyser version, rows written past the application), and to
shorten the log."""

logger = logging.getLogger(__name__)


def keep_up(stop: threading.Event) -> None:
    """Keep every index in step with the record until told to stop. What fails is reported and tried again."""
    looked_around = None
    is_away = False
    while not stop.is_set():
        close_old_connections()
        try:
            if looked_around is None or timezone.now() - looked_around >= LOOK_AROUND:
                make_missing_due()
                prune()
                looked_around = timezone.now()
            read_due()
            worker.deliver()
            is_away = False
        except ElasticAway as error:
            if not is_away:
                logger.warning("Elasticsearch does not take changes; they wait: %s", error)
            is_away = True
        except Exception:
            # Whatever it was, the next round may fare better; without this thread nothing new would be found.
            logger.exception("The search index could not be brought up to date; it will be tried again.")
        stop.wait(timeout=PAUSE)
    close_old_connections()


def catch_up() -> None:
    """Do one round now. Raises ElasticAway where Elasticsearch does not take the changes."""
    make_missing_due()
    read_due()
    worker.deliver()
    prune()


def states() -> dict[str, str]:
    """Return each engine's state for the health page. Raises DatabaseError where the text index does not answer."""
    database_text_engine().ids(Words(("health",)))
    seen = {"search": "ok", "elasticsearch": worker.state()}
    return {name: state for name, state in seen.items() if state}
