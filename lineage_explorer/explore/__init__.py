"""From a request to a view; `pipeline` is the only way through.

view_request      what a page asks for
load_graph        1-2. the graph of a query or question, and its expansions
describe          3, 5. names of what is seen
visible_graph     4. hidden kinds, groups of siblings
layout_store      6. layouts, each continuing the previous one
decorate          7. badges, colors, line styles, highlight, orientation
view              the result
graph_payload, view_summary   a view as JSON for the canvas, and in words
services          what the pipeline calls
request_scope     which services a request may use: real names or pseudonyms
home, entity_facts, start_resolution   what the page reads beside a view
"""
