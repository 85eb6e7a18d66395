"""Reading what a stranger sent against the questions of a form: every finding has its place, and nothing is guessed."""
