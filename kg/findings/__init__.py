"""Findings: what reports state, each with its verbatim quote and place; people's codings and machines' candidates."""
