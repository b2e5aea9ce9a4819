"""Settings of one run: where the review is, and what the environment says. Secrets live here only and are never printed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The review folder and the environment of this run."""

    review: Path = Path()
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    @property
    def contact(self) -> str:
        """E-mail address sent to services (`KG_CONTACT`); never stored, never logged."""
        return self.environment.get("KG_CONTACT", "")

    @property
    def ncbi_key(self) -> str:
        """NCBI API key (`NCBI_API_KEY`); never stored, never logged."""
        return self.environment.get("NCBI_API_KEY", "")

    def address(self, source: str, stated: str = "") -> str:
        """Scheme, host and port of a source: `KG_PUBMED_URL` wins over review.toml (`stated`); empty means the source's own."""
        return (self.environment.get(f"KG_{source.upper()}_URL") or stated).rstrip("/")
