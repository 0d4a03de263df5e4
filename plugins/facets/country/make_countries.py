#!/usr/bin/env python3
"""Writes Data/table.tsv from the facts below.

Each line: id;label;names;demonyms;capitals and seats;exact abbreviations. Names of one column are split at commas.
"""
import os

FACTS = """
AF;Afghanistan;Islamic Emirate of Afghanistan;Afghans?,Afghani;Kabul;
AL;Albania;Republic of Albania;Albanians?;Tirana;
DZ;Algeria;;Algerians?;Algiers;
AD;Andorra;;Andorrans?;Andorra la Vella;
AO;Angola;;Angolans?;Luanda;
AG;Antigua and Barbuda;Antigua;Antiguans?;;
AR;Argentina;Argentine Republic;Argentines?,Argentinians?,Argentinean;Buenos Aires,Casa Rosada;
AM;Armenia;;Armenians?;Yerevan;
AU;Australia;Commonwealth of Australia;Australians?;Canberra;
AT;Austria;;Austrians?;Vienna,Ballhausplatz;
AZ;Azerbaijan;;Azerbaijanis?,Azeris?;Baku;
BS;Bahamas;The Bahamas;Bahamians?;Nassau;
BH;Bahrain;Kingdom of Bahrain;Bahrainis?;Manama;
BD;Bangladesh;East Pakistan;Bangladeshis?;Dhaka,Dacca;
BB;Barbados;;Barbadians?;Bridgetown;
BY;Belarus;Byelorussia,Belorussia;Belarusians?,Belarussians?;Minsk;
BE;Belgium;;Belgians?;;
BZ;Belize;British Honduras;Belizeans?;Belmopan;
BJ;Benin;Dahomey;Beninese;Porto-Novo,Cotonou;
BT;Bhutan;;Bhutanese;Thimphu;
BO;Bolivia;Plurinational State of Bolivia;Bolivians?;La Paz,Sucre;
BA;Bosnia and Herzegovina;Bosnia,Bosnia-Herzegovina,Bosnia & Herzegovina;Bosnians?;Sarajevo;BiH
BW;Botswana;Bechuanaland;Batswana,Motswana;Gaborone;
BR;Brazil;Federative Republic of Brazil;Brazilians?;Brasília,Planalto,Itamaraty;
BN;Brunei;Brunei Darussalam;Bruneians?;Bandar Seri Begawan;
BG;Bulgaria;;Bulgarians?;Sofia;
BF;Burkina Faso;Burkina,Upper Volta;Burkinabe,Burkinabè;Ouagadougou;
BI;Burundi;;Burundians?;Gitega,Bujumbura;
CV;Cape Verde;Cabo Verde;Cape Verdeans?;Praia;
KH;Cambodia;Kampuchea,Democratic Kampuchea;Cambodians?;Phnom Penh;
CM;Cameroon;;Cameroonians?;Yaoundé;
CA;Canada;;Canadians?;Ottawa,Rideau Hall;
CF;Central African Republic;;Central Africans;Bangui;
TD;Chad;Republic of Chad;Chadians?;N'Djamena,Ndjamena;
CL;Chile;;Chileans?;Santiago,La Moneda;
CN;China;People's Republic of China,Communist China,Red China,Mainland China,mainland China;Chinese;Beijing,Peking,Zhongnanhai,Great Hall of the People;PRC
CO;Colombia;;Colombians?;Bogotá;
KM;Comoros;The Comoros;Comorians?,Comorans?;Moroni;
CD;Democratic Republic of the Congo;Democratic Republic of Congo,DR Congo,D.R. Congo,Congo-Kinshasa,Zaire,Zaïre,Belgian Congo;Zairians?;Kinshasa,Leopoldville;DRC
CG;Republic of the Congo;Republic of Congo,Congo-Brazzaville,Congo Republic;;Brazzaville;
CR;Costa Rica;;Costa Ricans?;;
CI;Côte d'Ivoire;Ivory Coast;Ivorians?,Ivoirians?;Yamoussoukro,Abidjan;
HR;Croatia;;Croatians?,Croats?;Zagreb;
CU;Cuba;;Cubans?;Havana;
CY;Cyprus;Northern Cyprus;Cypriots?;Nicosia;
CZ;Czech Republic;Czechia;Czechs?;Prague;
DK;Denmark;;Danish,Danes?;Copenhagen,Christiansborg;
DJ;Djibouti;;Djiboutians?;;
DM;Dominica;Commonwealth of Dominica;;Roseau;
DO;Dominican Republic;;Dominicans?;Santo Domingo;
EC;Ecuador;;Ecuadorians?,Ecuadoreans?;Quito;
EG;Egypt;Arab Republic of Egypt;Egyptians?;Cairo;
SV;El Salvador;;Salvadorans?,Salvadoreans?;San Salvador;
GQ;Equatorial Guinea;;Equatorial Guineans?,Equatoguineans?;Malabo;
ER;Eritrea;;Eritreans?;Asmara;
EE;Estonia;;Estonians?;Tallinn;
SZ;Eswatini;Swaziland;Swazis?;Mbabane;
ET;Ethiopia;Abyssinia;Ethiopians?;Addis Ababa;
FJ;Fiji;;Fijians?;Suva;
FI;Finland;;Finnish,Finns?;Helsinki;
FR;France;French Republic;Frenchman,Frenchmen;Élysée,Elysée,Quai d'Orsay,Matignon;
GA;Gabon;;Gabonese;Libreville;
GM;Gambia;The Gambia;Gambians?;Banjul;
GE;Georgia;Republic of Georgia;Georgians?;Tbilisi;
DE;Germany;Federal Republic of Germany,West Germany;Germans?,West Germans?;Berlin,Bonn,Bundestag,Wilhelmstrasse;FRG
GH;Ghana;Gold Coast;Ghanaians?;Accra;
GR;Greece;Hellenic Republic;Greeks?;Athens;
GD;Grenada;;Grenadians?;;
GT;Guatemala;;Guatemalans?;Guatemala City;
GN;Guinea;Guinea-Conakry;Guineans?;Conakry;
GW;Guinea-Bissau;Portuguese Guinea;Bissau-Guineans?;Bissau;
GY;Guyana;British Guiana;Guyanese;;
HT;Haiti;;Haitians?;Port-au-Prince;
HN;Honduras;;Hondurans?;Tegucigalpa;
HU;Hungary;;Hungarians?;Budapest;
IS;Iceland;;Icelandic,Icelanders?;Reykjavík;
IN;India;Republic of India,Bharat;Indians?;New Delhi,Delhi,South Block,Rashtrapati Bhavan;
ID;Indonesia;Dutch East Indies;Indonesians?;Jakarta,Nusantara;
IR;Iran;Islamic Republic of Iran,Persia;Iranians?;Tehran,Teheran;
IQ;Iraq;;Iraqis?;Baghdad;
IE;Ireland;Republic of Ireland,Irish Republic;Irish;Dublin,Leinster House;
IL;Israel;State of Israel;Israelis?;Knesset;
IT;Italy;;Italians?;Rome,Palazzo Chigi,Quirinale,Farnesina;
JM;Jamaica;;Jamaicans?;;
JP;Japan;Nippon;Japanese;Tokyo,Kantei,Nagatacho,Kasumigaseki;
JO;Jordan;Hashemite Kingdom of Jordan,Transjordan;Jordanians?;Amman;
KZ;Kazakhstan;;Kazakhs?,Kazakhstanis?;Astana,Nur-Sultan,Akorda;
KE;Kenya;;Kenyans?;Nairobi;
KI;Kiribati;Gilbert Islands;I-Kiribati;South Tarawa;
KP;North Korea;Democratic People's Republic of Korea;North Koreans?;Pyongyang;DPRK,NK
KR;South Korea;Republic of Korea;South Koreans?;Seoul,Blue House,Cheong Wa Dae,Yongsan;ROK
KW;Kuwait;;Kuwaitis?;Kuwait City;
KG;Kyrgyzstan;Kyrgyz Republic,Kirghizia;Kyrgyz,Kyrgyzstanis?;Bishkek;
LA;Laos;Lao PDR,Lao People's Democratic Republic;Laotians?,Lao;Vientiane;
LV;Latvia;;Latvians?;Riga;
LB;Lebanon;;Lebanese;Beirut,Baabda;
LS;Lesotho;Basutoland;Basotho;Maseru;
LR;Liberia;;Liberians?;Monrovia;
LY;Libya;;Libyans?;Tripoli;
LI;Liechtenstein;;Liechtensteiners?;Vaduz;
LT;Lithuania;;Lithuanians?;Vilnius;
LU;Luxembourg;;Luxembourgers?,Luxembourgish;;
MG;Madagascar;Malagasy Republic;Malagasy;Antananarivo;
MW;Malawi;Nyasaland;Malawians?;Lilongwe;
MY;Malaysia;;Malaysians?;Kuala Lumpur,Putrajaya;
MV;Maldives;The Maldives;Maldivians?;;
ML;Mali;;Malians?;Bamako;
MT;Malta;;Maltese;Valletta;
MH;Marshall Islands;;Marshallese;Majuro;
MR;Mauritania;;Mauritanians?;Nouakchott;
MU;Mauritius;;Mauritians?;Port Louis;
MX;Mexico;United Mexican States;Mexicans?;Mexico City,Los Pinos;
FM;Micronesia;Federated States of Micronesia;Micronesians?;Palikir;FSM
MD;Moldova;Moldavia;Moldovans?;Chișinău,Kishinev;
MC;Monaco;;Monegasques?;;
MN;Mongolia;;Mongolians?;Ulaanbaatar,Ulan Bator;
ME;Montenegro;;Montenegrins?;Podgorica;
MA;Morocco;;Moroccans?;Rabat;
MZ;Mozambique;;Mozambicans?;Maputo;
MM;Myanmar;Burma;Burmese;Naypyidaw,Nay Pyi Taw,Rangoon,Yangon;
NA;Namibia;South West Africa;Namibians?;Windhoek;
NR;Nauru;;Nauruans?;Yaren;
NP;Nepal;;Nepalese,Nepalis?;Kathmandu;
NL;Netherlands;The Netherlands,Holland;Dutch,Dutchman;Amsterdam,Binnenhof;
NZ;New Zealand;Aotearoa;New Zealanders?;Wellington,Beehive;NZ
NI;Nicaragua;;Nicaraguans?;Managua;
NE;Niger;;Nigeriens?;Niamey;
NG;Nigeria;;Nigerians?;Abuja,Aso Rock;
MK;North Macedonia;Macedonia,Republic of Macedonia;Macedonians?,North Macedonians?;Skopje;FYROM
NO;Norway;;Norwegians?;Oslo;
OM;Oman;Sultanate of Oman;Omanis?;Muscat;
PK;Pakistan;Islamic Republic of Pakistan,West Pakistan;Pakistanis?;Islamabad,Rawalpindi;
PW;Palau;;Palauans?;Ngerulmud;
PS;Palestine;State of Palestine,Palestinian Authority,Palestinian Territories,Occupied Palestinian Territories;Palestinians?;Ramallah,Muqata;
PA;Panama;;Panamanians?;Panama City;
PG;Papua New Guinea;;Papua New Guineans?;Port Moresby;PNG
PY;Paraguay;;Paraguayans?;Asunción;
PE;Peru;;Peruvians?;Lima;
PH;Philippines;The Philippines,Republic of the Philippines;Filipinos?,Filipinas?,Philippine;Manila,Malacañang,Malacañan Palace;
PL;Poland;;Polish,Poles;Warsaw;
PT;Portugal;;Portuguese;Lisbon;
QA;Qatar;State of Qatar;Qataris?;Doha;
RO;Romania;Rumania;Romanians?;Bucharest;
RU;Russia;Russian Federation;Russians?;Moscow,Kremlin,Lubyanka,Smolenskaya Square,State Duma;
RW;Rwanda;;Rwandans?,Rwandese;Kigali;
KN;Saint Kitts and Nevis;St. Kitts and Nevis,St Kitts;Kittitians?;Basseterre;
LC;Saint Lucia;St. Lucia;St. Lucians?;Castries;
VC;Saint Vincent and the Grenadines;St. Vincent and the Grenadines,Saint Vincent,St. Vincent;Vincentians?;Kingstown;
WS;Samoa;Western Samoa;Samoans?;Apia;
SM;San Marino;;Sammarinese;;
ST;São Tomé and Príncipe;São Tomé;Santomeans?;;
SA;Saudi Arabia;Kingdom of Saudi Arabia;Saudis?,Saudi Arabians?;Riyadh;KSA
SN;Senegal;;Senegalese;Dakar;
RS;Serbia;;Serbians?,Serbs?;Belgrade;
SC;Seychelles;The Seychelles;Seychellois;;
SL;Sierra Leone;;Sierra Leoneans?;Freetown;
SG;Singapore;;Singaporeans?;Istana;
SK;Slovakia;Slovak Republic;Slovaks?,Slovakian;Bratislava;
SI;Slovenia;;Slovenians?,Slovenes?;Ljubljana;
SB;Solomon Islands;The Solomons;Solomon Islanders?;Honiara;
SO;Somalia;Somaliland;Somalis?;Mogadishu,Villa Somalia;
ZA;South Africa;;South Africans?;Pretoria,Cape Town,Union Buildings;RSA
SS;South Sudan;;South Sudanese;Juba;
ES;Spain;;Spanish,Spaniards?;Madrid,Moncloa;
LK;Sri Lanka;Ceylon;Sri Lankans?;Colombo,Sri Jayawardenepura Kotte;
SD;Sudan;;Sudanese;Khartoum;
SR;Suriname;Surinam,Dutch Guiana;Surinamese;Paramaribo;
SE;Sweden;;Swedish,Swedes?;Stockholm;
CH;Switzerland;Swiss Confederation;Swiss;Bern,Berne,Bundeshaus;
SY;Syria;Syrian Arab Republic;Syrians?;Damascus;
TJ;Tajikistan;;Tajiks?,Tajikistanis?;Dushanbe;
TZ;Tanzania;Tanganyika,Zanzibar;Tanzanians?;Dodoma,Dar es Salaam;
TH;Thailand;Siam;Thais?;Bangkok;
TL;Timor-Leste;East Timor;Timorese,East Timorese;Dili;
TG;Togo;;Togolese;Lomé;
TO;Tonga;;Tongans?;Nuku'alofa;
TT;Trinidad and Tobago;Trinidad;Trinidadians?;Port of Spain;
TN;Tunisia;;Tunisians?;Tunis;
TR;Türkiye;Republic of Turkey,Republic of Türkiye;Turks?;Ankara,Sublime Porte,Beştepe;
TM;Turkmenistan;;Turkmens?;Ashgabat;
TV;Tuvalu;Ellice Islands;Tuvaluans?;Funafuti;
UG;Uganda;;Ugandans?;Kampala;
UA;Ukraine;The Ukraine;Ukrainians?;Kyiv,Kiev,Bankova,Verkhovna Rada;
AE;United Arab Emirates;Emirates,Trucial States,Dubai;Emiratis?;Abu Dhabi;UAE
GB;United Kingdom;Great Britain,Britain,United Kingdom of Great Britain and Northern Ireland,England,Scotland,Wales,Northern Ireland;Britons?,British,Scottish,Welsh;Downing Street,Whitehall,Westminster;UK
US;United States;United States of America;;White House,Capitol Hill,Pentagon,Foggy Bottom,State Department;US,USA
UY;Uruguay;;Uruguayans?;Montevideo;
UZ;Uzbekistan;;Uzbeks?,Uzbekistanis?;Tashkent;
VU;Vanuatu;New Hebrides;Ni-Vanuatu;Port Vila;
VE;Venezuela;Bolivarian Republic of Venezuela;Venezuelans?;Caracas,Miraflores;
VN;Vietnam;Viet Nam,North Vietnam,South Vietnam;Vietnamese,North Vietnamese,South Vietnamese;Hanoi;
YE;Yemen;North Yemen,South Yemen;Yemenis?;Sanaa,Sana'a;
ZM;Zambia;Northern Rhodesia;Zambians?;Lusaka;
ZW;Zimbabwe;Rhodesia,Southern Rhodesia;Zimbabweans?;Harare;
VA;Vatican City;Vatican,Holy See;;Apostolic Palace;
TW;Taiwan;Republic of China,Chinese Taipei,Formosa;Taiwanese;Taipei;ROC
XK;Kosovo;;Kosovars?,Kosovans?;Pristina,Prishtina;
HK;Hong Kong;;Hong Kongers?,Hongkongers?;;HKSAR
MO;Macau;Macao;Macanese;;
GL;Greenland;;Greenlanders?,Greenlandic;Nuuk;
PR;Puerto Rico;;Puerto Ricans?;San Juan;
GI;Gibraltar;;Gibraltarians?;;
FK;Falkland Islands;Falklands,Malvinas;Falkland Islanders?;Port Stanley;
NC;New Caledonia;;New Caledonians?;Nouméa;
PF;French Polynesia;Tahiti;French Polynesians?,Tahitians?;Papeete;
EH;Western Sahara;Sahrawi Arab Democratic Republic,Spanish Sahara;Sahrawis?;Laayoune,El Aaiún;SADR
GF;French Guiana;;French Guianese;Cayenne;
GP;Guadeloupe;;Guadeloupeans?,Guadeloupians?;;
MQ;Martinique;;Martinicans?,Martiniquais;;
RE;Réunion;Réunion Island;Réunionese,Réunionnais;;
YT;Mayotte;;Mahorans?,Mahorais;Mamoudzou;
GU;Guam;;Guamanians?;Hagåtña;
MP;Northern Mariana Islands;Northern Marianas;Northern Mariana Islanders?;Saipan;
AS;American Samoa;;American Samoans?;Pago Pago;
VI;U.S. Virgin Islands;United States Virgin Islands;U.S. Virgin Islanders?;Charlotte Amalie;
VG;British Virgin Islands;;British Virgin Islanders?;Road Town;
BM;Bermuda;;Bermudians?;;
KY;Cayman Islands;The Caymans;Caymanians?,Cayman Islanders?;;
TC;Turks and Caicos Islands;Turks and Caicos;Turks and Caicos Islanders?;;
AI;Anguilla;;Anguillans?,Anguillians?;;
MS;Montserrat;;Montserratians?;;
AW;Aruba;;Arubans?;;
CW;Curaçao;;Curaçaoans?;Willemstad;
SX;Sint Maarten;;Sint Maarteners?;;
FO;Faroe Islands;Faroes;Faroese;Tórshavn;
SJ;Svalbard;Svalbard and Jan Mayen;;Longyearbyen;
AX;Åland Islands;Åland;Ålanders?;Mariehamn;
CK;Cook Islands;;Cook Islanders?;Avarua;
NU;Niue;;Niueans?;Alofi;
TK;Tokelau;;Tokelauans?;;
WF;Wallis and Futuna;;Wallisians?,Futunans?;;
PN;Pitcairn Islands;Pitcairn;Pitcairn Islanders?,Pitcairners?;;
SH;Saint Helena;St. Helena,Ascension Island,Tristan da Cunha;Saint Helenians?,St. Helenians?;;
IO;British Indian Ocean Territory;Chagos,Chagos Islands,Chagos Archipelago,Diego Garcia;Chagossians?;;
GS;South Georgia and the South Sandwich Islands;South Georgia,South Sandwich Islands;;;
IM;Isle of Man;;Manx,Manxman,Manxmen;;
AQ;Antarctica;;;;
BL;Saint Barthélemy;St. Barthélemy,St. Barts,St Barts;Barthélemois;Gustavia;
BQ;Caribbean Netherlands;Bonaire,Sint Eustatius;Bonaireans?,Bonairians?;Kralendijk;
BV;Bouvet Island;;;;
CC;Cocos Islands;Keeling Islands,Cocos Keeling Islands;Cocos Islanders?;;
CX;Christmas Island;;Christmas Islanders?;;
GG;Guernsey;Bailiwick of Guernsey,Alderney;Guernseyman,Guernseymen;St. Peter Port,Saint Peter Port;
HM;Heard Island and McDonald Islands;Heard Island,McDonald Islands;;;
JE;Jersey;Bailiwick of Jersey,States of Jersey;Jerseyman,Jerseymen;St. Helier,Saint Helier;
MF;Saint Martin;Collectivity of Saint Martin;Saint-Martinois;;
NF;Norfolk Island;;Norfolk Islanders?;;
PM;Saint Pierre and Miquelon;St. Pierre and Miquelon,Saint-Pierre-et-Miquelon,Miquelon;Saint-Pierrais,Miquelonnais;;
TF;French Southern Territories;French Southern and Antarctic Territories,French Southern and Antarctic Lands,Kerguelen,Kerguelen Islands;;;
UM;United States Minor Outlying Islands;U.S. Minor Outlying Islands,Wake Island,Midway Atoll,Johnston Atoll,Palmyra Atoll;;;
SU;Soviet Union;Union of Soviet Socialist Republics,Soviet Russia;Soviets?;;USSR
YU;Yugoslavia;;Yugoslavs?,Yugoslavian;;
CS;Czechoslovakia;;Czechoslovaks?,Czechoslovakian;;
DD;East Germany;German Democratic Republic;East Germans?;East Berlin;GDR
"""

# id, form, kind, case, conditions
SPECIAL = """
US|America|name|caps|not-after:latin|south|north|central|of|captain|miss;not-before:first|online|airlines
US|American|demonym|caps|not-after:latin|south|north|central|native|african|inter|pan|ibero|hispanic|meso;not-before:airlines|express|samoa|football
US|Americans|demonym|caps|not-after:latin|south|north|central|native|african
US|Washington|capital|caps|not-before:post|irving|redskins|times|state|nationals|capitals|wizards|commanders|monthly|examiner|treaty|carver|heights;not-after:george|denzel|booker|martha|kerry|dinah|mary|fort|mount|port|lake|harold|kenny|jesse|walter|general
GE|Georgia|name|caps|unless:atlanta|savannah|macon|augusta|kemp|stacey|raffensperger|ossoff|warnock;not-before:tech|senator|o'keeffe|bulldogs|southern|meloni
GE|Georgia|name|caps|needs:tbilisi|abkhazia|ossetia|saakashvili|ivanishvili
GE|Georgians?|demonym|caps|unless:atlanta|savannah|macon|augusta|kemp|stacey|raffensperger|ossoff|warnock;not-before:bay|house|houses|mansion|architecture|terrace|era
GE|Georgians?|demonym|caps|needs:tbilisi|abkhazia|ossetia|saakashvili|ivanishvili;not-before:bay
JO|Jordan|name|caps|not-after:michael|jim|vernon|jeremy|barbara|hamilton|robert|david|eddie|deandre|louis|air|neil|steve;not-before:peterson|henderson|spieth|peele|belfort|bardella|pickford|poole|brand|valley|river|rift
TR|Turkey|name|caps|not-before:sandwich|sandwiches|breast|breasts|dinner|shoot|trot|bacon|leg|legs|sausage|burger|burgers|vulture|day|hunting|hunt|meat|farm|farms|soup;not-after:roast|wild|thanksgiving|cold|roasted|stuffed;unless:turkeys|poultry
TR|Turkish|demonym|caps|not-before:delight|bath|baths|coffee
TD|Chad|name|caps|not-before:smith|johnson|kroeger|wolf|bianco|hurley|boseman|michael|le|ochocinco|mendes|reed|lowe|daybell;not-after:hanging|mr|dr|saint|st|brother|uncle|my
CN|China|name|caps|not-before:porcelain|doll|dolls|shop|cabinet|plate|plates|tea|cup|cups;not-after:bone|fine|indo|nationalist
CN|Sino|prefix|caps|hyphen-after
RU|Russo|prefix|caps|hyphen-after
FR|Franco|prefix|caps|hyphen-after
GB|Anglo|prefix|caps|hyphen-after;not-before:saxon|saxons
IN|Indo|prefix|caps|hyphen-after;not-before:european|china|chinese|aryan|germanic|iranian
JP|Japan|name|caps|
FR|French|demonym|caps|not-before:fries|toast|press|horn|kiss|open|bulldog|bulldogs|quarter|dressing
FR|Paris|capital|caps|not-before:hilton|agreement|accord|accords|club|texas|principles;not-after:treaty|miss
GB|London|capital|caps|not-after:jack|new|east;not-before:ontario
AT|Vienna|capital|caps|not-before:convention|conventions|virginia|sausage
BY|Minsk|capital|caps|not-before:agreement|agreements|protocol|process|accords
KZ|Astana|capital|caps|not-before:process|format
NO|Oslo|capital|caps|not-before:accords|accord|process
FI|Helsinki|capital|caps|not-before:accords|final|process|commission
PL|Warsaw|capital|caps|not-before:pact|treaty|ghetto|convention
HU|Budapest|capital|caps|not-before:memorandum|convention
PH|Manila|capital|caps|not-before:envelope|envelopes|folder
CL|Santiago|capital|caps|not-before:de|calatrava;not-after:san
GR|Athens|capital|caps|not-before:ohio|georgia|alabama
DE|Berlin|capital|caps|not-after:irving|isaiah;not-before:wall
MA|Casablanca|city|caps|not-before:conference
TR|Istanbul|city|caps|not-before:convention
CN|Shanghai|city|caps|not-before:cooperation|five
BG|Sofia|capital|caps|not-before:coppola|loren|vergara|kenin;not-after:hagia|queen|princess
BR|Brazil|name|caps|not-before:nut|nuts
PA|Panama|name|caps|not-before:hat|hats|papers
PA|Panama City|capital|caps|unless:florida
CU|Cuba|name|caps|not-before:gooding|libre
IN|India|name|caps|not-before:ink|arie
LY|Tripoli|capital|caps|unless:lebanon
GN|Guinea|name|caps|not-before:pig|pigs|fowl|worm|worms;not-after:new
NZ|Wellington|capital|caps|not-after:duke|of|lord|arthur;not-before:boots|boot|bomber|webb
NZ|Beehive|seat|caps|needs:zealand|wellington|ardern|luxon|peters
AE|Emirates|name|caps|not-before:airline|airlines|stadium|flight|flights|cup|air
CD|Congo|name|caps|unless:brazzaville;not-before:river|basin
CD|Congolese|demonym|caps|unless:brazzaville
CG|Congo|name|caps|needs:brazzaville;unless:kinshasa|drc;not-before:river|basin
CG|Congolese|demonym|caps|needs:brazzaville;unless:kinshasa|drc
DO|Dominicans?|demonym|caps|unless:roseau;not-before:order|friar|friars|monk|monks|nun|nuns
DM|Dominicans?|demonym|caps|needs:roseau;not-before:order|friar|friars|monk|monks|nun|nuns
GG|Guernsey|name|caps|not-before:cow|cows|cattle|milk|sweater
JE|Jersey|name|caps|needs:helier|guernsey|bailiwick;not-after:new;not-before:city|shore|boys|cow|cows|cattle
MF|Saint Martin|name|caps|needs:maarten|marigot|anguilla|guadeloupe;not-before:of
MF|St. Martin|name|caps|needs:maarten|marigot|anguilla|guadeloupe;not-before:of
IM|Manx|demonym|caps|not-before:cat|cats
PE|Lima|capital|caps|not-before:bean|beans|group
OM|Muscat|capital|caps|not-before:grape|grapes|wine
ID|Nusantara|capital|caps|needs:indonesia|indonesian|jakarta
LK|Colombo|capital|caps|not-before:plan
GB|British|demonym|caps|not-before:columbia|airways|columbian
GB|Wales|name|caps|not-after:south|of|jimmy
GB|England|name|caps|not-after:new|lynndie
GB|Westminster|seat|caps|not-before:abbey|dog|kennel|system
ML|Mali|name|caps|
NL|Dutch|demonym|caps|not-before:oven|auction|courage|disease|harbor
IE|Irish|demonym|caps|not-after:northern|fighting|notre
GB|Northern Irish|demonym|caps|
DK|Danish|demonym|caps|not-before:pastry|pastries
CA|Canada|name|caps|not-before:goose|geese
US|State Department|seat|caps|
PL|Polish|demonym|caps|not-after:nail|shoe
PL|Pole|demonym|caps|not-after:north|south|magnetic
CF|Central African|demonym|caps|not-before:region|states|economic|countries|nations
"""

BLOCKERS = """Indo-Pacific,Indo-Asia-Pacific,East China Sea,South China Sea,East China,South China Morning Post,Indian Ocean,Sea of Japan,New Mexico,
Gulf of Mexico,New England,New Britain,British Columbia,Gulf of Guinea,Niger Delta,Niger River,New Guinea,
American Indian,American Indians,Native American,Native Americans,Latin America,South America,North America,Central America,Bank of America,
Korean Peninsula,Korean War,New South Wales,Prince of Wales,Washington Post,New York Times,Gulf of Oman,
Gulf of Thailand,Philippine Sea,Norwegian Sea,Irish Sea,Arabian Sea,Persian Gulf,Mozambique Channel,English Channel,
Prince of Wales,Congo River,Congo Basin,Jordan River,Jordan Valley,Inner Mongolia,Inner Mongolian,French Open,
Spanish flu,Spanish Flu,Swiss cheese,Swiss Cheese,Swiss Army knife,Japan Times,Australian Open,Bay of Bengal,Strait of Malacca,
Japan Sea,Cuba Gooding,Saint Petersburg,Gulf of Finland,Panama Papers,German Shepherd,German shepherd,German shepherds,
Moscow Idaho,Paris Hilton,Lebanon Pennsylvania,Austro-Hungarian,Austria-Hungary,Austro-Hungary,Iron Curtain,South Georgia Road,
Baltic Sea,Caspian Sea,Gulf of Aden,Lake Chad,Lake Chad Basin,Marshall Plan,Georgia Tech,Vietnam Syndrome,Greek Orthodox,Chinese checkers,
Turkey Point,Taiwan Relations Act"""

HEADER = """# Names of countries and territories. Written by make_countries.py; do not edit by hand.
# Sources (facts): UN list of member and observer States; ISO 3166-1 alpha-2 codes and the
# codes ISO reserved for former States (SU, YU, CS, DD); XK as used by the EU and the IMF for Kosovo.
# Names of seats of government and former names: general knowledge, written for Dossier.
# Brussels (mostly the EU), bare Korea, and capitals that are mostly other things (Georgetown, Victoria,
# San Jose, Kingston, Hamilton) are left out on purpose.
id	label	form	kind	case	conditions
"""


def main():
    special = {tuple(line.split("|")[:2]) for line in SPECIAL.strip().splitlines()}
    rows, seen = [], set()

    def add(identifier, label, form, kind, case, conditions=""):
        key = (identifier, form, conditions)
        if not form or key in seen:
            return
        seen.add(key)
        rows.append("\t".join((identifier, label, form, kind, case, conditions)))

    labels = {}
    for line in FACTS.strip().splitlines():
        identifier, label, names, demonyms, places, abbreviations = line.split(";")
        labels[identifier] = label
        for kind, case, column in (
            ("name", "caps", label + "," + names),
            ("demonym", "caps", demonyms),
            ("capital", "caps", places),
            ("abbreviation", "exact", abbreviations),
        ):
            for form in column.split(","):
                seat = form in SEATS
                if (identifier, form) not in special:
                    add(identifier, label, form, "seat" if seat else kind, case)
    for line in SPECIAL.strip().splitlines():
        identifier, form, kind, case, conditions = line.split("|", 4)
        add(identifier, labels[identifier], form, kind, case, conditions)
    for form in BLOCKERS.replace("\n", "").split(","):
        add("-", "", form, "nothing", "caps")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Data", "table.tsv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER + "\n".join(rows) + "\n")


SEATS = set(
    "Casa Rosada,Ballhausplatz,Planalto,Itamaraty,Rideau Hall,La Moneda,Zhongnanhai,Great Hall of the People,"
    "Christiansborg,Élysée,Elysée,Quai d'Orsay,Matignon,Bundestag,Wilhelmstrasse,South Block,Rashtrapati Bhavan,"
    "Leinster House,Knesset,Palazzo Chigi,Quirinale,Farnesina,Kantei,Nagatacho,Kasumigaseki,Akorda,Blue House,"
    "Cheong Wa Dae,Yongsan,Baabda,Los Pinos,Binnenhof,Aso Rock,Rawalpindi,Muqata,Malacañang,Malacañan Palace,"
    "Kremlin,Lubyanka,Smolenskaya Square,State Duma,Istana,Villa Somalia,Union Buildings,Moncloa,Bundeshaus,"
    "Sublime Porte,Beştepe,Bankova,Verkhovna Rada,Downing Street,Whitehall,White House,Capitol Hill,Pentagon,"
    "Foggy Bottom,Miraflores,Apostolic Palace,Putrajaya".split(",")
)

main()
