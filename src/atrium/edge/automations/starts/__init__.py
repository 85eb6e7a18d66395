"""Whether a flow starts, and the runs that begin: the one room that events, schedules, calls and people enter."""
