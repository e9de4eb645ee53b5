"""Accounts named in a file or by options, and what is wrong with them."""

from __future__ import annotations

import json

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.sources.accounts.account_settings import (
    AccountSettings,
    check_accounts,
    parse_account_option,
    parse_role_option,
    read_account_file,
)

ROLE = "arn:aws:iam::222233334444:role/LineageReader"
TOML = f"""
[models]
profile = "ml-models"
region = "us-west-2"

[data]
role = "{ROLE}"
external_id = "secret"
regions = ["us-west-2", "eu-west-1"]

[archive]
file = "archive.sqlite"
"""


def test_file_names_accounts_in_its_order(tmp_path):
    file = tmp_path / "accounts.toml"
    file.write_text(TOML)
    assert read_account_file(file) == (
        AccountSettings("models", profile="ml-models", region="us-west-2"),
        AccountSettings("data-us-west-2", region="us-west-2", role=ROLE, external_id="secret"),
        AccountSettings("data-eu-west-1", region="eu-west-1", role=ROLE, external_id="secret"),
        AccountSettings("archive", files=(str(tmp_path / "archive.sqlite"),)),
    )


def test_json_does_as_well(tmp_path):
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps({"models": {"profile": "p", "account_id": "111122223333"}}))
    (account,) = read_account_file(file)
    assert account.known_account_id == "111122223333"


def test_options_name_accounts():
    assert parse_account_option("models,profile=p,region=us-west-2") == (
        AccountSettings("models", profile="p", region="us-west-2"),
    )
    odd = "arn:aws:iam::222233334444:role/a,b=c"
    (account,) = parse_role_option(f"data={odd},region=eu-west-1,external_id=x=y")
    assert account == AccountSettings("data", role=odd, region="eu-west-1", external_id="x=y")
    assert account.known_account_id == "222233334444"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no account"),
        ("[a", "neither TOML nor JSON"),
        ("a = 1", "“a” .* is not a table"),
        ('["a b"]\nprofile = "p"', "“a b” is not an account name"),
        ('[account-2]\nprofile = "p"', "“account-2” stands for an account whose name is hidden"),
        ('[a]\nprofil = "p"', "“profil” of “a” .* is not understood: use profile, region"),
        ("[a]\nprofile = 1", "“profile” of “a” must be text in quotes, not 1"),
        ('[a]\nrole = "reader"', "“reader” of “a” is not the ARN of a role"),
        ('[a]\nexternal_id = "x"', "no role that wants one"),
        ('[a]\naccount_id = "12"', "“12” of “a” is not an account id, which has twelve digits"),
        ('[a]\nfile = "x"\nprofile = "p"', "“a” is a file, so “profile” does not apply"),
        ("[a]\nregions = 5", "“regions” of “a” must be text in quotes, not 5"),
        ("[a]\nfile = [1]", "“files” of “a” must be text in quotes, not 1"),
        ("[a]\nfiles = {b = 1}", "“files” of “a” must be text in quotes"),
        ('[a]\nregion = "r"\nregions = ["r"]', "“regions” beside “region”"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, said):
    file = tmp_path / "accounts.toml"
    file.write_text(text)
    with pytest.raises(InvalidQuery, match=said):
        read_account_file(file)


def test_missing_file_and_equal_names_are_refused(tmp_path):
    with pytest.raises(InvalidQuery, match=r"nowhere\.toml” cannot be read: No such file"):
        read_account_file(tmp_path / "nowhere.toml")
    with pytest.raises(InvalidQuery, match="Two accounts are named “a”"):
        check_accounts([AccountSettings("a"), AccountSettings("a")])
    with pytest.raises(InvalidQuery, match="does not name a role: write NAME="):
        parse_role_option("data")
