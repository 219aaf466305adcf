"""Complaint, hearing and protection measures: what was asked, what was decided, until when."""
