"""Shared by the explorer's server and the endpoint's: serving, guard, sign-in, log.

Everything here is plain WSGI. It knows neither the explorer nor the embedded account: `app.py` puts the parts
together.
"""
