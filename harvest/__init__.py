"""Harvest: ask services and files for records, keep their raw answers, merge records into reports and studies.

A leaf: it knows nothing of `ontology`, `queries` or `kg`.
"""
