"""Where the graph is kept.

A store is a module here with two functions:

`write(folder, blocks, settings) -> int` puts N-Quads lines (in lists, each line once) into a new build folder or a server, makes them
durable, and returns how many quads it then holds; `read(folder, settings)` opens a published build for queries only: a
`pyoxigraph.Store`, or something with its `query`, `quads_for_pattern` and `__len__`. `settings` is the part `[store]` of review.toml.
"""
