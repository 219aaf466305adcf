"""What she sees or takes with her: only what was agreed, and nothing that names her."""
