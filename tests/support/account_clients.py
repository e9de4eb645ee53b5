"""boto3 clients of an account, in process and over HTTP."""

import threading
from contextlib import closing, contextmanager
from functools import cache, partial

import boto3
from botocore.config import Config
from waitress.wasyncore import close_all

from sagemaker_account.endpoint import build_wsgi_app, listen
from sagemaker_account.transport import connect

IN_PROCESS, OVER_HTTP = "in process", "over HTTP"
TRANSPORTS = (IN_PROCESS, OVER_HTTP)


@contextmanager
def connect_client(account, door):
    """Yield a boto3 client of an account."""
    if door == IN_PROCESS:
        with closing(connect(account)) as client:
            yield client
    else:
        with serve_app(build_wsgi_app(account)) as url, closing(http_client(url)) as client:
            yield client


class AccountRelay:
    """Forwards to the account under test, so that tests share clients."""

    account = None
    region = "us-west-2"

    def call(self, operation, request):
        return self.account.call(operation, request)


@contextmanager
def serve_app(app):
    """Serve a WSGI application on a free loopback port; yield its URL."""
    server = listen(app, "127.0.0.1", 0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        # In the server's own thread: its sockets are not to be closed while it waits on them.
        server.trigger.pull_trigger(partial(close_all, server._map))
        thread.join()


def http_client(url, **config):
    """Return an ordinary boto3 client with fake credentials."""
    settings = {"retries": {"max_attempts": 0}, **config}
    return _session().client("sagemaker", endpoint_url=url, config=Config(**settings))


@cache
def _session():
    return boto3.session.Session("any", "credentials", region_name="us-west-2")
