from atrium.engage.notifications.service import Kind, ids_in, notifies

FAILED = Kind(
    "automation_failed",
    "An automation of mine fails",
    "The automation {name} failed: {error}",
    ids_in("member_id"),
    "/automations/{automation_id}?tab=runs&run={subject_id}",
    more="The automation {name} failed, {others} more times",
    email="daily",
    of_own=True,
)
notifies("automation.run_failed", FAILED)
