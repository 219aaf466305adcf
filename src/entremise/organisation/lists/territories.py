"""Where the territories lie, roughly: enough to tell that a point is on the other side of the sea.

Rectangles drawn wide around the land and its islands; a territory without one is not judged.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Territory:
    """A rectangle, and how one says « outside of it »."""

    said: str
    south: float
    north: float
    west: float
    east: float

    def holds(self, *, latitude: float, longitude: float) -> bool:
        """Whether a point may lie there."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


_METROPOLE = Territory("la France métropolitaine", 41.0, 52.0, -6.0, 10.0)
_OVERSEAS = {
    "971": Territory("la Guadeloupe", 15.7, 16.7, -62.0, -60.8),
    "972": Territory("la Martinique", 14.2, 15.1, -61.4, -60.6),
    "973": Territory("la Guyane", 2.0, 6.0, -54.8, -51.4),
    "974": Territory("La Réunion", -21.6, -20.7, 55.0, 56.0),
    "975": Territory("Saint-Pierre-et-Miquelon", 46.6, 47.3, -56.6, -56.0),
    "976": Territory("Mayotte", -13.2, -12.5, 44.8, 45.5),
    "977": Territory("Saint-Barthélemy", 17.7, 18.1, -63.1, -62.6),
    "978": Territory("Saint-Martin", 17.9, 18.3, -63.3, -62.8),
}


def territory_of(departement: str) -> Territory | None:
    """The territory that a département is, or is a part of."""
    return _METROPOLE if len(departement) == 2 else _OVERSEAS.get(departement)
