"""What column headings mean, in six languages and in the exports of the usual vendors. Data, and the way headings are
compared.

A heading is compared after ``normalise``: lower case, no accents, no punctuation. The
counter in a heading ("Email 2") has been taken off, so "email" stands for all of them.
"""

import re
import unicodedata

_MARKS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COUNTER = re.compile(r" \d{1,2}(?= |$)|(?<=[a-z])\d{1,2}$")


def normalise(header: str) -> str:
    """Lower case, without accents, punctuation and doubled spaces; ``firstName`` and ``FIRST_NAME`` become ``first
    name``.

    >>> normalise("  E-Mail_Adresse: "), normalise("Téléphone (portable)"), normalise("firstName")
    ('e mail adresse', 'telephone portable', 'first name')
    """
    text = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header[:200]).casefold())
    return _MARKS.sub(" ", "".join(char for char in text if not unicodedata.combining(char))).strip()


def header_meaning(header: str) -> str | None:
    """The target a heading names outright, or ``None``. Counters are ignored: "Home Phone 2", "E-mail 2 Address"."""
    name = normalise(header)
    return MEANINGS.get(name) or MEANINGS.get(_COUNTER.sub("", name))


def is_known_header(cell: str) -> bool:
    """Whether a cell is a heading this table knows: the sign by which a header row is recognised."""
    return len(cell) <= 80 and (header_meaning(cell) is not None or bool(NUMBERED.fullmatch(cell.strip())))


NUMBERED = re.compile(r"(?P<group>[\w\s-]+?) (?P<number>\d{1,2}) - (?P<part>[\w\s]+)")
"""Google's numbered groups: ``E-mail 1 - Value``, ``Address 2 - Postal Code``."""

_TABLE: dict[str, str] = {
    "name": """
        name, full name, contact name, display name, customer, customer name, client, client name, contact, nombre
        completo, nombre y apellidos, cliente, nombre del cliente, contacto, vollstandiger name, kunde, kundenname,
        ansprechpartner, anzeigename, nom complet, nom et prenom, client nom, nom du client, nome completo, nome do
        cliente, nome e sobrenome, שם מלא, שם לקוח, שם הלקוח, לקוח, שם, איש קשר
    """,
    "given_name": """
        first name, given name, firstname, fname, forename, christian name, nombre, nombre de pila, primer nombre,
        vorname, prenom, primeiro nome, nome, nome proprio, שם פרטי
    """,
    "middle_name": "middle name, additional name, second name, segundo nombre, zweiter vorname, deuxieme prenom, "
    "nome do meio, שם אמצעי",
    "family_name": """
        last name, family name, lastname, lname, surname, apellido, apellidos, primer apellido, nachname,
        familienname, nom, nom de famille, sobrenome, apelido, ultimo nome, שם משפחה
    """,
    "name_prefix": "name prefix, prefix, honorific, salutation, tratamiento, anrede, civilite, tratamento, תואר",
    "name_suffix": "name suffix, suffix, sufijo, namenszusatz, suffixe, sufixo",
    "kind": "kind, contact type, customer type, person or company, "
    "tipo de cliente, kundentyp, type de client, סוג לקוח",
    "lifecycle": """
        lifecycle, lifecycle stage, life cycle stage, etapa del ciclo de vida, lifecycle phase, phase du cycle de vie,
        fase do ciclo de vida
    """,
    "company": """
        company, company name, organization, organisation, organization name, organisation name, account name,
        account, business name, employer, associated company, primary company, primary associated company, empresa,
        compania, organizacion, razon social, nombre de la empresa, firma, unternehmen, organisation firma,
        firmenname, societe, entreprise, raison sociale, organizacao, razao social, nome da empresa, חברה, שם חברה, שם
        החברה, ארגון, עסק, שם העסק
    """,
    "email": """
        email, e mail, mail, email address, e mail address, emails, e mails, primary email, main email, contact email,
        correo, correo electronico, direccion de correo, direccion de correo electronico, e mail adresse,
        emailadresse, email adresse, mailadresse, courriel, adresse e mail, adresse email, adresse mail, adresse
        electronique, endereco de email, endereco de e mail, correio eletronico, אימייל, דואר אלקטרוני, דוא ל, דואל,
        מייל, כתובת אימייל, כתובת מייל
    """,
    "email:work": """
        work email, business email, work e mail, business e mail, office email, company email, correo del trabajo,
        correo de trabajo, correo laboral, e mail geschaftlich, geschaftliche e mail, email professionnel, e mail
        professionnel, email profissional, email comercial, אימייל עבודה
    """,
    "email:home": """
        home email, personal email, private email, home e mail, personal e mail, correo personal, e mail privat,
        private e mail, email personnel, e mail personnel, email pessoal, אימייל אישי
    """,
    "email:other": """
        other email, other e mail, alternate email, secondary email, additional emails, more emails, email
        alternativo, otro correo
    """,
    "phone": """
        phone, phone number, telephone, telephone number, tel, tel no, phones, primary phone, contact number, contact
        phone, telefono, numero de telefono, tfno, tlf, telefon, telefonnummer, rufnummer, tel nr, telefonnr,
        telephone numero, numero de telephone, telefone, numero de telefone, טלפון, מספר טלפון, מס טלפון
    """,
    "phone:mobile": """
        mobile, mobile phone, mobile number, mobile phone number, cell, cell phone, cellphone, cellular, handy,
        handynummer, mobil, mobiltelefon, mobilnummer, mobil nummer, movil, telefono movil, celular, numero de movil,
        telefono celular, portable, telephone portable, tel portable, telemovel, telefone celular, whatsapp, whatsapp
        number, whatsapp phone number, נייד, טלפון נייד, מספר נייד, סלולרי, פלאפון
    """,
    "phone:work": """
        business phone, work phone, office phone, work telephone, business telephone, telefono del trabajo, telefono
        de trabajo, telefono de la empresa, telefono oficina, telefon geschaftlich, geschaftlich, telefon buro,
        telephone professionnel, telephone bureau, telefone comercial, telefone do trabalho, טלפון עבודה, טלפון בעבודה
    """,
    "phone:home": """
        home phone, home telephone, home number, telefono particular, telefono de casa, telefono fijo, telefon privat,
        privat, festnetz, telephone domicile, telephone fixe, telefone residencial, telefone de casa, telefone fixo,
        טלפון בית, טלפון בבית
    """,
    "phone:main": "company main phone, main phone, switchboard, centralita, zentrale",
    "phone:fax": """
        fax, fax number, business fax, home fax, other fax, work fax, telefax, faxnummer, numero de fax, fax
        geschaftlich, telecopie, פקס
    """,
    "phone:other": """
        other phone, alternate phone, secondary phone, car phone, callback, radio phone, isdn, more phones, otro
        telefono, pager
    """,
    "location": """
        location, address, full address, postal address, mailing address, street address full, home address, business
        address, work address, direccion, domicilio, ubicacion, direccion completa, direccion postal, adresse,
        anschrift, standort, adresse postale, adresse complete, endereco, endereco completo, localizacao, morada,
        localisation, כתובת, מיקום, כתובת מלאה
    """,
    "location_part:street": """
        street, street address, address line, address street, street name, business street, home street, other street,
        mailing street, billing street, calle, calle y numero, strasse, strasse und hausnummer, rue, rua, logradouro,
        רחוב
    """,
    "location_part:city": """
        city, town, business city, home city, other city, mailing city, billing city, address city, ciudad, poblacion,
        localidad, municipio, stadt, ort, wohnort, ville, commune, cidade, localidade, עיר, יישוב, ישוב
    """,
    "location_part:region": """
        state, region, province, county, state region, state province, business state, home state, other state,
        mailing state, billing state, mailing state province, billing state province, address state, address region,
        provincia, estado, comunidad autonoma, bundesland, kanton, departement, regiao, distrito, מחוז
    """,
    "location_part:postal_code": """
        zip, zip code, zipcode, postal code, postcode, post code, zip postal code, business postal code, home postal
        code, other postal code, mailing zip, mailing zip postal code, billing zip, billing zip postal code, mailing
        postal code, address zip, address postal code, codigo postal, cp, plz, postleitzahl, code postal, cep, codigo
        de endereco postal, מיקוד
    """,
    "location_part:country": """
        country, country region, nation, business country region, business country, home country region, home country,
        other country region, other country, mailing country, billing country, address country, country code, pais,
        land, staat, pays, ארץ, מדינה
    """,
    "time_zone": "time zone, timezone, tz, zona horaria, zeitzone, fuseau horaire, fuso horario, אזור זמן",
    "language": "language, preferred language, locale, lang, idioma, sprache, langue, lingua, שפה",
    "source": """
        source, lead source, original source, original traffic source, origin, origen, fuente, procedencia, quelle,
        herkunft, origine, origem, fonte, מקור, מקור הגעה, contact source, utm source, referral source
    """,
    "tags": """
        tags, tag, labels, label, groups, group, group membership, categories, category, keywords, segments, lists,
        etiquetas, etiqueta, categorias, categoria, grupos, schlagworter, schlagworte, kategorien, kategorie, gruppen,
        gruppe, etiquettes, libelles, mots cles, groupes, marcadores, תגיות, תגית, תוויות, קבוצות, קטגוריות, קטגוריה
    """,
    "folder": "folder, list, carpeta, lista, ordner, liste, dossier, pasta, תיקייה, תיקיה",
    "status": """
        status, lead status, contact status, customer status, account status, stage, estado del lead, estado del
        cliente, estatus, situacion, kundenstatus, statut, etat, situacao, סטטוס, מצב
    """,
    "owner": """
        owner, contact owner, account owner, lead owner, assigned to, assignee, responsible, sales rep, account
        manager, hubspot owner, propietario, responsable, propietario del contacto, asignado a, zustandig, besitzer,
        betreuer, kontaktinhaber, proprietaire, responsavel, proprietario, atribuido a, אחראי, בעלים, נציג
    """,
    "note": """
        note, notes, comment, comments, remarks, description, memo, nota, notas, comentario, comentarios,
        observaciones, notiz, notizen, bemerkung, bemerkungen, kommentar, anmerkungen, anmerkung, commentaire,
        commentaires, remarque, remarques, observacao, observacoes, anotacoes, הערה, הערות, תיאור
    """,
    "new_field:text:Job title": """
        job title, position, role, occupation, profession, organization title, cargo, puesto, puesto de trabajo,
        beruf, funktion, berufsbezeichnung, poste, fonction, intitule du poste, funcao, תפקיד
    """,
    "new_field:text:Department": "department, organization department, departamento, abteilung, service, מחלקה",
    "new_field:text:Nickname": "nickname, short name, apodo, alias, spitzname, surnom, apelido familiar, כינוי",
    "new_field:text:Industry": "industry, sector, industria, branche, secteur, setor, ramo, ענף",
    "new_field:date:Birthday": """
        birthday, birth date, date of birth, dob, bday, birthdate, fecha de nacimiento, cumpleanos, geburtstag,
        geburtsdatum, date de naissance, anniversaire, data de nascimento, aniversario, nascimento, תאריך לידה, יום
        הולדת
    """,
    "new_field:date:Anniversary": "anniversary, wedding anniversary, jahrestag, aniversario de bodas, יום נישואין",
    "new_field:url:Website": """
        website, web site, website url, web page, webpage, url, homepage, web, site, sitio web, pagina web,
        internetseite, webseite, webadresse, site web, site internet, pagina, site da web, אתר, אתר אינטרנט, כתובת אתר
    """,
    "external_id:uid": "uid, vcard uid",
    "external_id:import": """
        id, external id, customer id, client id, contact id, record id, customer number, client number, customer no,
        reference, kundennummer, kunden nr, kundennr, numero de cliente, id de cliente, id cliente, codigo de cliente,
        numero client, numero de client, reference client, codigo do cliente, מזהה, מספר לקוח, קוד לקוח
    """,
    "skip": """
        photo, file as, picture, image, avatar, email type, e mail type, email display name, e mail display name,
        directory server, sensitivity, priority, private, mileage, initials, internet free busy, phonetic first name,
        phonetic middle name, phonetic last name, yomi name, given name yomi, additional name yomi, family name yomi,
        member rating, optin time, optin ip, confirm time, confirm ip, last changed, leid, gmtoff, dstoff, revision,
        other properties, phonetic name
    """,
}

MEANINGS: dict[str, str] = {}
"""Normalised heading → target. Where two targets claim one heading the earlier one in the table keeps it."""
for _target, _headings in _TABLE.items():
    for _heading in _headings.split(","):
        MEANINGS.setdefault(normalise(_heading), _target)
