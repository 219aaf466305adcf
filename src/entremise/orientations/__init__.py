"""A need handed to a service, with her agreement for this one, until an answer comes back."""
