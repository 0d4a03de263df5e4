#!/usr/bin/env python3
"""Writes Data/table.tsv from the facts below.

Each line: id;label;forms matched with their capitals;forms matched letter for letter. Forms are split at commas.
"""
import os

FACTS = """
NATO;NATO;NATO,North Atlantic Treaty Organization,North Atlantic Treaty Organisation,Atlantic Alliance,North Atlantic Alliance,North Atlantic Treaty,North Atlantic Council;
EU;European Union;European Union,European Commission,European Council,European Communities,European Economic Community,European Community;EU,EEC
AUKUS;AUKUS;AUKUS;
QUAD;Quadrilateral Security Dialogue;Quadrilateral Security Dialogue,Quad Leaders;
ANZUS;ANZUS;ANZUS,ANZUS Treaty,Australia New Zealand United States Security Treaty;
FIVE-EYES;Five Eyes;Five Eyes,UKUSA Agreement;FVEY
FPDA;Five Power Defence Arrangements;Five Power Defence Arrangements,Five Power Defense Arrangements;FPDA
CSTO;Collective Security Treaty Organization;Collective Security Treaty Organization,Collective Security Treaty Organisation;CSTO
SCO;Shanghai Cooperation Organisation;Shanghai Cooperation Organisation,Shanghai Cooperation Organization,Shanghai Five;SCO
BRICS;BRICS;BRICS,BRICS Plus;
ASEAN;ASEAN;ASEAN,Association of Southeast Asian Nations,Association of South East Asian Nations;
ARF;ASEAN Regional Forum;ASEAN Regional Forum;
EAS;East Asia Summit;East Asia Summit;
APEC;Asia-Pacific Economic Cooperation;Asia-Pacific Economic Cooperation,APEC;
G7;G7;Group of Seven,G7,G-7;
G8;G8;Group of Eight,G8,G-8;
G20;G20;Group of Twenty,G20,G-20;
G77;Group of 77;Group of 77,G77,G-77;
GCC;Gulf Cooperation Council;Gulf Cooperation Council,Gulf Co-operation Council;GCC
ARAB-LEAGUE;Arab League;Arab League,League of Arab States;
AU;African Union;African Union,Organisation of African Unity,Organization of African Unity;AU,OAU
ECOWAS;ECOWAS;ECOWAS,Economic Community of West African States;
AES;Alliance of Sahel States;Alliance of Sahel States,Confederation of Sahel States;
G5-SAHEL;G5 Sahel;G5 Sahel;
SADC;Southern African Development Community;Southern African Development Community;SADC
EAC;East African Community;East African Community;EAC
IGAD;Intergovernmental Authority on Development;Intergovernmental Authority on Development,IGAD;
COMESA;COMESA;COMESA,Common Market for Eastern and Southern Africa;
ECCAS;Economic Community of Central African States;Economic Community of Central African States;ECCAS
UMA;Arab Maghreb Union;Arab Maghreb Union,Maghreb Union;
OIC;Organisation of Islamic Cooperation;Organisation of Islamic Cooperation,Organization of Islamic Cooperation,Organisation of the Islamic Conference;OIC
MERCOSUR;Mercosur;Mercosur,Mercosul;
OAS;Organization of American States;Organization of American States,Organisation of American States;OAS
RIO-TREATY;Rio Treaty;Rio Treaty,Rio Pact,Inter-American Treaty of Reciprocal Assistance;
UNASUR;Unasur;Unasur,Union of South American Nations;
CELAC;CELAC;CELAC,Community of Latin American and Caribbean States;
ALBA;ALBA;Bolivarian Alliance,Bolivarian Alliance for the Peoples of Our America;ALBA
CARICOM;CARICOM;CARICOM,Caribbean Community;
ANDEAN;Andean Community;Andean Community;
PACIFIC-ALLIANCE;Pacific Alliance;Pacific Alliance;
COMMONWEALTH;Commonwealth of Nations;Commonwealth of Nations,British Commonwealth;
OSCE;OSCE;Organization for Security and Co-operation in Europe,Organization for Security and Cooperation in Europe,Organisation for Security and Co-operation in Europe;OSCE,CSCE
COE;Council of Europe;Council of Europe;
EFTA;European Free Trade Association;European Free Trade Association;EFTA
WEU;Western European Union;Western European Union,Brussels Treaty Organization;WEU
EPC;European Political Community;European Political Community;
JEF;Joint Expeditionary Force;Joint Expeditionary Force;JEF
CIS;Commonwealth of Independent States;Commonwealth of Independent States;CIS
EAEU;Eurasian Economic Union;Eurasian Economic Union;EAEU,EEU
UNION-STATE;Union State of Russia and Belarus;Union State of Russia and Belarus;
GUAM;GUAM;GUAM Organization,GUAM Organization for Democracy and Economic Development;
OTS;Organization of Turkic States;Organization of Turkic States,Organisation of Turkic States,Turkic Council;OTS
WARSAW-PACT;Warsaw Pact;Warsaw Pact,Warsaw Treaty Organization,Warsaw Treaty Organisation;
COMECON;Comecon;Comecon,Council for Mutual Economic Assistance;CMEA
SEATO;SEATO;SEATO,Southeast Asia Treaty Organization,South-East Asia Treaty Organization;
CENTO;CENTO;Central Treaty Organization,Central Treaty Organisation,Baghdad Pact;CENTO
ENTENTE;Triple Entente;Triple Entente,Entente Powers;
TRIPLE-ALLIANCE;Triple Alliance;Triple Alliance;
CENTRAL-POWERS;Central Powers;Central Powers;
AXIS;Axis Powers;Axis Powers,Axis powers,Tripartite Pact,Anti-Comintern Pact,Rome-Berlin Axis;
ALLIES-WW2;Allies of World War II;Grand Alliance,Allied Powers,Allied powers;
HOLY-ALLIANCE;Holy Alliance;Holy Alliance;
CONCERT;Concert of Europe;Concert of Europe,Quadruple Alliance;
LITTLE-ENTENTE;Little Entente;Little Entente;
BALKAN-PACT;Balkan Pact;Balkan Pact,Balkan Entente;
DELIAN;Delian League;Delian League;
PELOPONNESIAN;Peloponnesian League;Peloponnesian League;
HANSE;Hanseatic League;Hanseatic League;
NAM;Non-Aligned Movement;Non-Aligned Movement,Nonaligned Movement,Non-Aligned Countries;NAM
OPEC;OPEC;OPEC,Organization of the Petroleum Exporting Countries,Organisation of the Petroleum Exporting Countries;
OPEC-PLUS;OPEC+;OPEC Plus;
OECD;OECD;OECD,Organisation for Economic Co-operation and Development;
V4;Visegrád Group;Visegrád Group,Visegrád Four,Visegrad Group,Visegrad Four;V4
LUBLIN;Lublin Triangle;Lublin Triangle;
WEIMAR;Weimar Triangle;Weimar Triangle;
B9;Bucharest Nine;Bucharest Nine,Bucharest Format;B9
3SI;Three Seas Initiative;Three Seas Initiative;
NORDIC-COUNCIL;Nordic Council;Nordic Council;
NB8;Nordic-Baltic Eight;Nordic-Baltic Eight;NB8
NORDEFCO;NORDEFCO;NORDEFCO,Nordic Defence Cooperation;
BALTIC-ASSEMBLY;Baltic Assembly;Baltic Assembly;
BENELUX;Benelux;Benelux;
ARCTIC-COUNCIL;Arctic Council;Arctic Council;
I2U2;I2U2;I2U2;
ABRAHAM;Abraham Accords;Abraham Accords;
NEGEV;Negev Forum;Negev Forum;
IPEF;Indo-Pacific Economic Framework;Indo-Pacific Economic Framework,Indo-Pacific Economic Framework for Prosperity;IPEF
RCEP;RCEP;Regional Comprehensive Economic Partnership;RCEP
CPTPP;CPTPP;Comprehensive and Progressive Agreement for Trans-Pacific Partnership,Trans-Pacific Partnership;CPTPP,TPP
PIF;Pacific Islands Forum;Pacific Islands Forum;PIF
MSG;Melanesian Spearhead Group;Melanesian Spearhead Group;
SAARC;SAARC;SAARC,South Asian Association for Regional Cooperation;
BIMSTEC;BIMSTEC;BIMSTEC;
IBSA;IBSA;IBSA Dialogue Forum;IBSA
CICA;CICA;Conference on Interaction and Confidence Building Measures in Asia;CICA
USMCA;USMCA;United States-Mexico-Canada Agreement;USMCA,NAFTA
NORAD;NORAD;North American Aerospace Defense Command;NORAD
RAMSTEIN;Ukraine Defense Contact Group;Ukraine Defense Contact Group,Ukraine Defence Contact Group,Ramstein Group;
COALITION-WILLING;Coalition of the Willing;Coalition of the Willing,coalition of the willing;
ANTI-ISIS;Global Coalition to Defeat ISIS;Global Coalition to Defeat ISIS,Global Coalition Against Daesh;
AXIS-RESISTANCE;Axis of Resistance;Axis of Resistance,axis of resistance;
ENTENTE-CORDIALE;Entente Cordiale;Entente Cordiale,Franco-British Entente,Anglo-French Entente,Lancaster House Treaties;
SINO-SOVIET;Sino-Soviet alliance;Sino-Soviet alliance,Sino-Soviet Treaty,Sino-Soviet Treaty of Friendship,Sino-Soviet pact;
CN-KP;China–North Korea treaty;Sino-North Korean treaty,Sino-North Korean Treaty,Sino-North Korean alliance,China-North Korea alliance,Sino-DPRK treaty,Sino-DPRK alliance,Sino-North Korean Mutual Aid and Cooperation Friendship Treaty;
RU-KP;Russia–North Korea treaty;Russia-North Korea alliance,Russian-North Korean treaty,Russia-North Korea treaty;
MOLOTOV;Molotov–Ribbentrop Pact;Molotov-Ribbentrop Pact,Nazi-Soviet Pact,Hitler-Stalin Pact;
FR-DE;Élysée and Aachen treaties;Élysée Treaty,Treaty of Aachen,Aachen Treaty,Franco-German alliance,Franco-German axis;
FR-RU;Franco-Russian Alliance;Franco-Russian Alliance,Franco-Russian alliance;
GB-JP;Anglo-Japanese Alliance;Anglo-Japanese Alliance,Anglo-Japanese alliance;
GB-PT;Anglo-Portuguese Alliance;Anglo-Portuguese Alliance,Anglo-Portuguese alliance,Treaty of Windsor;
US-GB;US–UK special relationship;Anglo-American alliance,Anglo-American special relationship;
US-IL;US–Israel alliance;US-Israel alliance,U.S.-Israeli alliance;
US-TW;Sino-American Mutual Defense Treaty;Sino-American Mutual Defense Treaty,Mutual Defense Treaty with Taiwan;
US-JP-KR;Japan–South Korea–US trilateral;Camp David Principles;JAROKUS
"""

PAIRS = {
    ("US-KR", "US–ROK alliance"): (
        ["US", "U.S.", "American"], ["ROK", "South Korea", "South Korean", "Republic of Korea", "Korea"]),
    ("US-JP", "US–Japan alliance"): (["US", "U.S.", "American"], ["Japan", "Japanese"]),
    ("US-PH", "US–Philippines alliance"): (["US", "U.S."], ["Philippines", "Philippine"]),
    ("US-TH", "US–Thailand alliance"): (["US", "U.S."], ["Thai", "Thailand"]),
    ("US-AU", "US–Australia alliance"): (["US", "U.S."], ["Australia", "Australian"]),
}

SPECIAL = """
QUAD	Quadrilateral Security Dialogue	Quad	abbreviation	caps	not-before:bike|bikes|biking|core|cities|city|copter|copters|cane|racing|runner|vehicle|muscle|muscles|day;not-after:main|college|a|harvard
QUAD	Quadrilateral Security Dialogue	Quadrilateral	name	caps	needs:quad|india|indo
COMMONWEALTH	Commonwealth of Nations	Commonwealth	name	caps	not-before:of|bank|fund|avenue|edison|court|government
AXIS	Axis Powers	Axis	name	caps	needs:hitler|mussolini|nazi|1940|1941|1942|1943|1944;not-before:of|bank
ENTENTE	Triple Entente	Entente	name	caps	not-after:little|triple;needs:1914|1915|1916|1917|1918|tsar|kaiser
US-KR	US–ROK alliance	US-ROK	name	caps	not-before:trade
US-KR	US–ROK alliance	ROK-US	name	caps	not-before:trade
US-KR	US–ROK alliance	US-ROK Mutual Defense Treaty	treaty	caps	
US-KR	US–ROK alliance	Combined Forces Command	name	caps	
US-JP	US–Japan alliance	Japan-US Security Treaty	treaty	caps	
US-JP	US–Japan alliance	US-Japan Security Treaty	treaty	caps	
US-PH	US–Philippines alliance	US-Philippines Mutual Defense Treaty	treaty	caps	
US-PH	US–Philippines alliance	Enhanced Defense Cooperation Agreement	treaty	caps	
"""

HEADER = """# Alliances, blocs and treaty partnerships. Written by make_alliances.py; do not edit by hand.
# Sources (facts): the organisations' founding treaties and their own names.
id	label	form	kind	case	conditions
"""


def main():
    rows, seen = [], set()

    def add(identifier, label, form, kind, case):
        if form and (identifier, form) not in seen:
            seen.add((identifier, form))
            rows.append("\t".join((identifier, label, form, kind, case, "")))

    for line in FACTS.strip().splitlines():
        identifier, label, names, exact = line.split(";")
        for form in names.split(","):
            treaty = any(word in form for word in ("Treaty", "Pact", "Agreement", "Accords"))
            short = form.isupper() and " " not in form
            add(identifier, label, form, "treaty" if treaty else "abbreviation" if short else "name", "caps")
        for form in exact.split(","):
            add(identifier, label, form, "abbreviation", "exact")
    for (identifier, label), (left, right) in PAIRS.items():
        for first in left:
            for second in right:
                add(identifier, label, f"{first}-{second} alliance", "name", "caps")
                add(identifier, label, f"{second}-{first} alliance", "name", "caps")
                add(identifier, label, f"{first} alliance with {second}", "name", "caps")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Data", "table.tsv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER + "\n".join(rows) + "\n" + SPECIAL.lstrip("\n"))


main()
