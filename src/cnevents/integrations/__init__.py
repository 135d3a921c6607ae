"""Other tools: cnevents inside them, or they as evidence; each is imported only by who uses it."""
