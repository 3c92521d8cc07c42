package ui

import "github.com/programconnect/programconnect/ui/widgets"

// downloadsList returns the list of downloads, with the focus on it.
func (r *rig) downloadsList() *widgets.List {
	r.t.Helper()
	w, ok := r.shell.screen.(*downloadsScreen)
	if !ok {
		r.t.Fatalf("the downloads are not shown:\n%s", r.text())
	}
	r.shell.win.Canvas().Focus(w.list)
	return w.list
}
