"""The account over HTTP, throttling and failing on purpose; a client that retries without waiting."""

import random
import socket
import threading

import boto3
import pytest
from botocore.config import Config

from account import endpoint
from lineage import errors
from lineage.aws.catalog import SageMakerCatalog
from lineage.aws.reader import SageMakerSource
from lineage.query import LineageQuery

LEAVES = 30


@pytest.fixture
def hub(make):
    """Make a hub with leaves up- and downstream."""
    hub = make.artifact("s3://b/hub")
    for number in range(LEAVES):
        leaf = make.artifact(f"s3://b/{number}")
        make.chain(*((hub, leaf) if number % 2 else (leaf, hub)))
    return hub


@pytest.fixture
def served(account, boto):
    """Serve the account with faults; return a client of it."""
    servers = []

    def serve(*, attempts=12, **faults):
        server = endpoint.listen(endpoint.wsgi_app(account, **faults), "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        servers.append((server, thread))
        return impatient(boto, f"http://127.0.0.1:{server.effective_port}", attempts)

    yield serve
    for server, thread in servers:
        server.close()
        thread.join(10)


def impatient(boto: boto3.Session, url, attempts):
    """Make a client that retries at once what botocore's would retry after a while."""
    client = boto.client(
        "sagemaker",
        region_name="us-west-2",
        endpoint_url=url,
        aws_access_key_id="any",
        aws_secret_access_key="any",  # noqa: S106 - the account accepts any
        config=Config(retries={"total_max_attempts": 1}, max_pool_connections=16),
    )

    def at_once(attempts_made, response, caught_exception):
        failed = caught_exception is not None or response[0].status_code >= 400
        return 0.001 if failed and attempts_made < attempts else None

    client.meta.events.register_first(
        "needs-retry.sagemaker",
        lambda attempts, response, caught_exception, **_: at_once(attempts, response, caught_exception),
    )
    return client


def test_a_service_that_throttles_and_fails_is_read_completely(served, client, hub):
    unreliable = served(throttle=0.3, fail=0.1, latency_ms=2, rng=random.Random(1))
    graph = SageMakerSource(unreliable, page_size=3).read(LineageQuery(hub))
    expected = SageMakerSource(client, page_size=3).read(LineageQuery(hub))
    assert graph.reading.complete
    assert (graph.vertices, graph.associations) == (expected.vertices, expected.associations)


def test_a_service_that_throttles_is_described_completely(served, client, hub):
    arns = list(SageMakerSource(client).read(LineageQuery(hub)).vertices)
    catalog = SageMakerCatalog(served(throttle=0.3, fail=0.1, rng=random.Random(2)))
    assert list(catalog.describe_within(arns, seconds=20)) == arns


@pytest.mark.parametrize(
    ("fault", "error"), [("throttle", errors.Throttled), ("fail", errors.SourceUnavailable)]
)
def test_a_service_that_never_answers_is_an_error_of_its_kind(served, hub, fault, error):
    with pytest.raises(error):
        SageMakerSource(served(attempts=3, **{fault: 1.0})).read(LineageQuery(hub))


def test_what_a_service_that_will_not_be_asked_again_answered_is_shown_with_its_gaps(served, hub):
    moody = served(attempts=1, throttle=0.2, rng=random.Random(3))
    graph = SageMakerSource(moody, page_size=3).read(LineageQuery(hub))
    assert 1 < len(graph.vertices) < LEAVES + 1
    assert any("throttled after page" in gap for gap in graph.reading.gaps)


def test_an_endpoint_that_stops_half_way_leaves_a_partial_answer_and_recovers(served, hub):
    client = served(attempts=1)
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
    assert any("SageMaker could not be reached after page" in gap for gap in partial.reading.gaps)
    whole = source.read(LineageQuery(hub))
    assert whole.reading.complete
    assert set(partial.vertices) < set(whole.vertices)
    assert len(whole.vertices) == LEAVES + 1
