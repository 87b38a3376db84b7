#!/usr/bin/env python3
"""Writes many small, varied newsletters as PDF files: `generate.py FOLDER [COUNT]`.

The texts are made of invented sentences; nothing but Python is needed. The same count gives the same files.
"""
import os
import random
import sys
import zlib

SERIES = [
    "La Lettre du canal", "Le Lien des hameaux", "L'Echo du plateau", "Vivre au val", "La Gazette des ateliers",
    "Trait d'union", "Le Petit Bocage", "Les Nouvelles du port", "Le Journal des cantines", "La Feuille des vergers",
    "Au fil de l'eau", "Le Bulletin des quatre vents", "Chemins de traverse", "La Voix des lavoirs", "Le Messager",
    "Entre nous", "Le Courrier des jardins", "Passerelles", "La Ruche", "Le Tour du village",
]
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre"]
WHO = ["L'association", "La commune", "Le comité des fêtes", "La bibliothèque", "Le collectif", "L'équipe",
       "La présidente", "Le trésorier", "L'atelier", "La coopérative", "Le conseil", "L'école"]
DOES = ["propose", "organise", "prépare", "annonce", "cherche", "invite à", "a voté", "soutient", "raconte", "ouvre"]
WHAT = ["une assemblée générale", "un marché de producteurs", "des rencontres", "une formation", "un repas partagé",
        "la rénovation du lavoir", "un concert", "une exposition de photographies", "un chantier participatif",
        "la collecte des vélos", "une permanence", "le budget de l'année", "un voyage", "la fête de l'écluse"]
WHEN = ["samedi prochain", "au printemps", "chaque mercredi à 14h30", "avant l'été", "dès la rentrée",
        "pour la troisième année", "malgré la pluie", "avec les voisins", "sur la place", "dans la salle des fêtes"]
TITLES = ["Une année qui commence", "Formations et accompagnement", "Offres d'emploi", "À la une", "Agenda",
          "La vie des adhérents", "Travaux", "Portrait", "Jeunesse", "Environnement", "Culture", "Économie solidaire"]


def literal(text):
    """A PDF string in WinAnsiEncoding."""
    bytes_ = text.encode("cp1252", "replace")
    return b"(" + bytes_.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def sentence(chance):
    return f"{chance.choice(WHO)} {chance.choice(DOES)} {chance.choice(WHAT)} {chance.choice(WHEN)}."


def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return lines + [line]


def page(chance, title, number, month, year, index, count):
    out = [b"BT"]

    def show(size, x, y, text, font="F1"):
        out.append(f"/{font} {size} Tf 1 0 0 1 {x} {y} Tm ".encode() + literal(text) + b" Tj")

    y = 790
    if index == 0:
        show(26, 50, 780, title, "F2")
        show(11, 50, 755, f"N° {number} - {MONTHS[month]} {year}")
        y = 715
    else:
        show(8, 50, 815, f"{title} - n° {number}")
    show(8, 290, 25, f"{index + 1}")
    columns = chance.choice([1, 1, 2])
    width, step = (95, 0) if columns == 1 else (46, 255)
    for column in range(columns):
        x, height = 50 + column * step, y
        while height > 140:
            show(14, x, height, chance.choice(TITLES), "F2")
            height -= 22
            for _ in range(chance.randint(1, 3)):
                text = " ".join(sentence(chance) for _ in range(chance.randint(2, 5)))
                for line in wrap(text, width):
                    if height < 60:
                        break
                    show(10, x, height, line)
                    height -= 13
                height -= 7
            height -= 12
    out.append(b"ET")
    return b"\n".join(out)


def newsletter(serial):
    chance = random.Random(serial)
    title = SERIES[serial % len(SERIES)]
    issue = serial // len(SERIES)
    number, year, month = issue + 1, 1980 + issue // 12, issue % 12
    pages = chance.randint(1, 6)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects += [font.format("Helvetica").encode(), font.format("Helvetica-Bold").encode()]
    kids = []
    for index in range(pages):
        content = zlib.compress(page(chance, title, number, month, year, index, pages))
        head = f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + content + b"\nendstream")
        annotation = ""
        if chance.random() < 0.5:
            annotation = (f"/Annots [<< /Type /Annot /Subtype /Link /Rect [50 700 200 715] /A << /S /URI "
                          f"/URI (https://lettre-{serial % len(SERIES)}.example/{number}/{index}) >> >>]")
        objects.append((f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
                        f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> {annotation} >>").encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>".encode()
    out, places = bytearray(b"%PDF-1.5\n"), []
    for index, body in enumerate(objects):
        places.append(len(out))
        out += f"{index + 1} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    name = f"{serial % len(SERIES):02}/{year}-{month + 1:02}-n{number:03}.pdf"
    return name, bytes(out), pages


def main():
    folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    total = 0
    for serial in range(count):
        name, bytes_, pages = newsletter(serial)
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(bytes_)
        total += pages
    print(f"{count} issues, {total} pages in {folder}")


main()
