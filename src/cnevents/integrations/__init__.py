"""cnevents inside other tools: one module or folder for each, imported only by who uses that tool."""
