"""The words of the ontology."""
