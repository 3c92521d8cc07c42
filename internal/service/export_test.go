package service

// Routes returns the routes for the test of the document.
func Routes() []string {
	b := &base{}
	var list []string
	for _, r := range routeTable(b, newRules(b)) {
		list = append(list, r.method+" "+r.path)
	}
	return list
}
