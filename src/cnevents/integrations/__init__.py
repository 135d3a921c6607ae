"""Other tools' analyses taken in as evidence; each tool is imported only when it is asked for."""
