"""Settings by run mode: ``base`` for all, ``development``, ``test`` and ``production`` on top of it."""
