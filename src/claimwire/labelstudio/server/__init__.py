"""Projects, tasks and annotations on a Label Studio server."""
