"""Embed configurations: which widgets, on which sites, with which scopes and looks."""
