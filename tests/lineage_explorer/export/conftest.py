"""The demo's explorer, for files that are compared with its screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from sagemaker_account import transport
from sagemaker_account.service import Account
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.html_tree import Element, parse_html
from tests.support.page_client import PageClient
from tests.support.question_accounts import demo_arns


@dataclass(frozen=True)
class DemoFiles:
    """The demo's explorer as a page and over HTTP.

    Attributes:
        arns: Entities of the demo, by key.
    """

    account: Account
    page: PageClient
    arns: dict[str, str]

    def fill(self, address: str) -> str:
        """Return an address with the ARNs of the entities that it names by key."""
        return address.format(**self.arns)

    def export(self, slug: str, address: str) -> TestResponse:
        """Return the response with the file of an address."""
        return self.page.web.get(f"/api/v1/export?format={slug}&{self.fill(address)}")

    def read(self, slug: str, address: str) -> bytes:
        """Return the file of an address."""
        response = self.export(slug, address)
        assert response.status_code == 200, response.text
        return response.data

    def read_table(self, address: str) -> list[list[str]]:
        """Return the cells of the page's table at an address, with its head."""
        screen = self.page._screen(f"?{self.fill(address)}&view=table", "on")
        table = parse_html(screen["shown"]["table.html"])
        return [[_read_cell(cell) for cell in _list_cells(row)] for row in table.find_all("tr")]


def _list_cells(row: Element) -> list[Element]:
    return [cell for cell in row.walk() if cell.tag in ("th", "td")]


def _read_cell(cell: Element) -> str:
    name = cell.find("bdi")
    return name.text if name.tag else cell.text


@pytest.fixture(scope="package")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoFiles]:
    folder = tmp_path_factory.mktemp("demo")
    with open_demo(folder) as account:
        client: Any = transport.connect(account)
        arns = {**demo_arns(client), "production": production_endpoint(client)}
        yield DemoFiles(account, PageClient(account, folder / "pseudonyms.sqlite"), arns)
