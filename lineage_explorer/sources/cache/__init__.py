"""Caches of computed values and of API responses.

A `ValueCache` keeps Python objects of this process: graphs, answers, layouts, screens, descriptions.

A `ResponseCache` keeps the account's API responses, with the time each was read. It can be shared by several
workers, which claim a request so that only one of them sends it. In memory, it is itself a `ValueCache`; else
its responses are serialized for a backend: SQLite or Redis.

`cache_table` has the size and time to live of each cache, and counts their use.
"""
