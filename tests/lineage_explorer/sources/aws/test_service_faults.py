"""Reading over HTTP from an account that throttles and fails."""

import random
import socket
import threading
from contextlib import ExitStack, closing, contextmanager
from itertools import chain, repeat
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from botocore.config import Config

from lineage_explorer import errors
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import endpoint

LEAVES = 30


@pytest.fixture
def hub(make):
    """Make a hub with leaves upstream and downstream."""
    hub = make.artifact("s3://b/hub")
    for number in range(LEAVES):
        leaf = make.artifact(f"s3://b/{number}")
        make.chain(*((hub, leaf) if number % 2 else (leaf, hub)))
    return hub


@pytest.fixture
def serve_with_faults(account, boto):
    """Return a function that serves an unreliable account to a client."""
    with ExitStack() as stack:

        def serve(*, attempts=12, **faults):
            url = stack.enter_context(serve_app(endpoint.build_wsgi_app(account, **faults)))
            return stack.enter_context(closing(make_impatient(boto, url, attempts)))

        yield serve


class Server(ThreadingMixIn, WSGIServer):
    """Answers each request on its own connection, so it stops at once."""


class Quiet(WSGIRequestHandler):
    """Logs no requests."""

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serve_app(app):
    """Serve an application on a free loopback port; yield its URL."""
    with make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def make_impatient(boto, url, most_attempts):
    """Make a client that retries without waiting."""
    client = boto.client(
        "sagemaker",
        region_name="us-west-2",
        endpoint_url=url,
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(retries={"total_max_attempts": 1}, max_pool_connections=16),
    )

    def at_once(attempts, response, caught_exception, **_):
        failed = caught_exception is not None or response[0].status_code >= 400
        return 0.001 if failed and attempts < most_attempts else None

    client.meta.events.register_first("needs-retry.sagemaker", at_once)
    return client


def seeded_random(seed):
    return random.Random(seed)  # noqa: S311 - draws faults, not secrets


class AfterFour:
    """Draws no fault for four calls, then only faults."""

    def __init__(self):
        self.draws = chain([1.0] * 4, repeat(0.0))

    def random(self):
        return next(self.draws)


def test_throttling_and_failing_service_is_read_completely(serve_with_faults, client, hub):
    unreliable = serve_with_faults(throttle=0.3, fail=0.1, latency_ms=2, rng=seeded_random(1))
    graph = SageMakerSource(unreliable, page_size=3).read(LineageQuery(hub))
    expected = SageMakerSource(client, page_size=3).read(LineageQuery(hub))
    assert graph.read_status.is_complete
    assert (graph.vertices, graph.associations) == (expected.vertices, expected.associations)


def test_throttling_service_is_described_completely(serve_with_faults, client, hub):
    arns = list(SageMakerSource(client).read(LineageQuery(hub)).vertices)
    catalog = SageMakerCatalog(serve_with_faults(throttle=0.3, fail=0.1, rng=seeded_random(2)))
    assert list(catalog.describe_within(arns, seconds=20)) == arns


@pytest.mark.parametrize(
    ("fault", "error"), [("throttle", errors.Throttled), ("fail", errors.SourceUnavailable)]
)
def test_permanent_fault_raises_its_error_class(serve_with_faults, hub, fault, error):
    with pytest.raises(error):
        SageMakerSource(serve_with_faults(attempts=3, **{fault: 1.0})).read(LineageQuery(hub))


def test_pages_read_before_throttling_give_a_partial_graph(serve_with_faults, hub):
    throttling = serve_with_faults(attempts=1, throttle=0.5, rng=AfterFour())
    graph = SageMakerSource(throttling, page_size=3).read(LineageQuery(hub))
    assert 1 < len(graph.vertices) < LEAVES + 1
    assert any("throttled after page" in gap for gap in graph.read_status.gaps)


def test_endpoint_that_stops_midway_gives_a_partial_graph_and_recovers(serve_with_faults, hub):
    client = serve_with_faults(attempts=1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        sent = []

        def stop(request, **_):
            sent.append(request)
            if len(sent) > 4:
                request.url = dead

        client.meta.events.register("before-send.sagemaker", stop)
        source = SageMakerSource(client, page_size=3)
        partial = source.read(LineageQuery(hub))
        client.meta.events.unregister("before-send.sagemaker", stop)
    assert any("SageMaker could not be reached after page" in gap for gap in partial.read_status.gaps)
    whole = source.read(LineageQuery(hub))
    assert whole.read_status.is_complete
    assert set(partial.vertices) < set(whole.vertices)
    assert len(whole.vertices) == LEAVES + 1
