"""Layout in stages: columns named once, and cards that hang under others.

blocks       cards that hang under the one they belong to, as blocks
stages       stage of each block, and its column within the stage
positions    heights of blocks and lines, sides of columns
connectors   lines between cards of one column
layout       all of these together; continues the layout on the screen
"""
