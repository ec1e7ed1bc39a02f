"""A year folder read into frozen, typed values. Every check lives here and nowhere else."""
