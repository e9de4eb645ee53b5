"""From a request to a view; `pipeline` is the only way through.

view_request      what a page asks for
graph_view        1-6. the steps to a view, which reports and files take as well
load_graph        1-2. the graph of a query or question, its expansions, and how long to wait for names
load_comparison   1. both sides of a comparison
describe          3, 5. names of what is seen
visible_graph     4. hidden kinds, groups of siblings
layout_store      6. layouts, each continuing the previous one
view_content      7. what another main view shows, such as a report
filter_advice     8. what the filters can ask for, and why nothing passes them
decorate          9. badges, colors, line styles, highlight, orientation
loaded_graph, compared_sides   what was loaded, as values
view              the result, in values and in words
graph_payload     a view as JSON for the canvas; `screen_cache` keeps whole screens
services          what the pipeline calls
request_scope     which services a request may use: real names or pseudonyms
page_facts, start_resolution   what the page reads beside a view
"""
