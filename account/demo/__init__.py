"""The demo account: a year of an ML team's work, AWS's published walk-through, and a supplier's account.

About 400 entities, written through the account's own operations, and the resources behind them, told to it:
nothing here knows how they are stored. All of it is written in one transaction.
Every build writes the same, because moments are stated and identifiers follow from what they identify.
"""

from contextlib import closing
from datetime import UTC, datetime

from account.demo import abalone, churn, fraud, oddities, partner, walkthrough
from account.demo.abalone import REFERENCE
from account.demo.author import Author
from account.demo.desk import Desk
from account.demo.naming import ACCOUNT, REGION
from account.service import Account
from account.store import Store

__all__ = ["REFERENCE", "REGION", "build", "build_file", "filled"]


def build(store: Store) -> Account:
    """Fill an empty store with the demo and return the account to read it by.

    The account answers as `000000000000` in us-west-2. What is written to it later carries the time of day.
    """
    with store.transaction() as whole:
        _write(Author(desk=Desk(whole), when=datetime(1970, 1, 1, tzinfo=UTC)))
    return filled(store)


def build_file(path: str) -> None:
    """Fill a file, which is made if it is not there, with the demo."""
    with closing(Store.open(path, create=True)) as store:
        build(store)


def filled(store: Store) -> Account:
    """Return the account of a store that was filled with the demo."""
    return Account(store, account_id=ACCOUNT, region=REGION)


def _write(author: Author) -> None:
    walkthrough.write(author)
    abalone.write(author)
    churn.write(author)
    fraud.write(author, partner.write(author))
    oddities.write(author)
