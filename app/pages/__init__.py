"""HTML: the explorer, the frame, and pictures by URL."""
