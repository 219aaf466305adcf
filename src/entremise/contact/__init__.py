"""Reaching her, giving an appointment, receiving her: always through the safe-contact rule."""
