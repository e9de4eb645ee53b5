"""The account in the header, and the menu of all configured accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria
from lineage_explorer.query.address import Address, format_href

if TYPE_CHECKING:
    from lineage_explorer.explore.services import AccountOption


def account_pill(*, has_menu: bool) -> Component:
    """Return where the header shows the account.

    Args:
        has_menu: Whether there are several to switch between.
    """
    name = [html.Span(className="dot"), html.Span(id=ids.ACCOUNT)]
    if not has_menu:
        return html.Span(name, className="pill account", title="Account")
    return html.Details(
        [
            html.Summary(name, className="pill account", title="Switch to another account"),
            html.Nav(id=ids.ACCOUNT_LIST, className="account-list", **aria(label="Accounts")),
        ],
        className="popup account-menu",
    )


def account_list(accounts: Sequence[AccountOption], base: Address) -> Component:
    """Return the links to the first screens of all accounts.

    Args:
        accounts: The accounts.
        base: Address of the first screen that is shown now.
    """
    return html.Ul([html.Li(_account_link(account, base)) for account in accounts])


def _account_link(account: AccountOption, base: Address) -> Component:
    current = aria(current="true") if account.name == base.account and not base.file else {}
    target = replace(base, account=account.name, file="")
    return html.A(account.title, href=format_href(target), **current)
