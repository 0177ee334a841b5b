"""Settings, urls, middleware, base templates and static files."""
