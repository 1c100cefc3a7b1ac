package sheets

import (
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/profiles"
)

// The columns that several kinds have.
var (
	colID       = column{key: "id", heads: []string{"id", "numero", "no", "n", "ref", "reference", "code", "identifiant", "number"}}
	colDesign   = column{key: "design", heads: []string{"design", "modele", "model", "type", "type de visiere", "modele de visiere"}}
	colMaterial = column{key: "material", heads: []string{"material", "matiere", "materiau", "filament", "plastique", "type de filament"}}
	colPrinter  = column{key: "printer", heads: []string{"printer", "imprimante", "machine", "modele d imprimante", "imprimantes", "printer model"}}
	colNozzle   = column{key: "nozzle", heads: []string{"nozzle", "buse", "diametre de buse", "diametre buse"}}
	colProcess  = column{key: "process", heads: []string{"process", "procede", "reglage", "reglages", "couche"}}
	colPrints   = column{key: "materials", heads: []string{"materials", "matieres", "materiaux", "filaments", "imprime"}}
	colCount    = column{key: "count", heads: []string{"count", "nombre d imprimantes", "nb d imprimantes", "nb imprimantes", "how many", "combien", "nombre", "nb", "quantite", "qte"}}
	colFrames   = column{key: "frames", needed: true, heads: []string{"frames", "quantite", "qte", "nombre", "nb", "visieres", "montures", "nombre de visieres", "nb visieres", "nb de visieres",
		"nombre de montures", "quantite demandee", "besoin", "besoins", "quantity", "qty", "pieces", "shields", "visors", "number of frames"}}
	colMaker = column{key: "maker", heads: []string{"maker", "makeur", "fabricant", "imprimeur", "id maker", "id du maker"}}
)

// need returns c as a column that must be there, with more heads that may stand over it.
func need(c column, heads ...string) column {
	c.needed, c.heads = true, append(c.heads[:len(c.heads):len(c.heads)], heads...)
	return c
}

// kinds are what sheets may hold, in the order that they are tried.
var kinds = []kind{
	{table: "orders", names: []string{"orders", "commandes", "commande", "demandes", "besoins"}, add: addOrder, columns: []column{
		{key: "id", heads: append([]string{"commande", "numero de commande", "no de commande", "n commande", "order", "order number", "order id"}, colID.heads...)},
		{key: "who", heads: []string{"who", "demandeur", "qui", "client", "structure", "etablissement", "organisme", "nom", "name", "destinataire", "pour qui", "pour", "beneficiaire", "service", "customer", "recipient", "hospital", "hopital"}},
		{key: "place", needed: true, heads: []string{"place", "lieu", "code postal", "cp", "lieu de livraison", "point de livraison", "livraison a", "adresse", "postcode", "postal code", "zip", "deliver to"}},
		colFrames, colDesign, colMaterial,
		{key: "due", heads: []string{"due", "date limite", "echeance", "pour le", "avant le", "a livrer le", "a livrer avant", "a livrer avant le", "a livrer pour le", "date limite de livraison", "livraison avant le", "limite", "date de livraison", "date souhaitee", "delai", "deadline", "due date", "by", "needed by"}},
	}},
	{table: "makers", names: []string{"makers", "makeurs", "fabricants", "imprimeurs", "benevoles"}, add: addMaker, columns: []column{
		colID, {key: "name", heads: []string{"name", "nom", "maker", "makeur", "fabricant", "prenom nom", "nom prenom", "nom et prenom", "pseudo", "contact"}},
		{key: "place", needed: true, heads: []string{"place", "lieu", "code postal", "cp", "adresse", "postcode", "postal code", "zip"}},
		{key: "visits", heads: []string{"visits", "passages", "heures de passage", "horaires", "disponibilites", "disponible a"}},
		{key: "off", heads: []string{"off", "absences", "absence", "absent", "conges", "jours d absence", "days off", "holidays"}},
		{key: "hours", heads: []string{"hours", "heures", "heures par semaine", "temps par semaine", "hours a week", "hours per week", "unit h"}},
		colPrinter, colNozzle, colProcess, colPrints, colCount,
	}},
	{table: "printers", names: []string{"printers", "imprimantes", "machines"}, add: addPrinter, columns: []column{
		need(colMaker, "nom", "name", "chez", "proprietaire"), need(colPrinter, "modele", "model"), colNozzle, colProcess, colPrints, colCount,
	}},
	{table: "spools", names: []string{"spools", "bobines", "filament", "filaments"}, add: addSpool, columns: []column{
		{key: "id", heads: append([]string{"bobine", "numero de bobine", "etiquette", "spool", "label"}, colID.heads...)},
		need(colMaterial, "type"), {key: "colour", heads: []string{"colour", "color", "couleur", "teinte"}},
		{key: "left", needed: true, heads: []string{"left", "reste", "restant", "poids", "poids restant", "quantite", "quantite restante", "masse", "weight", "weight left", "remaining", "unit g", "unit kg", "unit grammes"}},
		{key: "at", needed: true, heads: []string{"at", "lieu", "chez", "ou", "detenteur", "maker", "emplacement", "stock", "where", "holder", "place", "location"}},
		{key: "owner", heads: []string{"owner", "proprietaire", "donateur", "don de", "donor"}},
	}},
	{table: "stock", names: []string{"stock", "stocks", "materiel", "fournitures", "supplies"}, add: addStock, columns: []column{
		{key: "at", needed: true, heads: []string{"at", "lieu", "chez", "ou", "detenteur", "maker", "emplacement", "where", "holder", "place", "location"}},
		{key: "sheets", heads: []string{"sheets", "feuilles", "transparents", "feuilles transparentes", "rhodoids", "feuilles a4", "ecrans"}},
		{key: "elastic", heads: []string{"elastic", "elastique", "elastiques", "unit m", "unit metres"}},
		{key: "clips", heads: []string{"clips", "attaches", "clip"}},
	}},
	{table: "places", names: []string{"places", "lieux", "points"}, add: addPlace, columns: []column{
		need(colID, "lieu", "place"), {key: "name", heads: []string{"name", "nom", "etablissement", "libelle"}},
		{key: "postcode", heads: []string{"postcode", "code postal", "cp", "postal code", "zip"}},
		{key: "lat", heads: []string{"lat", "latitude"}}, {key: "lon", heads: []string{"lon", "lng", "longitude"}},
		{key: "collects", heads: []string{"collects", "collecte", "point de collecte", "collection point"}},
	}},
	{table: "designs", names: []string{"designs", "modeles"}, add: addDesign, columns: []column{
		need(colID, "design", "modele"), {key: "file", heads: []string{"file", "fichier", "stl"}}, {key: "model", heads: []string{"model", "modele integre", "built in model"}},
	}},
	{table: "ready", names: []string{"ready", "pretes", "prets", "imprimees"}, add: addReady, columns: []column{
		need(colMaker, "nom", "name", "chez"), colDesign, colMaterial, colFrames,
	}},
	{table: "deliveries", names: []string{"deliveries", "livraisons", "livre", "livrees"}, add: addDelivery, columns: []column{
		colID, {key: "order", needed: true, heads: []string{"order", "commande", "numero de commande", "no de commande", "order number"}},
		colMaker, colFrames, {key: "date", heads: []string{"date", "livre le", "date de livraison", "day", "on"}},
	}},
	{table: "rates", names: []string{"rates", "cadences"}, add: addRate, columns: []column{
		need(colPrinter), colNozzle, colProcess, colDesign, need(colMaterial),
		{key: "first", needed: true, heads: []string{"first", "premiere", "temps de la premiere"}},
		{key: "frame", needed: true, heads: []string{"frame", "suivante", "temps par visiere", "temps par monture"}},
		{key: "first_grams", heads: []string{"first grams", "poids de la premiere"}},
		{key: "grams", needed: true, heads: []string{"grams", "poids", "poids par visiere", "poids par monture"}},
		{key: "most", needed: true, heads: []string{"most", "au plus", "par lot"}},
	}},
}

func addOrder(c *campaign.Campaign, r *row) {
	c.Orders = append(c.Orders, campaign.Order{
		ID: r.id("id", "who"), Who: r.text("who"), Place: r.postcode("place"), Frames: r.count("frames"),
		Design: r.text("design"), Material: r.material("material"), Due: r.date("due"),
	})
}

// addMaker adds a maker, with a printer where the row has one.
func addMaker(c *campaign.Campaign, r *row) {
	m := campaign.Maker{
		ID: r.id("id", "name"), Name: r.text("name"), Place: r.postcode("place"), Visits: r.clocks("visits"),
		Hours: profiles.Seconds(r.number("hours", "h", seconds)), Off: r.spans("off"),
	}
	if m.Name == "" {
		m.Name = m.ID
	}
	r.key += ".printers[0]"
	if p := r.printer(); p.Printer != "" {
		m.Printers = []campaign.Printer{p}
	}
	c.Makers = append(c.Makers, m)
}

// addPrinter notes a printer; settle gives it to its maker when all sheets are read.
func addPrinter(_ *campaign.Campaign, r *row) {
	who := r.text("maker")
	r.reader.printers = append(r.reader.printers, owned{who, r.printer(), r.key, r.where(r.place("maker"))})
}

// printer reads the columns of a printer.
func (r *row) printer() campaign.Printer {
	return campaign.Printer{
		Printer: r.reader.profile(profiles.KindPrinter, r.text("printer")),
		Nozzle:  profiles.Length(r.number("nozzle", "mm", millimetres)),
		Process: r.reader.profile(profiles.KindProcess, r.text("process")), Count: r.count("count"),
		Materials: r.words("materials", r.reader.material),
	}
}

func addSpool(c *campaign.Campaign, r *row) {
	c.Spools = append(c.Spools, campaign.Spool{
		ID: r.id("id"), Material: r.material("material"), Colour: r.text("colour"),
		Left: profiles.Mass(r.grams("left")), At: r.postcode("at"), Owner: r.text("owner"),
	})
}

func addStock(c *campaign.Campaign, r *row) {
	c.Stock = append(c.Stock, campaign.Stock{
		At: r.postcode("at"), Sheets: r.count("sheets"), Clips: r.count("clips"),
		Elastic: profiles.Length(r.number("elastic", "m", millimetres)),
	})
}

func addPlace(c *campaign.Campaign, r *row) {
	c.Places = append(c.Places, campaign.Place{
		ID: r.id("id"), Name: r.text("name"), Postcode: r.postcode("postcode"), Collects: r.yes("collects"),
		Lat: r.signed("lat", "", degrees), Lon: r.signed("lon", "", degrees),
	})
}

func addDesign(c *campaign.Campaign, r *row) {
	c.Designs = append(c.Designs, campaign.Design{ID: r.id("id"), File: r.text("file"), Model: r.text("model")})
}

func addReady(c *campaign.Campaign, r *row) {
	c.Ready = append(c.Ready, campaign.Ready{
		Maker: r.text("maker"), Design: r.text("design"), Material: r.material("material"), Frames: r.count("frames"),
	})
}

func addDelivery(c *campaign.Campaign, r *row) {
	c.Deliveries = append(c.Deliveries, campaign.Delivery{
		ID: r.id("id"), Order: r.text("order"), Maker: r.text("maker"), Frames: r.count("frames"), Date: r.date("date"),
	})
}

func addRate(c *campaign.Campaign, r *row) {
	c.Rates = append(c.Rates, campaign.Rate{
		Printer: r.reader.profile(profiles.KindPrinter, r.text("printer")), Nozzle: profiles.Length(r.number("nozzle", "mm", millimetres)),
		Process: r.reader.profile(profiles.KindProcess, r.text("process")), Design: r.text("design"), Material: r.material("material"),
		First: profiles.Seconds(r.number("first", "s", seconds)), Frame: profiles.Seconds(r.number("frame", "s", seconds)),
		FirstGrams: profiles.Mass(r.number("first_grams", "g", grams)), Grams: profiles.Mass(r.number("grams", "g", grams)), Most: r.count("most"),
	})
}

// postcode returns a cell that may be a postal code: without the decimals that a
// spreadsheet gives to numbers, and with the leading zero that it takes.
func (r *row) postcode(key string) string {
	s := strings.TrimSuffix(r.text(key), ".0")
	if len(s) == 4 && strings.Trim(s, "0123456789") == "" {
		return "0" + s
	}
	return s
}

// material returns a cell as the name of a filament's profile.
func (r *row) material(key string) string { return r.reader.material(r.text(key)) }
