"""A case: one person and one matter; its life, its people, its timeline."""
