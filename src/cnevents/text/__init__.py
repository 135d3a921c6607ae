"""What is done to plain text before anything is read out of it."""
