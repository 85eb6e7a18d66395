"""Trust (X5): dry runs, and the answer to "why did this not run?"."""
