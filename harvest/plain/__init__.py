"""Pages saved or pasted as plain text: their lines, what each is, and what they say of the report."""
