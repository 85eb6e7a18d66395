"""The features that come with Atrium: THE place where they, their prerequisites and their cascades are written down
(A6, A8)."""
