"""Create-or-update by an address or an id elsewhere, for integrators."""
