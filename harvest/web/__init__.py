"""Web pages: what their metadata says of the report, and their main text; nothing in them is run or fetched."""
