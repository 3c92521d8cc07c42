package service

// Routes lists the routes for the test of the document.
func Routes() []string {
	var list []string
	for _, r := range routeTable() {
		list = append(list, r.method+" "+r.path)
	}
	return list
}
