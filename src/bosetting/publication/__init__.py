"""What anyone can download and check."""
