"""The same extraction on one machine, on Ray and on Spark, around one Arrow worker."""
