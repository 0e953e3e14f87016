"""What surrounds every route, as plain ASGI: one subject a file."""
