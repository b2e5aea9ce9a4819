"""Catalogue records of VuFind and Solr: the fields of the index, the frame a web page puts around them, and what both say of a report."""
