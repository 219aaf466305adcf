"""Sentences for fictional files, of the length that such sentences have."""

SUMMARY = (
    (
        "Vit chez sa sœur depuis trois semaines, avec ses deux enfants. Souhaite un logement "
        "à elle et ne veut pas reprendre la vie commune. Travaille le matin : après 14 h."
    ),
    (
        "Conflit autour de la garde depuis la séparation. Une audience est fixée. Demande surtout "
        "à comprendre ce qui va se passer, et à qui s’adresser si les menaces reprennent."
    ),
    (
        "Isolée, sans ressources propres, ne conduit pas. Premier besoin : des droits ouverts à "
        "son nom et un interlocuteur au service social du secteur."
    ),
)
NOTE = (
    "A rappelé pour dire que le rendez-vous avec l’assistante sociale est pris.",
    "Passage à l’accueil : papiers déposés, tout est complet.",
    "Échange avec le service du logement, dossier enregistré, réponse sous un mois.",
    "Ne souhaite pas porter plainte pour le moment. Sait qu’elle peut revenir.",
)
FACTS = (
    (
        "Elle décrit des disputes qui s’aggravent depuis l’hiver, des insultes devant les "
        "enfants, deux bousculades. Elle a passé la nuit de samedi chez une voisine. Il surveille "
        "son téléphone et garde la carte bancaire. Elle craint son retour dimanche soir."
    ),
    (
        "Elle vit seule depuis le départ de son fils. Les voisins ont appelé après une chute. "
        "Elle reconnaît ne plus ouvrir son courrier depuis plusieurs mois et dit avoir honte."
    ),
    (
        "Elle rapporte des messages répétés depuis la séparation, une venue à la sortie de "
        "l’école, des menaces à mots couverts. Nouveau numéro, qu’elle n’a donné qu’à sa mère."
    ),
)
OBSERVED = (
    "Calme, précise, les dates sont sûres. Fatiguée.",
    "Parle bas, regarde souvent la porte. Se détend quand on parle des enfants.",
)
SEEN = (
    (
        "Intervention pour tapage à 23 h 40. Madame en pleurs dans le couloir, monsieur "
        "alcoolisé, deux enfants couchés. Pas de trace visible. Monsieur est parti chez son frère."
    ),
    "Venue seule à l’accueil pour une main courante. Très inquiète pour la semaine à venir.",
)
SAID = ("« Ce n’est pas la première fois. »", "« Je veux juste que ça s’arrête. »")
