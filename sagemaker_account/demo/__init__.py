"""Demo account: an ML team's year, AWS's walk-through, a supplier's account.

It has about 400 entities, written through the account's own operations, and the resources that they
represent, seeded as descriptions: this package does not depend on the storage format. All of it is written
in one transaction. Every build is identical, because times are fixed and identifiers are derived from what
they identify.
"""

from contextlib import closing
from datetime import UTC, datetime

from sagemaker_account.demo import abalone, churn, edge_cases, fraud, partner_account, walkthrough
from sagemaker_account.demo.abalone import REFERENCE
from sagemaker_account.demo.arn_names import ACCOUNT, REGION
from sagemaker_account.demo.builder_clock import ScriptedAccounts
from sagemaker_account.demo.lineage_builder import DemoBuilder
from sagemaker_account.service import Account
from sagemaker_account.store import Store

__all__ = ["ACCOUNT", "REFERENCE", "REGION", "build", "build_file", "open_demo_account"]


def build(store: Store) -> Account:
    """Fill an empty store with the demo and return its account.

    The account is `000000000000` in us-west-2. Later writes to it have the current time.
    """
    with store.begin_transaction() as transaction:
        _write(DemoBuilder(accounts=ScriptedAccounts(transaction), time=datetime(1970, 1, 1, tzinfo=UTC)))
    return open_demo_account(store)


def build_file(path: str) -> None:
    """Fill a database file with the demo.

    Args:
        path: Path of the file, which is created if it does not exist.
    """
    with closing(Store.open(path, create=True)) as store:
        build(store)


def open_demo_account(store: Store) -> Account:
    """Return the account of a store that contains the demo."""
    return Account(store, account_id=ACCOUNT, region=REGION)


def _write(builder: DemoBuilder) -> None:
    walkthrough.write(builder)
    abalone.write(builder)
    churn.write(builder)
    fraud.write(builder, partner_account.write(builder))
    edge_cases.write(builder)
