"""Queries as values, and the one grammar of the address.

lineage_query  what is asked of `QueryLineage`, within the API's limits
address        the whole state of a view as a query string
path_query     the two entities whose paths are highlighted
expansion      deepened, expanded and collapsed parts of a view
view_options   color mode, line style, orientation
api_request    one API call, as an answer names it
"""
