"""What a reader sees: text, tables and charts in three languages, as a page and as a document."""
