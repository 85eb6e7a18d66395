"""The kinds of steps that automations are made of, as far as no other slice brings its own."""
