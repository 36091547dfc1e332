"""Telling people by mail: a database outbox, written in the transaction of what it tells, delivered by the worker.

``receivers`` say who is told of what, ``outbox`` queues and delivers, ``letters`` writes the mail itself,
``reminders`` tell once what grew old or comes near, ``choices`` is how people say how often.
"""
