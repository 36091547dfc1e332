"""Elasticsearch: where one machine is outgrown. Set ``ELASTICSEARCH_URL`` to use it.

    server     the connection, and the breaker that leaves a server alone that is away
    mapping    what the index looks like, and its version
    documents  what of a recommendation it holds
    bulk       sending documents, no faster than the server takes them
    delivery   the index follows the log of changes; building it anew while the former one serves
    clauses    from a search to Elasticsearch's queries
    finder     page, exact total and counts in one round trip
    checking   every difference between the record and the index

Writers of the record never wait for it: the log of changes is the outbox, ``manage.py work`` delivers it, and while the
server is away the database answers.
"""
