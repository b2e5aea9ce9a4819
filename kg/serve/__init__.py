"""The graph for others over HTTP: SPARQL 1.1 Protocol read-only, questions as addresses, the pages, and a page to ask from.

`service` is what is served and swaps builds, `protocol` and `questions` answer, `describe` says what there is, `doors` keeps out what
must not come in, `app` puts them together and `run` serves it with uvicorn.
"""
