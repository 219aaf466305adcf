"""The `entremise` command: what somebody types to try, install, check and run the software."""
