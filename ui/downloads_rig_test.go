package ui

// downloadsList moves the focus to the list of downloads.
func (r *rig) downloadsList() {
	r.t.Helper()
	w, ok := r.shell.screen.(*downloadsScreen)
	if !ok {
		r.t.Fatalf("the downloads are not shown:\n%s", r.text())
	}
	r.shell.win.Canvas().Focus(w.list)
}
