"""What `make bench` prints: each number beside a peer's, measured in the same run."""
