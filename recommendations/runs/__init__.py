"""Imports in the background: a file waits in the storage, the worker checks it, a person looks, the worker writes.

``steps`` is what people do, ``work`` what the worker does, ``summary`` what a preview tells, ``locks`` how each knows
that the other is alive, ``tending`` what happens to runs that nobody finishes.
"""
