/** Given names and surnames by country of the client. */
export interface NameList {
  readonly given: readonly string[];
  readonly surnames: readonly string[];
}

const names = (given: string, surnames: string): NameList => ({
  given: given.trim().split(/\s+/),
  surnames: surnames.trim().split(/\s+/),
});

const ENGLISH = names(
  `Alice Amanda Andrew Anthony Barbara Benjamin Brian Caroline Charles Charlotte Claire Daniel Deborah Edward Eleanor
   Emily Fiona George Grace Hannah Harriet Helen Henry Jack Jacob Janet Jennifer Jessica Jonathan Joseph Julia Karen
   Laura Lucy Margaret Martin Matthew Megan Michael Natalie Nicholas Oliver Patricia Paul Peter Philip Rachel Rebecca
   Richard Robert Samuel Sarah Simon Sophie Stephen Susan Thomas Timothy Victoria William`,
  `Abbott Ainsworth Archer Atwood Barlow Beckett Blackwood Bramley Brewster Caldwell Carver Chadwick Clayton Coleridge
   Crawford Dalton Davenport Eastwood Ellison Fairchild Farrow Fletcher Garland Greenwood Hadley Halloway Harding
   Hartley Hawthorne Holbrook Huxley Kendrick Lambert Langford Lockwood Marlowe Mercer Merriweather Norwood Oakley
   Pemberton Prescott Radcliffe Redmond Sheffield Sinclair Stanton Sterling Thornton Underhill Wakefield Weston
   Whitaker Winslow Woodward`,
);

const GERMAN = names(
  `Andrea Anke Birgit Bernd Carsten Claudia Daniela Dieter Eva Felix Florian Frank Gabriele Heike Holger Ines Jan Jens
   Jürgen Katharina Katrin Klaus Lars Lena Lukas Markus Martina Matthias Monika Nicole Nils Petra Ralf Sabine Sebastian
   Silke Stefan Susanne Sven Thorsten Ulrike Uwe Wolfgang`,
  `Ackermann Albrecht Baumgartner Behrens Brandt Brinkmann Dietrich Ebert Eichhorn Engelhardt Falkenberg Frey Gerlach
   Grünewald Hagemann Hartwig Heinemann Hohmann Jansen Kaltenbach Kessler Kirchner Lindner Lorenz Marquardt Neuhaus
   Obermeier Petersen Reinhardt Riedel Rosenthal Sander Schönfeld Seidel Steinbach Thielmann Ulrich Vogt Wendt Zeller`,
);

const FRENCH = names(
  `Adèle Alain Anaïs Antoine Aurélie Bernard Camille Cécile Christophe Claire Delphine Émilie Éric Fabien Florence
   François Gilles Hélène Isabelle Jérôme Julien Laurent Léa Lucie Marc Mathilde Nathalie Olivier Pascal Philippe
   Romain Sandrine Sébastien Sylvie Thierry Valérie Véronique Vincent Xavier Yves`,
  `Arnaud Aubert Barbier Beaumont Blanchard Boucher Brunel Carpentier Chevalier Collet Daumier Delacroix Desmarais
   Dufour Fabre Fontaine Gauthier Girard Hamelin Jacquet Lacombe Lambert Leclerc Lefort Marchand Mercier Montagne
   Morel Olivier Perrin Picard Renaud Rousselle Roux Sauvage Tessier Vasseur Verdier Vidal`,
);

const SWEDISH = names(
  `Agneta Anders Annika Axel Birgitta Björn Carina Christer Elin Emma Erik Fredrik Gunilla Gustav Håkan Ingrid Jenny
   Johan Karin Kerstin Lars Lena Linnea Magnus Malin Maria Mattias Niklas Olof Per Sara Sofia Stefan Tobias Ulrika`,
  `Alm Berggren Björklund Blomqvist Dahlberg Ekström Englund Forsberg Granlund Hallström Hedlund Holmgren Lindahl
   Lindqvist Lundgren Nordin Norling Nyberg Öberg Rosén Sandberg Sjögren Söderholm Stenmark Strömberg Sundin Vikström
   Wallin Westerlund`,
);

export const FOREIGN_NAMES: Readonly<Record<string, NameList>> = {
  US: ENGLISH,
  GB: ENGLISH,
  CA: ENGLISH,
  AU: ENGLISH,
  IE: names(
    `Aidan Aoife Brendan Brian Caitlin Ciara Conor Declan Deirdre Eileen Eoin Fergal Fionn Gráinne Kevin Maeve Niall
     Niamh Noel Orla Padraig Róisín Ronan Sean Sinéad Siobhán`,
    `Brannigan Byrne Callaghan Carmody Costello Delaney Doherty Donnelly Fitzgerald Gallagher Hennessy Keane Kilbride
     Mulligan Nolan O'Dwyer O'Hara Quinlan Rafferty Sheridan Tierney`,
  ),
  DE: GERMAN,
  FR: FRENCH,
  SE: SWEDISH,
};
