"""All parts put together: accounts, services, app, server, commands.

`app.py` parses the command line and calls `commands`. Modules that a command does not need are imported when
they are needed: most of the time of a start is imports.
"""
