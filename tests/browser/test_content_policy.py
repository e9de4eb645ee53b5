"""What browsers are told: scripts of the page alone run, and no other name reads or writes."""

from __future__ import annotations

import re

import pytest

from assembly.endpoint_app import guard_endpoint
from bench.browser import CHROMIUM, CHROMIUM_OPTIONS
from sagemaker_account.endpoint import build_wsgi_app
from server.guard_settings import GuardSettings
from server.listen import listen
from tests.support.explorer_page import press_export
from tests.support.wsgi_servers import run_server

VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def strict_address(stage):
    """Return the address of a server whose policy is as readers get it."""
    stage.is_strict = True
    yield stage.address
    stage.is_strict = False


def test_no_view_does_what_the_policy_forbids(page, strict_address, production):
    """Only selectors are waited for: Playwright evaluates conditions, which the policy forbids, too."""
    page.add_init_script(VIOLATIONS)

    def show(query, selector):
        page.evaluate("search => window.dash_clientside.set_props('address', { search })", query)
        page.wait_for_selector(selector)

    page.goto(strict_address)
    page.wait_for_selector("#welcome h1")
    page.keyboard.press("/")
    page.fill("#start", "churn")
    page.wait_for_selector("#hits a")
    page.keyboard.press("Escape")
    show(f"?start={production}", "#lineage[data-state=complete]")
    page.hover("#graph")
    with page.expect_download():
        press_export(page)
    for query, selector in (
        (f"?start={production}&view=table", "#table tbody tr >> nth=0"),
        (f"?start={production}&question=endpoint-models", "#answer [data-arn] >> nth=0"),
        ("?view=browse", "#welcome a[href*='start='] >> nth=0"),
        ("?start=nothing", "#notice:not(:empty)"),
    ):
        show(query, selector)
    assert page.evaluate("window.violations") == []


def test_without_the_hashes_the_page_does_not_start(browser_context, strict_address):
    """The policy is in force: it would be told if a script lacked its hash."""
    page = browser_context.new_page()
    page.add_init_script(VIOLATIONS)

    def drop_hashes(route):
        answer = route.fetch()
        policy = re.sub(r" 'sha256-[^']+'", "", answer.headers["content-security-policy"])
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route(re.compile(rf"{re.escape(strict_address)}/$"), drop_hashes)
    page.goto(strict_address)
    violations = page.evaluate("window.violations")
    page.close()
    assert [violation.split() for violation in violations] == [["script-src-elem", "inline"]] * 2


READ = """async () => {
    const tell = async (path, options) => {
        try { const answer = await fetch(path, options); return [answer.status, await answer.text()]; }
        catch (error) { return [0, String(error)]; }
    };
    return [await tell("/screen"), await tell("/", {method: "POST", body: "{}", headers: {
        "X-Amz-Target": "SageMaker.ListArtifacts", "Content-Type": "application/x-amz-json-1.1"}})];
}"""


def test_a_page_at_a_name_that_was_pointed_here_reads_and_writes_nothing(chromium, address, account):
    app = guard_endpoint(build_wsgi_app(account), GuardSettings())
    # Browsers that ask before a page reaches this machine would not even try.
    unguarded = "--disable-features=LocalNetworkAccessChecks"
    options = [*CHROMIUM_OPTIONS, "--host-resolver-rules=MAP evil.example 127.0.0.1", unguarded]
    with run_server(listen(app, "127.0.0.1", 0)) as endpoint:
        browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=options)
        page = browser.new_page()
        for server in (address, endpoint):
            attack = f"{server.replace('127.0.0.1', 'evil.example')}/attack"
            page.route(attack, lambda route: route.fulfill(body="<p>Hello", content_type="text/html"))
            page.goto(attack)
            for status, text in page.evaluate(READ):
                assert status == 421
                assert "arn:" not in text
        browser.close()
