"""Pages: what a view hands over, the frame around it, and safe writing to disk; nothing here knows what a page is about."""
