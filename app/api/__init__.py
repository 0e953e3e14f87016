"""JSON over HTTP: the routes under `/api/v1`, their answers and their documentation."""
