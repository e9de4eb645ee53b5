"""boto3 clients of an account, in process and over HTTP."""

from contextlib import closing, contextmanager
from functools import cache

import boto3
from botocore.config import Config

from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.transport import connect
from server.listen import listen
from tests.support.wsgi_servers import run_server

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
    with run_server(listen(app, "127.0.0.1", 0)) as url:
        yield url


def http_client(url, **config):
    """Return an ordinary boto3 client with fake credentials."""
    settings = {"retries": {"max_attempts": 0}, **config}
    return _session().client("sagemaker", endpoint_url=url, config=Config(**settings))


@cache
def _session():
    return boto3.session.Session("any", "credentials", region_name="us-west-2")
