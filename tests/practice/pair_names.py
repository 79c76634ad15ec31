"""Names to make people of: how often they come by is roughly as in the Netherlands. Nobody is real."""

# Prefix and family name, and how often per thousand.
_SURNAMES = """
de Jong 52; Jansen 45; de Vries 43; van den Berg 35; van Dijk 34; Bakker 33; Janssen 32; Visser 30; Smit
25; Meijer 24; de Boer 23; Mulder 22; de Groot 22; Bos 21; Vos 18; Peters 18; Hendriks 17; van Leeuwen
16; Dekker 16; Brouwer 15; de Wit 14; Dijkstra 14; Smits 13; de Graaf 13; van der Meer 12; Kok 12;
Jacobs 12; van der Linden 11; de Haan 11; Vermeulen 10; van den Heuvel 9; van der Veen 9; van den Broek
9; de Bruijn 8; van der Heijden 8; Schouten 8; van Beek 7; Willems 7; van Vliet 6; Hoekstra 6; Maas 6;
Verhoeven 6; Koster 6; Prins 6; Huisman 5; Kuiper 5; Postma 5; Yilmaz 5; Kaya 4; El Amrani 4; Özdemir 3;
Nguyen 3; Kowalski 3; Zandstra 3; Wiersma 3; Terpstra 3; Claassen 3; Scholten 3; Evers 3; Blom 3;
Hermans 3; Timmermans 3; ten Brink 2; Bouazza 2; Ramdin 2; Martina 2; Pinas 2; Sahin 2
"""
_MEN = """
Jan Piet Kees Johannes Willem Hendrik Thomas Daan Sem Lucas Luuk Tim Tom Mark Erik Niels
Bas Jeroen Peter Mohammed Ahmed Ali Mehmet Thijs Ruben Sander Dennis Wouter Gerard Henk
Frank Rob Martijn Stefan Robin Jasper Joris Koen Pieter Maarten Rick Finn Levi Noah Jesse
Bram Lars Julian Adam Rayan Hugo Christiaan Alexander
"""
_WOMEN = """
Anna Maria Johanna Emma Sophie Julia Lisa Lotte Sanne Eva Sara Esther Marieke Ingrid
Petra Monique Linda Kim Fatima Samira Ayse Elif Femke Anouk Iris Roos Fleur Tess Noor
Saar Evi Yara Zoë Catharina Wilhelmina Ria Els Anneke Marloes Danielle Simone Nicole Manon
Laura Naomi Isa Fenna Lieke Mila Nora Olivia Charlotte Elisabeth
"""
# As they are heard over the phone.
_HEARD = """
Jansen: Janssen Janse; Janssen: Jansen; Meijer: Meyer Meier; Visser: Fisser; Dijk: Dyck Dijck; Vries:
Fries; Bakker: Backer; Smit: Smid Smith; Peters: Peeters; Hendriks: Hendrix Hendricks; Dekker: Decker;
Vos: Fos Vosch; Dijkstra: Dykstra; Graaf: Graaff; Kok: Cock Kock; Jacobs: Jakobs; Wit: With; Bruijn:
Bruin Bruyn; Heijden: Heyden Heiden; Schouten: Schauten; Bos: Bosch; Vliet: Fliet; Koster: Coster;
Prins: Prinz; Huisman: Huijsman Huysman; Kuiper: Kuyper Kuijper; Yilmaz: Jilmaz; Kowalski: Kovalski;
Claassen: Klaassen; Hermans: Hermens; Groot: Groodt; Brouwer: Brauwer; Verhoeven: Verhoefen; Bouazza:
Bouaza; Evers: Evertz; Sahin: Şahin Chahin; Özdemir: Ozdemir Usdemir
"""
_HEARD_FIRST = """
Sara: Sarah; Thijs: Tijs; Mohammed: Mohamed; Mark: Marc; Erik: Eric; Niels: Nils; Thomas: Tomas; Esther:
Ester; Sophie: Sofie; Catharina: Katarina; Lucas: Lukas; Danielle: Daniëlle; Rick: Rik; Nicole: Nicolle;
Luuk: Luc; Zoë: Zoey
"""
# In the passport, and at home.
_CALLED = """
Johannes: Hans; Hendrik: Henk; Willem: Pim; Wilhelmina: Mien; Johanna: Jopie; Catharina: Toos;
Elisabeth: Bep; Maria: Ria; Pieter: Piet; Alexander: Sander
"""


def _entries(table: str) -> list[list[str]]:
    return [entry.replace(":", " ").split() for entry in table.split(";")]


SURNAMES = {(" ".join(prefix), name): int(count) for *prefix, name, count in _entries(_SURNAMES)}
MEN, WOMEN = _MEN.split(), _WOMEN.split()
HEARD = {name: heard for name, *heard in _entries(_HEARD)}
HEARD_FIRST = dict(_entries(_HEARD_FIRST))
CALLED = dict(_entries(_CALLED))
