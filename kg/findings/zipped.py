"""Zip containers (XLSX, QDPX) whose bytes depend on nothing but what is in them."""

import io
import re
import zipfile
from collections.abc import Iterable

#: The date of every member: the first a zip file can state.
EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of the members, in their order."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, data)
    return body.getvalue()


def steady(body: bytes) -> bytes:
    """The same zip file without the hour it was made at, in its members' dates and in its Office properties."""
    with zipfile.ZipFile(io.BytesIO(body)) as made:
        members = [(info.filename, made.read(info)) for info in made.infolist()]
    return pack(
        (name, _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", data) if name == "docProps/core.xml" else data) for name, data in members
    )
