"""The engines: the same question gets the same records from each of them.

``text`` is what the two databases' text indexes have in common, ``sqlite`` and ``postgres`` are those, ``elastic`` is
the server for more than one machine can carry.
"""
