"""Somebody asks that a person be met: the morning list, the referral, its queue, the alert."""
