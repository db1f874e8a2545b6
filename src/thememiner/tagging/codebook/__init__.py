"""The files of a codebook, read and checked."""
