"""Nothing but parts: one module each."""
