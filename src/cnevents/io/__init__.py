"""Reading and writing: streams of articles, tables, data frames."""
