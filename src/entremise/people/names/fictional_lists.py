# ruff: noqa: RUF001 - the dotless i of Turkish names is meant
"""Names from which fictional people are made, written by hand for this purpose.

Each origin has surnames in use, heads and tails that compose further plausible ones, and first
names. Nobody is described here: the lists are only mixed at random.
"""

from typing import NamedTuple


class Origin(NamedTuple):
    """A naming habit, and how many people out of a hundred are given it."""

    code: str
    share: int
    surnames: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    """Words of a list; an underscore stands for the space inside a compound name."""
    return tuple(word.replace("_", " ") for word in text.split())


ORIGINS: tuple[Origin, ...] = (
    Origin(
        "french",
        56,
        _words("""
        Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel
        Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine
        Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier
        François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu
        Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun
        Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche
        Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud
        Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq
        Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin
        Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier
        Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly
        Hervé Schneider Fernandez Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot Daniel
        Le_Roux Cousin Germain Breton Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier
        Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez
        Guichard Gillet Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Da_Costa Bouchet
        Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier
        Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Gros Buisson Briand Alexandre
        Georges Coulon Ollivier Couturier Bazin Jacquot Pons Guillou Didier Rossi Albert Blanchet
        Vallée Leduc Maury Chartier Sauvage Jacques Verdier Guyon Besnard Delmas Brunel Bousquet
        Camus Hardy Grenier Tanguy Regnier Imbert Coste Gaudin Descamps Valentin Ferrand Peltier
        Leconte Labbé Rousset Hebert Vaillant Devaux Gomez Texier Levy Parent Lacombe Peyre
        Chambon Ponsonnet Chazelle Thiollier Faverjon Berthéas Peyrard Vial Chavanne Bruyas
        Fayolle Souvignet Granjon Epalle Brossard Déchelette Michalon Tardy Frécon Courbon Sagnard
        Thévenet Lapierre Bonnefoy Forest Chenevier Duculty Masclaux Pitiot Verney Rivollier
        Bréchet Gagnaire Montmain Basset Bourdelin Perraud Guillemin Bouillot Lagrange Desbois
        de_La_Tour du_Pré de_Saint-Jean d'Arcourt de_Montclair Des_Moulins Le_Bihan Le_Guen
        Kerguelen Quéré Cadiou Riou Gloaguen Abgrall Morvan Kervella Wagner Zimmermann Hoffmann
        Schmidt Kieffer Wolff Ziegler Etcheverry Iriart Haristoy Santoni Casanova Agostini
        Vandenberghe Van_den_Broucke Delattre Desmet Deswarte Lemahieu
        """),
        _words("""
        Beau Bel Bon Bros Cham Char Chau Clair Cour Dam Des Fon For Fou Gar Gran Gué Haut La Lau
        Mal Mar Mon Mont Mor Par Per Pier Plan Pon Pra Puy Rau Ro Sau Ser Tar Ver Vi Val Bar Ber
        Bou Bru Ca Cor Cou Du Fa Fau Gau Gi Jo Jou Lam Lan Ma Mi Mou Pel Pi Ri Rou Sa Tho Vau
        """),
        _words("""
        lier ron det vière tard bert mont fort nand gnon chard dier let ret sson tier ville
        vert zac gnac lin mel nier pin quet raud rel roux sard taud teau tin trand vaux vel vin
        bois champ court dan don fay fond gard geon lard lot main nay pierre rey rot val
        """),
        _words("""
        Marie Nathalie Isabelle Sylvie Catherine Françoise Martine Christine Monique Valérie
        Sandrine Véronique Nicole Stéphanie Sophie Anne Céline Chantal Patricia Brigitte Julie
        Laurence Aurélie Christiane Dominique Jacqueline Virginie Michèle Émilie Annie Karine
        Élodie Corinne Laetitia Élise Camille Pauline Caroline Léa Claire Hélène Delphine Mélanie
        Florence Sarah Manon Agnès Lucie Audrey Marine Béatrice Laura Mathilde Emma Chloé Alice
        Anaïs Marion Jeanne Charlotte Danielle Denise Josiane Évelyne Joëlle Mireille Simone
        Yvette Odette Ginette Bernadette Geneviève Colette Marcelle Renée Andrée Lucienne Thérèse
        Suzanne Madeleine Paulette Marguerite Yvonne Germaine Élisabeth Cécile Estelle Amandine
        Jessica Vanessa Cindy Jennifer Morgane Noémie Océane Maëva Clara Inès Louise Jade Lola
        Zoé Romane Ambre Juliette Rose Margaux Mélissa Coralie Solène Gaëlle Maryse Ghislaine
        Muriel Pascale Frédérique Michelle Claudine Liliane Arlette Raymonde Alberte Marie-Claude
        Marie-Christine Anne-Marie Marie-Hélène Anne-Laure Marie-Thérèse Line Magali Sabrina Elsa
        Justine Lisa Ophélie Mylène Nadège Nadine Régine Solange Séverine Sabine Carole Nelly
        Édith Fabienne Flavie Daphné Capucine Apolline Enora Nolwenn Lénaïg Gwenaëlle Armelle
        """),
        _words("""
        Jean Pierre Michel André Philippe Alain Bernard Jacques Daniel Christophe Laurent Nicolas
        Patrick Éric Thierry Julien Olivier David Sébastien Stéphane Christian Pascal Frédéric
        Thomas Alexandre François Gérard Claude Bruno Guillaume Vincent Dominique Jérôme Antoine
        Maxime Kevin Romain Didier Serge Gilles Franck Anthony Hervé Benjamin Mathieu Fabrice
        Cédric Arnaud Quentin Lucas Paul Hugo Clément Florian Alexis Louis Marc Denis Robert
        Georges Roger Marcel René Raymond Henri Maurice Lucien Albert Joseph Fernand Gaston Yves
        Joël Guy Régis Fabien Ludovic Damien Mickaël Jonathan Jérémy Adrien Valentin Baptiste
        Simon Théo Enzo Nathan Léo Gabriel Arthur Jules Raphaël Ethan Mathis Tom Noah Jean-Claude
        Jean-Pierre Jean-Luc Jean-Marc Jean-Michel Pierre-Yves Yann Loïc Erwan Gwenaël Tanguy
        Emmanuel Grégory Sylvain Gaël Xavier Étienne Benoît Bastien Dylan Rémi Tristan Corentin
        """),
    ),
    Origin(
        "maghrebi",
        17,
        _words("""
        Benali Haddad Saïdi Belkacem Bouzid Mansouri Brahimi Hamdi Cherif Khelifi Messaoudi
        Benaïssa Bensalem Benabdallah Bouchareb Amrani El_Amrani Idrissi El_Idrissi Alaoui Tazi
        Bennani Fassi El_Fassi Chraïbi Berrada Lahlou Benjelloun Ouazzani Naciri El_Khatib
        Bouazizi Trabelsi Jaziri Gharbi Ben_Salah Ben_Amor Ben_Youssef Mabrouk Chebbi Dridi Jebali
        Ayari Mejri Hammami Ferchichi Zouari Khemiri Bouhlel Belhadj Boudiaf Boumediene Ziani
        Slimani Rahmani Kaci Aït_Ahmed Aït_Saïd Aït_Ouali Hamidi Meziane Ouali Yahiaoui Zerrouki
        Belaïd Bouteflika Chaoui Djebbar Ferhat Guessoum Hadj_Ali Kebir Larbi Madani Nasri Othmani
        Rezki Sahraoui Taleb Touati Zaoui Zidane Abbas Achour Bachir Bakhti Boukhari Chaïb Daoud
        Fares Ghali Habib Iddir Kadri Lakhdar Mokhtari Nouri Oukacha Rachedi Salhi Tahar Yacoubi
        Zemmouri Ould_Ali Mekki Makhlouf Hachemi Guerroudj Ghezali Feddal Drissi Boussaïd Boudjemaa
        """),
        _words("""
        Ben Bou Bel Abdel Ouled- El_ Mez Khel Zer Cher Djeb Hadj Ghar Sou Tah Mok Kha Rah Has Nas
        Lak Ham Bra Tou Far
        """),
        _words("""
        chaïb hadi mansour slimane kacem rabah khalfa zahra laïd maïza nouar naceur taleb youcef
        djelloul aoui raoui idani oudi amri azzi aouche ellal enni ifi imi ouane oubi bari dane
        """),
        _words("""
        Fatima Fatiha Khadija Aïcha Nadia Samira Malika Karima Leïla Yasmina Yasmine Farida Houria
        Djamila Jamila Naïma Zohra Fatima-Zohra Rachida Latifa Salima Saïda Nassima Hanane Sonia
        Soraya Amina Meriem Mariam Imane Asma Sana Samia Hafida Zineb Sabah Souad Hayat Nora Warda
        Lamia Rania Sihem Ilham Hind Kenza Lina Nawel Wafa Dounia Chaïma Ikram Siham Kheira Yamina
        Ouardia Tassadit Dalila Zahia Ghania Nour Inaya Assia Myriam Safia Loubna Bouchra Najat
        """),
        _words("""
        Mohamed Ahmed Ali Karim Rachid Abdelkader Mustapha Youssef Omar Saïd Hassan Hocine Nabil
        Kamel Samir Farid Djamel Mourad Khaled Abdallah Brahim Hamid Abdelaziz Amine Bilal Mehdi
        Sofiane Yacine Walid Tarek Malik Reda Ilyes Ayoub Hamza Anis Lakhdar Larbi Tahar Bachir
        Slimane Messaoud Nordine Toufik Zakaria Abderrahmane Abdelhakim Lotfi Aziz Driss Jalil
        """),
    ),
    Origin(
        "turkish",
        5,
        _words("""
        Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç
        Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Yavuz Can Acar Aktaş
        Güneş Bozkurt Bulut Keskin Ünal Turan Gül Özer Işık Kaplan Avcı Sarı Tekin Taş Köse Yüksel
        Ateş Aksoy Kahraman Güler Karaca Duman Bayram Çoban Altun Karakaya Tunç Uçar Erol
        """),
        _words("Kara Öz Ak Gök Er Demir Taş Kılıç Altın Ay Yıl Kurt Genç Güven Bay Tok Sar Çam"),
        _words("""
        oğlu türk taş demir bulut doğan gül tekin soy han man baş er daş kan bey çı ören
        """),
        _words("""
        Ayşe Fatma Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Merve Özlem Gülsüm Esra
        Yasemin Hülya Songül Sevgi Filiz Dilek Büşra Kübra Ebru Nurcan Derya Aysel Gülay Selma
        """),
        _words("""
        Mehmet Mustafa Ahmet Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil
        Süleyman Hakan Fatih Emre Kemal Serkan Orhan Cemal Burak Uğur Yaşar Selim Kadir Tuncay
        """),
    ),
    Origin(
        "african",
        9,
        _words("""
        Diallo Traoré Coulibaly Diarra Keïta Camara Cissé Koné Touré Bah Barry Sow Ba Sy Ndiaye
        N'Diaye Diop Fall Gueye Faye Sarr Seck Mbaye M'Baye Thiam Diouf Cissokho Sissoko Konaté
        Dembélé Sangaré Doumbia Kouyaté Fofana Sylla Bangoura Soumah Baldé Kanté Sidibé Diakité
        Sacko Soumaré Gassama Niang Ndour Sène Kane Wade Dramé Ouattara Ouédraogo Sawadogo Kaboré
        Zongo Compaoré Kouassi Kouamé Konan Yao Koffi N'Guessan Kouadio Bamba Bakayoko Mensah
        Agbodjan Lawson Amegah Adjovi Houngbo Dossou Mbemba Makosso Nkounkou Moukoko Mabiala
        Ilunga Kabongo Tshibangu Mukendi Kasongo Mbuyi Lukaku Mutombo Nzuzi Essomba Atangana
        Mbarga Fouda Ngono Owona Eto'o Biyong Tchoupo Kamga Fotso Nguema Obiang Ondo Mba Moussavou
        Abdou Saïd_Ali Mroivili Rakoto Rakotomalala Razafindrakoto Andriamana Randria Hoarau
        """),
        _words(
            "Kou Ba Di Dia Ma Sa Tou Fo Ka Na Ndi Mba Sou Kon Bam Cou Dou Gue Ya Mo Lu Nza Tra"
        ),
        _words("ra té ssé baly maré nta mbé kité ssoko diaye ngo ba la ouba ndou kaya sso mana"),
        _words("""
        Fatoumata Aminata Mariam Aïssatou Kadiatou Awa Hawa Fanta Djeneba Salimata Assetou Oumou
        Rokia Bintou Coumba Ndeye Mame Khady Adama Astou Maïmouna Binta Ramata Sira Nana Hadja
        Affoué Akissi Adjoua Amenan Grâce Espérance Clarisse Bénédicte Merveille Prisca Chancelle
        Divine Exaucée Léontine Honorine Célestine Félicité Rachelle Voahangy Lalao Hanta Zaïnaba
        """),
        _words("""
        Mamadou Moussa Amadou Ibrahima Ousmane Abdoulaye Boubacar Seydou Bakary Souleymane Modibo
        Drissa Oumar Cheikh Aliou Lamine Sékou Alassane Issa Yaya Kouakou Koffi Yao Kwame Serge
        Hervé Blaise Dieudonné Patrice Fabrice Christ Prince Trésor Héritier Glody Junior Faniry
        """),
    ),
    Origin(
        "portuguese",
        5,
        _words("""
        da_Silva Ferreira Pereira dos_Santos Rodrigues Gonçalves Fernandes Lopes Alves Ribeiro
        Carvalho Teixeira Moreira Marques Martins Sousa Gomes Almeida d'Almeida da_Costa Pinto
        Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Dias Neves Coelho Cunha Pires
        Ramos Simões Fonseca Machado Araújo Barbosa Tavares Lourenço Castro Figueiredo Azevedo
        Magalhães Brandão Leite Guimarães Bragança Antunes Baptista Esteves Faria Guerreiro Matos
        """),
        _words("Fer Gon Car Tei Mon Ma Al Mar Bra Sil Vi Cor Fi Gui Pe Sal Var Va Que"),
        _words(
            "reira çalves valho xeira teiro galhães meida ques gança vares nha drade rães gado"
        ),
        _words("""
        Maria Ana Fátima Conceição Lurdes Teresa Isabel Rosa Helena Luísa Manuela Cristina Paula
        Fernanda Graça Beatriz Inês Joana Catarina Sónia Carla Sandra Margarida Ana_Paula Filipa
        """),
        _words("""
        José João António Manuel Carlos Luís Paulo Pedro Fernando Joaquim Rui Jorge Vítor Nuno
        Tiago Ricardo Bruno Filipe Miguel Armando Américo Sérgio Hélder Duarte Domingos
        """),
    ),
    Origin(
        "italian_spanish",
        3,
        _words("""
        Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti
        De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani
        Rinaldi Caruso Ferrara Galli Di_Stefano Lo_Presti La_Rocca Hernandez Gonzalez Ruiz Diaz
        Moreno Alvarez Jimenez Torres Navarro Dominguez Vazquez Ramirez Serrano Ortega Molina
        """),
        _words("Bel Mar San Fer Ric Lom Car Giu Pel Bor Can Mon Pal Tra Vit"),
        _words("lini tini dini ello ucci etti ardi ano elli aro ini occhi azzo eri"),
        _words(
            "Giulia Francesca Chiara Giuseppina Carmela Rosa Lucia Angela Carmen Dolores Pilar"
        ),
        _words("Giuseppe Salvatore Antonio Marco Luca Vincenzo Domenico Francisco Diego Pablo"),
    ),
    Origin(
        "eastern",
        3,
        _words("""
        Kowalski Nowak Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
        Woźniak Kozłowski Mazur Krawczyk Popescu Ionescu Popa Dumitru Stan Stoica Gheorghe Munteanu
        Petrov Ivanov Dimitrov Georgiev Kovalenko Bondarenko Shevchenko Tkachenko Melnyk Hoxha
        Shehu Krasniqi Berisha Gashi Jovanović Petrović Nikolić Marković Grigoryan Sargsyan
        Hakobyan Khachatryan Aliyev Magomedov Mamedov Beridze Kapanadze
        """),
        _words("Kow Now Zie Pie Waw Jan Mar Pop Dra Pav Kra Gri Sta Bog Vol Tka"),
        _words("alski icki ewicz owski escu eanu ovic enko chuk yan idze ov ev iak czyk"),
        _words("""
        Agnieszka Katarzyna Małgorzata Ewa Joanna Ioana Elena Mihaela Oksana Olena Natalia Svetlana
        Irina Tatiana Anahit Mariné Nino Arta Drita Jelena Milica Desislava Gergana
        """),
        _words("Piotr Krzysztof Andrzej Ion Mihai Vasile Dmytro Oleksandr Armen Arben Goran Ivan"),
    ),
    Origin(
        "asian",
        2,
        _words("""
        Nguyen Tran Le Pham Huynh Hoang Phan Vu Dang Bui Do Wang Li Zhang Chen Liu Singh Kaur
        Sivakumar Rajaratnam Kandasamy Selvarajah Thambirajah Balasubramaniam Arulanandam Khan
        Ahmadi Hosseini Rahimi Haidari Akbari Mohammadi Nazari Hossain Rahman Begum Islam Chowdhury
        Sharma Patel Gurung Tamang
        """),
        _words("Siva Raja Kanda Selva Nada Thamo Bala Yoga Pathma Guna Kula"),
        _words("nathan ratnam kumar lingam samy rajah pillai nayagam sundaram moorthy"),
        _words("""
        Thi_Mai Thi_Lan Minh_Anh Linh Huong Mei Xiu_Ying Dharshini Thamilini Kalaivani Suganthi
        Nirmala Priya Parwana Fereshteh Zahra Shabnam Sultana Nasrin Simran Sunita
        """),
        _words("Minh Van_Hung Duc Wei Suresh Ramesh Ganesh Nimal Ahmad_Zia Reza Rafiq Harpreet"),
    ),
)
