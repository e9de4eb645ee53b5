"""Options of an export, apart from the address."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.export_options import Listing, Theme, describe_csv, split_export_options


def test_options_are_taken_out_of_the_address():
    options, search = split_export_options("?format=svg&start=arn:a&theme=dark&hide=job&hide=data&grouped=0")
    assert (options.format.slug, options.theme, options.is_grouped) == ("svg", Theme.DARK, False)
    assert search == "?start=arn:a&hide=job&hide=data"


def test_options_that_are_not_given_are_those_of_the_page():
    options, _ = split_export_options("?format=csv&start=arn:a")
    assert (options.listing, options.theme, options.is_grouped) == (Listing.ENTITIES, Theme.LIGHT, None)


@pytest.mark.parametrize(
    ("search", "named"),
    [
        ("?start=arn:a", "format"),
        ("?format=csv&list=edges", "edges"),
        ("?format=csv&theme=sepia", "sepia"),
        ("?format=csv&grouped=yes", "yes"),
        ("?format=csv&format=svg", "format"),
    ],
)
def test_wrong_option_is_refused_by_name(search, named):
    with pytest.raises(InvalidQuery, match=named):
        split_export_options(search)


@pytest.mark.parametrize(
    ("search", "described"),
    [
        ("?format=csv&start=arn:a", "?format=csv-metadata&start=arn:a"),
        ("?start=arn:a&format=edges-csv", "?format=csv-metadata&list=associations&start=arn:a"),
        ("?format=csv&list=paths&start=a b", "?format=csv-metadata&list=paths&start=a%20b"),
    ],
)
def test_a_csv_file_is_described_by_the_same_address(search, described):
    assert describe_csv(search) == described
