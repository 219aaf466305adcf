"""Some real places of the Loire and of Saône-et-Loire, written by hand, for every test."""

from entremise.organisation import ground

# Sources: the official geographic code; populations rounded by us on purpose.
PLACES = """\
# Un petit morceau de France, pour les essais.
D;42;Loire
D;69;Rhône
D;71;Saône-et-Loire
E;200035731;CA Roannais Agglomération;CA
E;200065886;CA Loire Forez agglomération;CA
E;200070308;CA Mâconnais Beaujolais Agglomération;CA
E;200071884;CC Le Grand Charolais;CC
E;244200770;Saint-Étienne Métropole;METRO
C;42042;Chambles;42;200065886;1000;42170;
C;42095;Firminy;42;244200770;17000;42700;42057
C;42147;Montbrison;42;200065886;16000;42600;42144
C;42182;Renaison;42;200035731;3200;42370;
C;42187;Roanne;42;200035731;35400;42300;
C;42207;Saint-Chamond;42;244200770;35600;42400;42111 42244 42258
C;42218;Saint-Étienne;42;244200770;173100;42000 42100 42230;42190 42292 42309
C;42279;Saint-Just-Saint-Rambert;42;200065886;15700;42170;42250
C;69035;Cenves;69;;400;69840;
C;69267;Villié-Morgon;69;;2100;69910;
C;71014;Autun;71;;13100;71400;71467
C;71076;Chalon-sur-Saône;71;;45100;71100;71429
C;71106;Charolles;71;200071884;2700;71120;
C;71176;Digoin;71;200071884;7300;71160;71575
C;71270;Mâcon;71;200070308;35100;71000;71197 71260 71432 71511
C;71342;Paray-le-Monial;71;200071884;9200;71600;
"""


def lay() -> None:
    """Places are written by the owner role alone, once for all tests."""
    ground.put(ground.read(PLACES.splitlines(keepends=True)), using="owner")
