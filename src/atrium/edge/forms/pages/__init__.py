"""The public side of a form: what its page shows, who may embed it, and the token that a page must send back."""
