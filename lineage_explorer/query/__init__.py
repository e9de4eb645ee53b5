"""Queries as values, and the one grammar of the address.

lineage_query  what is asked of `QueryLineage`, within the API's limits; API calls as values
address        the whole state of a view as a query string
expansion      deepened, expanded and collapsed parts of a view
view_options   color mode, line style, orientation, highlighted paths
"""
