"""API keys for integrators: scopes, expiry, networks, rolling."""
