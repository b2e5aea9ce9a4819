"""The shelf of questions: plain SPARQL 1.1 files."""
