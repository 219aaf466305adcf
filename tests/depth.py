"""How deep the tests look: some of it at each change, all of it with `entremise test --full`."""

import os

FULL = bool(os.environ.get("ENTREMISE_FULL"))
