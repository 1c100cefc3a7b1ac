package sheets

import "github.com/visiere/visiere/campaign"

// Check returns form, the findings of reading c's sheets, and those of campaign.Check that
// are of c's own rows. A row whose cells could not be read is not judged again.
func Check(c *campaign.Campaign, form []campaign.Finding) []campaign.Finding {
	type row struct {
		file, sheet string
		row         int
	}
	of := func(w campaign.Where) row { return row{w.File, w.Sheet, w.Row} }
	bad := map[row]bool{}
	for _, f := range form {
		bad[of(f.Where)] = true
	}
	all := form[:len(form):len(form)]
	for _, f := range campaign.Check(c) {
		if f.Where != (campaign.Where{}) && !bad[of(f.Where)] {
			all = append(all, f)
		}
	}
	return all
}
