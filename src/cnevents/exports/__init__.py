"""Records in the forms of other data sets: PLOVER, POLECAT, CAMEO (as in GDELT), and one like ACLED's."""
