"""evidence-kg."""
