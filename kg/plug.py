"""The kinds of part this project has, each a folder of modules; `harvest.plug` finds them."""

from harvest.plug import Part, part, parts

__all__ = ["GROUPS", "Part", "part", "parts"]

#: Folder of a kind of part -> what one of its modules is.
GROUPS = {
    "harvest.sources": "a service that is asked for records",
    "harvest.formats": "a file format records are read from",
    "kg.text.readers": "a way to make a document of a record",
    "kg.findings.extractors": "a way to find findings in a document",
    "kg.graph.stores": "a place where the graph is kept",
    "kg.views": "a page of the site",
    "kg.commands": "a command of kg",
}
