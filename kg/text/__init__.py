"""Text: documents, their sections and sentences, with exact offsets in Unicode code points."""
