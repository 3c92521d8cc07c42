package ui

// downloadsList gives the list of downloads the focus.
func (r *rig) downloadsList() {
	r.t.Helper()
	w, ok := r.shell.screen.(*downloadsScreen)
	if !ok {
		r.t.Fatalf("the downloads are not shown:\n%s", r.text())
	}
	r.shell.win.Canvas().Focus(w.list)
}
