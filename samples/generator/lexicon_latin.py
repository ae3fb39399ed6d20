"""Countries whose cards are written in Latin letters: places, labels, forms of company, ways to write a number."""

# Word lists read better as running text, and tables with a country a block.
# fmt: off
# ruff: noqa: E501, SIM905

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """What a country's cards write before a number or an address; an empty string means no label."""

    work: tuple[str, ...]
    mobile: tuple[str, ...]
    fax: tuple[str, ...]
    email: tuple[str, ...]
    url: tuple[str, ...]
    direct: tuple[str, ...] = ("Direct",)
    extension: tuple[str, ...] = ("ext.",)


@dataclass(frozen=True)
class Country:
    """How cards of one country are written.

    Attributes:
        code: ISO 3166-1 alpha-2.
        name: As the last line of an address.
        locales: Faker locales that persons come from.
        calling_code: International prefix without the plus.
        cities: (city, region, postal code pattern with # for a digit and ? for a letter, area code) of places.
        streets: Street names without number.
        address_forms: Lines of an address; fields are street, number, city, region, code, unit, country.
        units: Suite, floor, building texts.
        work_numbers: Landline patterns: {a} is the area code, # a digit, written the national way.
        mobile_numbers: Mobile patterns.
        trunk: What a national number starts with before the area code.
        forms: Legal forms, after the name unless they end in a blank.
        domains: Top-level domains.
        titles, departments, industries: Job titles, departments, what companies do.
        labels: What is written before numbers and addresses.
    """

    code: str
    name: str
    locales: tuple[str, ...]
    calling_code: str
    cities: tuple[tuple[str, str, str, str], ...]
    streets: tuple[str, ...]
    address_forms: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    work_numbers: tuple[str, ...]
    mobile_numbers: tuple[str, ...]
    trunk: str
    forms: tuple[str, ...]
    domains: tuple[str, ...]
    titles: tuple[str, ...]
    departments: tuple[str, ...]
    industries: tuple[str, ...]
    labels: Labels


ENGLISH_LABELS = Labels(
    work=("Tel", "Tel.", "TEL", "Phone", "P", "T", "Ph", "O", "Office", "tel", "Tel no.", ""),
    mobile=("Mobile", "Cell", "M", "C", "Mob", "mob", "Mob.", "Cell Phone", "MOBILE"),
    fax=("Fax", "FAX", "F", "fax"),
    email=("Email", "E-mail", "E", "email", "Mail", "", "", ""),
    url=("Web", "W", "Website", "URL", "", "", "", ""),
    direct=("Direct", "D", "DDI", "Direct Line"),
    extension=("ext.", "x", "Ext", "extension"),
)

ENGLISH_TITLES = tuple(
    "Sales Manager|General Manager|Marketing Director|Chief Executive Officer|CEO|CTO|CFO & Partner|Founder & CEO|Managing Director|"
    "Senior Researcher|Software Engineer|Senior Software Engineer|Product Manager|Project Manager|Account Manager|Account Executive|"
    "Vice President|Senior Vice President|President|Director|Executive Director|Creative Director|Art Director|Graphic Designer|"
    "Interior Designer|Architect|Principal Architect|Attorney at Law|Associate|Partner|Senior Partner|Consultant|Senior Consultant|"
    "Real Estate Agent|Broker Associate|Realtor®|Loan Officer|Financial Advisor|Accountant|Certified Public Accountant|Data Scientist|"
    "Data Manager|HR Manager|Operations Manager|Office Manager|Business Development Manager|Regional Sales Manager|Territory Manager|"
    "Sales Representative|Customer Success Manager|Photographer|Chef|Executive Chef|Professor|Associate Professor|Lecturer|"
    "Research Fellow|Head of Engineering|Head of Growth|Head of Procurement|Export Manager|Purchasing Manager|Quality Manager|"
    "Plant Manager|Store Manager|Event Coordinator|Public Relations Manager|Editor-in-Chief|Journalist|Veterinarian|Dentist|"
    "Physiotherapist|Supply Chain Manager|Senior Analyst|Investment Manager|Legal Counsel|Technical Lead|Field Engineer|Owner|Co-Founder".split("|")
)
ENGLISH_DEPARTMENTS = tuple(
    "Sales Department|Marketing Department|Research & Development|R&D Division|Corporate Planning Office|Human Resources|Finance Department|"
    "Engineering Division|Overseas Business Division|International Sales|Customer Support|Business Development|Cloud & AI Department|"
    "Department of Physics|School of Engineering|Faculty of Economics|Public Relations|Legal Department|Product Design Team|"
    "Quality Assurance|Global Operations|Supply Chain|Digital Innovation Lab|Investment Banking|Commercial Real Estate|IT Services".split("|")
)
ENGLISH_INDUSTRIES = tuple(
    "Consulting|Solutions|Industries|Logistics|Realty|Properties|Partners|Capital|Technologies|Systems|Software|Labs|Design|Studio|"
    "Media|Foods|Motors|Airlines|Insurance|Financial|Pharma|Medical|Dental Care|Law Group|Architects|Engineering|Energy|Electronics|"
    "Instruments|Trading|Imports|Travel|Tours|Events|Photography|Publishing|Books|Coffee Roasters|Bakery|Brewing|Farms|Landscaping|"
    "Construction|Plumbing|Roofing|Interiors|Furniture|Textiles|Fashion|Cosmetics|Fitness|Academy|Institute|University|Foundation|"
    "Robotics|Biotech|Analytics|Networks|Security|Staffing|Marine|Aerospace|Chemicals|Packaging|Printing|Digital|Creative".split("|")
)
LATIN_STEMS = tuple(
    "Northwind Bluewater Silverline Redwood Evergreen Ironbridge Clearview Brightside Stonegate Oakridge Lakeshore Summit Pinnacle "
    "Horizon Meridian Atlas Orion Vega Polaris Zenith Apex Vertex Quantum Nimbus Cirrus Stratus Delta Sigma Lambda Kappa Novatek "
    "Altura Solara Lumina Verdant Terra Aqua Ventus Ignis Borealis Australis Aurora Celeste Fortuna Veritas Aequitas Concordia "
    "Harmonia Libra Gemini Pegasus Phoenix Griffin Falcon Heron Kestrel Osprey Raven Condor Albatross Puma Lynx Wolf Bear Bison "
    "Cedar Maple Willow Birch Aspen Juniper Hawthorn Linden Magnolia Orchid Lotus Saffron Cobalt Crimson Indigo Amber Ivory Onyx Jade "
    "Sapphire Topaz Granite Marble Basalt Copper Titan Argon Neon Helix Vector Matrix Tensor Pixel Cipher Beacon Lantern Compass "
    "Anchor Harbor Bridgeway Crossroads Keystone Cornerstone Milestone Landmark Trailhead Waypoint Outpost Frontier Pioneer Vanguard "
    "Sentinel Guardian Paragon Epoch Legacy Heritage Dynasty Empire Regal Crown Monarch Noble Liberty Unity Alliance Nexus Synergy "
    "Momentum Velocity Catalyst Impact Insight Foresight Vision Clarity Focus Prism Spectrum Mosaic Canvas Palette Sketch Blueprint "
    "Omnia Primus Secura Medica Dentalis Vitalis Salus Sana Bella Dolce Fresca Rustica Urbana Metro Civic Agora Forum Plaza Arcadia "
    "Helvetica Iberia Gallia Lusitania Baltica Nordica Adria Rhein Elbe Danubia Alpina Tirol Saigon Mekong Hanok Namsan Daehan".split()
)

COUNTRIES = (
    Country("US", "USA", ("en_US",), "1",
        (("Providence", "RI", "029##", "401"), ("Boston", "MA", "021##", "617"), ("Austin", "TX", "787##", "512"),
         ("Seattle", "WA", "981##", "206"), ("San Francisco", "CA", "941##", "415"), ("New York", "NY", "100##", "212"),
         ("Chicago", "IL", "606##", "312"), ("Denver", "CO", "802##", "303"), ("Atlanta", "GA", "303##", "404"),
         ("Portland", "OR", "972##", "503"), ("Miami", "FL", "331##", "305"), ("Honolulu", "HI", "968##", "808"),
         ("Phoenix", "AZ", "850##-####", "602"), ("Nashville", "TN", "372##", "615")),
        ("Main Street", "Oak Avenue", "Maple Drive", "Elm St.", "Washington Blvd", "Park Avenue", "Sunset Boulevard", "Lake Shore Drive",
         "Broadway", "Market Street", "Pine Ridge Road", "Hillcrest Lane", "Industrial Parkway", "5th Avenue", "W 42nd Street",
         "Jefferson St", "Mission Street", "Congress Ave", "Peachtree Road NE", "Harbor View Dr.", "College Way", "Technology Drive"),
        (("{number} {street}", "{city}, {region} {code}"), ("{number} {street}, {unit}", "{city}, {region} {code}"),
         ("{number} {street}, {city}, {region} {code}",), ("{number} {street}", "{unit}", "{city}, {region} {code}"),
         ("{number} {street}, {city}, {region} {code}, {country}",)),
        ("Suite 200", "Suite 1450", "Floor 3", "Apt. 5B", "Unit 12", "Ste. 310", "20th Floor", "Building C"),
        ("({a}) ###-####", "{a}-###-####", "{a}.###.####", "+1 {a} ### ####", "+1 ({a}) ###-####", "1-{a}-###-####", "{a} ### ####"),
        ("({a}) ###-####", "{a}-###-####", "{a}.###.####", "+1 {a}-###-####", "{a} ### ####"), "",
        (" Inc.", ", Inc.", " LLC", " Corp.", " Corporation", " Co.", " Group", ", LLC", " & Associates", "", "", ""),
        ("com", "com", "com", "net", "org", "io", "co", "us"), ENGLISH_TITLES, ENGLISH_DEPARTMENTS, ENGLISH_INDUSTRIES, ENGLISH_LABELS),
    Country("GB", "United Kingdom", ("en_GB",), "44",
        (("London", "", "W# #??", "20"), ("London", "", "EC#? #??", "20"), ("Manchester", "", "M# #??", "161"), ("Leeds", "", "LS# #??", "113"),
         ("Bristol", "", "BS# #??", "117"), ("Edinburgh", "", "EH# #??", "131"), ("Glasgow", "", "G# #??", "141"),
         ("Cambridge", "", "CB# #??", "1223"), ("Oxford", "", "OX# #??", "1865"), ("York", "", "YO## #??", "1904")),
        ("High Street", "Kingdom Street", "Station Road", "Victoria Road", "Church Lane", "King's Parade", "Queen Anne Street", "Mill Lane",
         "Albert Embankment", "Deansgate", "Baker Street", "Fleet Street", "Castle Terrace", "Broad Street", "Park Row", "Regent Place"),
        (("{number} {street}", "{city}, {code}"), ("{number} {street}, {city} {code}",), ("{unit}", "{number} {street}", "{city} {code}"),
         ("{number} {street}, {unit}, {city}, {code}",), ("{number} {street}", "{city} {code}", "{country}")),
        ("Paddington", "Unit 4", "Floor 2", "The Old Mill", "Riverside House", "Kings Court", "Third Floor"),
        ("+44 (0) {a} #### ####", "+44 (0){a} ### ####", "0{a} #### ####", "+44 {a} #### ####", "(0{a}) ### ####"),
        ("+44 (0) 7### ######", "07### ######", "+44 7### ######", "07### ### ###"), "0",
        (" Ltd", " Limited", " plc", " LLP", " & Sons", " & Co.", "", "", " Group"), ("co.uk", "co.uk", "com", "uk", "org.uk"),
        ENGLISH_TITLES, ENGLISH_DEPARTMENTS, ENGLISH_INDUSTRIES, ENGLISH_LABELS),
    Country("IN", "India", ("en_IN",), "91",
        (("Chennai", "Tamil Nadu", "600 ###", "44"), ("Mumbai", "Maharashtra", "4000##", "22"), ("Bengaluru", "Karnataka", "5600##", "80"),
         ("Pune", "Maharashtra", "4110##", "20"), ("New Delhi", "", "1100##", "11"), ("Hyderabad", "Telangana", "5000##", "40"),
         ("Kolkata", "West Bengal", "7000##", "33"), ("Erode", "Tamil Nadu", "6380##", "424")),
        ("M.G. Road", "Anna Salai", "Linking Road", "Brigade Road", "Nehru Street", "Park Street", "Residency Road", "Gandhi Nagar 2nd Street",
         "Ring Road", "Station Road", "Church Street", "Lake View Road"),
        (("{number}, {street},", "{city} - {code}"), ("{number} {street}, {city}, {region} {code}",), ("{unit}, {street},", "{city} - {code}, {country}"),
         ("No. {number}, {street}", "{city} {code}")),
        ("2nd Floor, Shree Plaza", "Flat 4B, Sai Towers", "Plot No. 18", "Tower B, Tech Park"),
        ("+91 {a} #### ####", "0{a}-########", "+91-{a}-########"), ("+91 9#### #####", "+91-98########", "9########0", "+91 98### #####"), "0",
        (" Pvt. Ltd.", " Private Limited", " Ltd.", " & Sons", "", " Enterprises"), ("in", "co.in", "com", "com"),
        ENGLISH_TITLES, ENGLISH_DEPARTMENTS, ENGLISH_INDUSTRIES, ENGLISH_LABELS),
    Country("BR", "Brasil", ("pt_BR",), "55",
        (("São Paulo", "SP", "01###-###", "11"), ("Rio de Janeiro", "RJ", "20###-###", "21"), ("Curitiba", "PR", "80###-###", "41"),
         ("Belo Horizonte", "MG", "30###-###", "31"), ("Porto Alegre", "RS", "90###-###", "51"), ("Salvador", "BA", "40###-###", "71"),
         ("Recife", "PE", "50###-###", "81"), ("Florianópolis", "SC", "88###-###", "48"), ("Campinas", "SP", "13###-###", "19")),
        ("Av. Paulista", "Rua das Flores", "Rua Sete de Setembro", "Av. Brasil", "Rua XV de Novembro", "Rua Augusta", "Alameda Santos",
         "Av. Rio Branco", "Rua da Consolação", "Travessa do Comércio", "Rua São José", "Av. Beira-Mar", "Praça da República"),
        (("{street}, {number} - {unit}", "{city} - {region}", "CEP {code}"), ("{street}, {number}", "{city}/{region} - {code}"),
         ("{street}, {number}, {unit}", "{code} - {city} - {region}"), ("{street}, {number} - {city} - {region}",)),
        ("Centro", "sala 302", "7º andar", "conj. 54", "Bela Vista", "loja 2", "Bloco B"),
        ("({a}) ####-####", "+55 {a} ####-####", "{a} ####-####", "+55 ({a}) ####-####", "(0{a}) ####.####"),
        ("({a}) 9####-####", "+55 {a} 9####-####", "({a}) 9.####-####"), "0",
        (" Ltda.", " S.A.", " Ltda", " ME", " e Associados", "", " & Filhos"), ("com.br", "com.br", "br", "com"),
        ("Gerente Comercial", "Diretor", "Diretora Executiva", "Engenheiro Civil", "Arquiteta", "Advogado", "Consultor de Vendas",
         "Gerente de Projetos", "Analista de Sistemas", "Corretor de Imóveis", "Presidente", "Coordenadora de Marketing", "Sócio-Diretor",
         "Representante Comercial", "Nutricionista", "Fotógrafa", "Médico Veterinário", "Cirurgiã-Dentista", "Supervisor de Produção"),
        ("Departamento Comercial", "Recursos Humanos", "Diretoria Técnica", "Marketing", "Engenharia", "Setor de Compras", "Financeiro"),
        ("Engenharia", "Consultoria", "Imóveis", "Alimentos", "Transportes", "Arquitetura", "Advocacia", "Comércio", "Indústria", "Têxtil",
         "Construtora", "Odontologia", "Turismo", "Seguros", "Tecnologia", "Móveis", "Papelaria", "Gráfica"),
        Labels(work=("Tel.", "Tel", "Fone", "Telefone", "Fixo", "T", "PABX", ""), mobile=("Celular", "Cel.", "Cel", "WhatsApp", "Móvel", "Tel. móvel"),
               fax=("Fax", "FAX"), email=("E-mail", "Email", "e-mail", "", ""), url=("Site", "", "", "www"), direct=("Direto", "Ramal direto"), extension=("ramal", "R."))),
    Country("DE", "Deutschland", ("de_DE",), "49",
        (("Berlin", "", "10###", "30"), ("München", "", "80###", "89"), ("Hamburg", "", "20###", "40"), ("Köln", "", "50###", "221"),
         ("Frankfurt am Main", "", "60###", "69"), ("Stuttgart", "", "70###", "711"), ("Düsseldorf", "", "40###", "211"),
         ("Nürnberg", "", "90###", "911"), ("Göttingen", "", "37###", "551"), ("Freiburg", "", "79###", "761"), ("Würzburg", "", "97###", "931")),
        ("Hauptstraße", "Bahnhofstr.", "Goethestraße", "Schillerstr.", "Lindenallee", "Am Marktplatz", "Königstraße", "Gartenweg", "Mühlenstraße",
         "Industriestr.", "An der Alten Mühle", "Rosenweg", "Bergstraße", "Kirchgasse", "Friedrich-Ebert-Straße", "Münchner Str.", "Im Grund"),
        (("{street} {number}", "{code} {city}"), ("{street} {number}, {code} {city}",), ("{street} {number}", "D-{code} {city}"),
         ("{street} {number} · {code} {city}",), ("{street} {number}", "{code} {city}", "{country}")),
        ("3. OG",), ("0{a} / ######", "+49 (0){a} ######-##", "+49 {a} #######", "0{a}-######-0", "(0{a}) ## ## ##", "+49 (0) {a} / ## ## ##"),
        ("017# / #######", "+49 17# #######", "0151 ########", "+49 (0)172 ### ## ##"), "0",
        (" GmbH", " AG", " GmbH & Co. KG", " KG", " e.K.", " UG (haftungsbeschränkt)", " & Partner mbB", " e.V.", ""), ("de", "de", "de", "com", "eu"),
        ("Geschäftsführer", "Geschäftsführerin", "Vertriebsleiter", "Leiterin Marketing", "Projektleiter", "Prokurist", "Dipl.-Ing.", "Rechtsanwältin",
         "Steuerberater", "Architekt", "Außendienst", "Leiter Einkauf", "Kundenberaterin", "Softwareentwickler", "Vorstand", "Inhaber",
         "Technischer Leiter", "Assistenz der Geschäftsführung", "Zahnärztin", "Malermeister", "Physiotherapeutin"),
        ("Vertrieb", "Einkauf", "Forschung und Entwicklung", "Personalabteilung", "Abteilung Qualitätssicherung", "Institut für Physik", "Marketing"),
        ("Maschinenbau", "Elektrotechnik", "Bau", "Consulting", "Immobilien", "Logistik", "Werkzeuge", "Druckerei", "Möbelhaus", "Gartenbau",
         "Steuerberatung", "Architekten", "Versicherungen", "Spedition", "Feinmechanik", "Bäckerei", "Software", "Energietechnik"),
        Labels(work=("Tel.", "Tel", "Fon", "Telefon", "T", "Büro", ""), mobile=("Mobil", "Handy", "M", "Mobiltelefon"), fax=("Fax", "Telefax", "F"),
               email=("E-Mail", "Mail", "E", "", ""), url=("Web", "Internet", "", "", "www"), direct=("Durchwahl", "Direkt"), extension=("DW", "App."))),
    Country("FR", "France", ("fr_FR",), "33",
        (("Paris", "", "750##", "1"), ("Lyon", "", "690##", "4"), ("Marseille", "", "130##", "4"), ("Toulouse", "", "310##", "5"),
         ("Nantes", "", "440##", "2"), ("Lille", "", "590##", "3"), ("Strasbourg", "", "670##", "3"), ("Orléans", "", "450##", "2"),
         ("Besançon", "", "250##", "3"), ("Saint-Étienne", "", "420##", "4")),
        ("rue de la République", "avenue des Champs", "boulevard Voltaire", "rue du Général Leclerc", "place de l'Église", "rue Victor Hugo",
         "chemin des Vignes", "quai de la Fosse", "rue Saint-Honoré", "allée des Tilleuls", "cours Lafayette", "impasse du Moulin", "rue de Bâle"),
        (("{number}, {street}", "{code} {city}"), ("{number} {street} - {code} {city}",), ("{number} {street}", "{unit}", "{code} {city}"),
         ("{number}, {street}, {code} {city}",), ("{number} {street}", "{code} {city} Cedex", "{country}")),
        ("Bâtiment B", "2e étage", "BP 45", "ZI Nord", "Résidence du Parc"),
        ("0{a} ## ## ## ##", "+33 {a} ## ## ## ##", "0{a}.##.##.##.##", "+33 (0){a} ## ## ## ##"), ("06 ## ## ## ##", "+33 6 ## ## ## ##", "06.##.##.##.##", "07 ## ## ## ##"), "0",
        (" SARL", " SAS", " S.A.", " & Fils", "", " SA", " EURL", "Groupe "), ("fr", "fr", "com", "eu"),
        ("Directeur Général", "Directrice Commerciale", "Responsable Marketing", "Chef de projet", "Ingénieur d'affaires", "Avocate à la Cour",
         "Gérant", "Gérante", "Architecte d'intérieur", "Consultant senior", "Attachée de presse", "Responsable des achats", "Président",
         "Maître de conférences", "Kinésithérapeute", "Notaire", "Rédactrice en chef", "Technico-commercial", "Expert-comptable"),
        ("Service commercial", "Direction des ressources humaines", "Pôle Innovation", "Département R&D", "Service après-vente", "Direction technique"),
        ("Conseil", "Immobilier", "Architectes", "Bâtiment", "Transports", "Assurances", "Énergie", "Logistique", "Boulangerie", "Éditions",
         "Imprimerie", "Fromagerie", "Ingénierie", "Formation", "Création", "Paysages", "Électricité"),
        Labels(work=("Tél.", "Tél", "Tél. :", "Téléphone", "T", "Standard", ""), mobile=("Mobile", "Port.", "Portable", "Mob.", "GSM"), fax=("Fax", "Télécopie", "F"),
               email=("E-mail", "Courriel", "Mail", "", ""), url=("Site", "", "", "Web"), direct=("Ligne directe", "LD"), extension=("poste",))),
    Country("ES", "España", ("es_ES",), "34",
        (("Madrid", "", "280##", "91"), ("Barcelona", "", "080##", "93"), ("Valencia", "", "460##", "96"), ("Sevilla", "", "410##", "95"),
         ("Málaga", "", "290##", "95"), ("Bilbao", "", "480##", "94"), ("Logroño", "", "260##", "941")),
        ("Calle Mayor", "Avda. de la Constitución", "C/ Alcalá", "Paseo de Gracia", "Plaza España", "Calle del Príncipe", "Gran Vía", "Rambla Nova",
         "C/ San Andrés", "Ronda de los Tejares", "Camino Viejo"),
        (("{street}, {number}", "{code} {city}"), ("{street}, {number}, {unit}", "{code} {city}"), ("{street} {number} - {code} {city}",)),
        ("3º B", "bajo", "local 4", "planta 2"), ("{a} ### ## ##", "+34 {a} ### ## ##", "(+34) {a} ### ####"), ("6## ### ###", "+34 6## ## ## ##", "+34 6## ### ###"), "",
        (", S.L.", " S.A.", ", S.A.", " e Hijos", "", " y Asociados"), ("es", "es", "com", "cat"),
        ("Director Comercial", "Gerente", "Responsable de Ventas", "Abogada", "Arquitecto", "Ingeniera Técnica", "Jefe de Obra", "Asesor Fiscal",
         "Directora de Marketing", "Delegado de Zona", "Diseñadora Gráfica", "Médico", "Administrador", "Técnico Comercial"),
        ("Departamento de Ventas", "Administración", "Recursos Humanos", "Área Técnica", "Dirección General"),
        ("Ingeniería", "Abogados", "Construcciones", "Transportes", "Inmobiliaria", "Diseño", "Bodegas", "Asesores", "Electrónica", "Viajes", "Cerámicas"),
        Labels(work=("Tel.", "Tel", "Tfno.", "Teléfono", "T", ""), mobile=("Móvil", "Móv.", "M", "Tel. móvil"), fax=("Fax", "F"),
               email=("E-mail", "Email", "Correo", "", ""), url=("Web", "", ""), direct=("Directo",), extension=("ext.",))),
    Country("IT", "Italia", ("it_IT",), "39",
        (("Milano", "MI", "201##", "02"), ("Roma", "RM", "001##", "06"), ("Torino", "TO", "101##", "011"), ("Firenze", "FI", "501##", "055"),
         ("Bologna", "BO", "401##", "051"), ("Verona", "VR", "371##", "045"), ("Napoli", "NA", "801##", "081")),
        ("Via Roma", "Corso Garibaldi", "Piazza del Duomo", "Via Dante", "Viale dei Mille", "Via G. Verdi", "Via della Libertà", "Largo Augusto",
         "Strada Nuova", "Via Cavour"),
        (("{street}, {number}", "{code} {city} ({region})"), ("{street} {number} - {code} {city}",), ("{street}, {number} - {code} {city} ({region})",)),
        ("Scala A",), ("{a} #######", "+39 {a} #######", "+39 {a} ### ####", "{a}/#######"), ("3## #######", "+39 3## ### ####", "3##/#######"), "",
        (" S.r.l.", " S.p.A.", " S.n.c.", " & C. S.a.s.", "", "Studio "), ("it", "it", "com", "eu"),
        ("Direttore Commerciale", "Amministratore Delegato", "Responsabile Vendite", "Avvocato", "Architetto", "Ingegnere", "Titolare",
         "Responsabile Qualità", "Consulente", "Agente di commercio", "Medico Chirurgo", "Geometra", "Project Manager"),
        ("Ufficio Commerciale", "Amministrazione", "Ufficio Tecnico", "Ricerca e Sviluppo"),
        ("Impianti", "Meccanica", "Arredamenti", "Costruzioni", "Moda", "Alimentari", "Viaggi", "Assicurazioni", "Grafica", "Vini", "Ceramiche", "Trasporti"),
        Labels(work=("Tel.", "Tel", "T", "Telefono", ""), mobile=("Cell.", "Cell", "Cellulare", "Mobile"), fax=("Fax", "F"), email=("E-mail", "e-mail", "Mail", "", ""),
               url=("Web", "Sito", "", ""), direct=("Diretto",), extension=("int.",))),
    Country("VN", "Việt Nam", ("vi_VN",), "84",
        (("Hà Nội", "", "100000", "24"), ("TP. Hồ Chí Minh", "", "700000", "28"), ("Đà Nẵng", "", "550000", "236"), ("Cần Thơ", "", "900000", "292"), ("Hải Phòng", "", "180000", "225")),
        ("Nguyễn Huệ", "Lê Lợi", "Trần Hưng Đạo", "Hai Bà Trưng", "Điện Biên Phủ", "Nguyễn Trãi", "Lý Thường Kiệt", "Phan Chu Trinh", "Võ Văn Tần", "Cách Mạng Tháng 8"),
        (("{number} {street}, {unit}", "{city}"), ("{number} {street}, {unit}, {city}",), ("{unit}, {number} {street}", "{city}, {country}")),
        ("Quận 1", "Quận 3", "Quận Ba Đình", "Phường Bến Nghé", "Quận Cầu Giấy", "Tầng 5"),
        ("(84-{a}) #### ####", "+84 {a} #### ####", "0{a} #### ####", "(0{a}) ####-####"), ("09## ### ###", "+84 9# ### ####", "09########"), "0",
        (" JSC", " Co., Ltd", " Co., Ltd.", " Corporation", ""), ("vn", "com.vn", "com.vn", "com"),
        ("Giám đốc", "Phó Giám đốc", "Trưởng phòng Kinh doanh", "Kế toán trưởng", "Nhân viên kinh doanh", "Tổng Giám đốc", "Kỹ sư phần mềm", "Luật sư", "Chuyên viên tư vấn"),
        ("Phòng Kinh doanh", "Phòng Nhân sự", "Phòng Kỹ thuật", "Phòng Marketing"),
        ("Xây dựng", "Thương mại", "Du lịch", "Logistics", "Foods", "Technology", "Dệt may", "Nội thất", "Consulting"),
        Labels(work=("ĐT", "Điện thoại", "Tel", "Tel.", "T"), mobile=("Di động", "DĐ", "Mobile", "Hotline", "HP"), fax=("Fax", "F"), email=("Email", "E", "", ""),
               url=("Website", "Web", ""), direct=("Direct",), extension=("máy lẻ", "ext."))),
    Country("KR", "Korea", ("ko",), "82",
        (("Seoul", "Gangnam-gu", "06###", "2"), ("Seoul", "Jung-gu", "045##", "2"), ("Seoul", "Mapo-gu", "041##", "2"), ("Busan", "Haeundae-gu", "480##", "51"),
         ("Seongnam-si", "Gyeonggi-do", "134##", "31"), ("Daejeon", "Yuseong-gu", "341##", "42"), ("Incheon", "Yeonsu-gu", "219##", "32")),
        ("Teheran-ro", "Gangnam-daero", "Sejong-daero", "Pangyo-ro", "Digital-ro 26-gil", "World Cup buk-ro", "Centum jungang-ro", "Namdaemun-ro", "Daehak-ro", "Eulji-ro 3-gil"),
        (("{number}, {street}, {region},", "{city} {code}, {country}"), ("{unit}, {number} {street}, {region}, {city}, {code}",), ("{number}, {street}, {region}", "{city}, {country} {code}")),
        ("8F, Hana Bldg.", "#1203, Samil Tower", "12th Fl.", "Daewoo Bldg. 3F"),
        ("+82-{a}-####-####", "82-{a}-###-####", "+82 {a} ### ####", "0{a}-###-####", "(82-{a}) ###-####"), ("+82-10-####-####", "010-####-####", "+82 10 #### ####", "82-10-####-####"), "0",
        (" Co., Ltd.", " Corp.", " Inc.", " Co., Ltd", " Holdings", ""), ("co.kr", "co.kr", "com", "kr"),
        ENGLISH_TITLES, ENGLISH_DEPARTMENTS, ENGLISH_INDUSTRIES,
        Labels(work=("Tel", "TEL", "T", "Tel."), mobile=("Mobile", "H.P", "M", "C.P.", "Cell"), fax=("Fax", "FAX", "F"), email=("E-mail", "Email", "E", "", ""),
               url=("Web", "Homepage", "", ""), direct=("Direct",), extension=("ext.",))),
)

KOREAN_FAMILY = tuple("Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong Jeon Bae Baek Nam".split())
KOREAN_GIVEN = tuple(
    "Min-jun Seo-yeon Ji-hoon Hye-jin Dong-hyun Soo-jin Jae-won Eun-ji Sung-min Yu-na Hyun-woo Ji-eun Tae-yang Mi-kyung Joon-ho Bo-ram "
    "Sang-hoon Young-hee Kyung-soo Na-ri Woo-jin Ha-eun Chul-soo Da-hye Seung-hyun Yoo-jin In-ho So-young Byung-hun Ga-young".split()
)

LATIN_SLOGANS = (
    "Building better tomorrow", "Your trusted partner", "Quality you can feel", "Since 1968", "We make it simple", "Est. 1924",
    "Design · Build · Maintain", "Ideas that move", "Family owned and operated", "Connecting people and places", "Handmade with care",
    "BUSINESS SOLUTIONS FOR YOU", "Think. Create. Deliver.", "Excellence in every detail", "Engineering the future", "Member of the Atlas Group",
    "Free estimates - fully insured", "Residential & Commercial", "Open Mon-Sat 9am-6pm", "Hours: Tue-Sun 11:00-20:00", "Licensed & Bonded #48213",
    "ISO 9001:2015 certified", "Weddings | Portraits | Events", "By appointment only", "A greener way to live",
)
SOCIAL_MARKS = ("LinkedIn: ", "Instagram: ", "X: ", "@", "in/", "facebook.com/", "Skype: ", "LINE: ")
ACADEMIC_TITLES = ("Dr.", "Prof.", "Dr.-Ing.")
DEGREES = ("Ph.D.", "MBA", "M.D.", "CPA", "PMP", "Esq.", "P.Eng.", "DDS", "MSc")
